package io.veritwin.lifecycle.change;

import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.lifecycle.change.ChangeWorkflow.DecisionTask;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.VersionStage;
import io.veritwin.lifecycle.model.VersionStage.SubmittedVersion;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What approving and rejecting a model version share: who may decide, what the decision is over,
 * and how the report is sealed with it (URS-319 to URS-323).
 */
@ApplicationScoped
public class DecideOnChange {

  /** The choice that carries the digest of the PDF the page showed. */
  public static final String REPORT_DIGEST = "reportDigest";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ChangeRequests changes;
  @Inject DataSets dataSets;
  @Inject ChangeWorkflow workflow;
  @Inject ReportSealing sealing;
  @Inject Clock clock;

  /** Rules that hold for every decision: state, role, independence, report read. */
  List<Refusal> reasonsAgainst(SigningRequest request, String notDone) {
    ChangeRequest change = change(request);
    Person signer = request.signer();
    List<Refusal> against = new ArrayList<>();
    if (change.state() != ChangeRequestState.AWAITING_DECISION) {
      against.add(
          new Refusal(
              "LIF-11", notDone + change.number() + " is " + change.state().inWords() + "."));
      return against;
    }
    if (!signer.is(Role.QA)) {
      against.add(
          new Refusal(
              "LIF-13", notDone + "only QA decides, and you act as " + signer.roleInWords() + "."));
    }
    String hand = handIn(change, signer.subject());
    if (!hand.isEmpty()) {
      against.add(
          new Refusal(
              "LIF-14",
              notDone
                  + "you "
                  + hand
                  + ", and nobody decides on work of their own. Another QA person can."));
    }
    ValidationReport report = changes.report(change.number()).orElseThrow();
    if (!report.digest().equals(request.choice(REPORT_DIGEST))) {
      against.add(
          new Refusal(
              "LIF-15",
              notDone
                  + "the page names another report than "
                  + report.number()
                  + " as it is stored. Open the report again."));
    } else if (!changes.wasServed(report, signer.subject())) {
      against.add(
          new Refusal(
              "LIF-15",
              notDone
                  + "report "
                  + report.number()
                  + " has not been opened by you. Read it first."));
    }
    if (workflow.openTask(change.number()).isEmpty()) {
      against.add(
          new Refusal(
              "LIF-11",
              notDone
                  + "no task of "
                  + change.number()
                  + " is open for QA. Wait until it is, or ask the administrator."));
    }
    return against;
  }

  /** What the person has done for this change, in words; empty when nothing (LIF-14). */
  private String handIn(ChangeRequest change, String subject) {
    ModelVersion version = changes.modelVersion(change);
    if (subject.equals(change.authorSubject())) {
      return "are the author of " + change.number();
    }
    if (subject.equals(version.authorSubject())) {
      return "registered " + version.name();
    }
    for (String number : List.of(version.holdOutSet(), text(version.calibrationSet()))) {
      Optional<DataSet> set = dataSets.find(number);
      if (set.filter(s -> s.madeBySubject().equals(subject)).isPresent()) {
        return "made the data set " + number;
      }
      Optional<ImportedBatch> imported =
          set.stream()
              .flatMap(s -> s.batches().stream())
              .filter(b -> b.importedBySubject().equals(subject))
              .findFirst();
      if (imported.isPresent()) {
        return "imported batch " + imported.get().batch();
      }
    }
    return "";
  }

  /** The record that is signed; equal but for meaning and sentence, whatever is decided. */
  FrozenRecord freeze(
      SigningRequest request, Meaning meaning, String outcome, String sentence, String after) {
    ChangeRequest change = change(request);
    ModelVersion version = changes.modelVersion(change);
    ValidationReport report = changes.report(change.number()).orElseThrow();
    List<CheckResult> results = changes.results(change.number());
    Optional<DecisionTask> task = workflow.openTask(change.number());
    List<CheckResult> failed = results.stream().filter(r -> !r.passed()).toList();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("Model version", version.name(), true));
    rows.add(Row.of("Replaces", change.replaces() == null ? "none" : change.replaces()));
    rows.add(Row.of("Reason for the change", change.reason()));
    rows.add(Row.of("Author", change.authorName()));
    rows.add(
        Row.of(
            "Acceptance criteria",
            (results.size() - failed.size()) + " of " + results.size() + " passed"));
    for (CheckResult r : failed) {
      rows.add(
          Row.of(
              "Failed: " + r.number() + " " + r.title(),
              r.valueInWords()
                  + ", limit "
                  + r.limitInWords()
                  + (r.claimed()
                      ? "; the intended use claims this output"
                      : "; the intended use does not claim this output")));
    }
    rows.addAll(SubmitChange.useRows(version));
    if (version.synthetic()) {
      rows.add(Row.of("Data", "partly synthetic, demonstration only"));
    }
    rows.add(Row.of("Report", report.number() + ", SHA-256 " + report.digest()));
    rows.add(Row.of("Model digest", version.digest()));
    if (meaning == Meaning.REJECTED) {
      rows.add(Row.of("Reason for rejection", request.choice("reason")));
    }
    byte[] canonical =
        JsonObject.builder()
            .put("change", change.number())
            .put("version", change.recordRef().version())
            .put("outcome", outcome)
            .put("modelVersion", version.name())
            .put("modelDigest", version.digest())
            .put("report", report.number())
            .put("reportDigest", report.digest())
            .put("reportRecordDigest", report.recordDigest())
            .put(
                "results",
                JsonArray.ofTexts(
                    results.stream().map(r -> r.number() + " " + r.digest()).toList()))
            .put("limitsDigest", change.limitsDigest())
            .put("reason", request.choice("reason"))
            .put("task", task.map(DecisionTask::taskId).orElse(null))
            .put("bpmnDigest", task.map(DecisionTask::bpmnDigest).orElse(null))
            .build()
            .canonicalBytes();
    return new FrozenRecord(
        change.recordRef(),
        "Change request " + change.number(),
        "Model " + version.name() + ", " + version.intendedUse().use(),
        rows,
        meaning,
        sentence,
        after,
        null,
        canonical);
  }

  Map<String, String> signedDetails(SigningRequest request) {
    ChangeRequest change = change(request);
    ValidationReport report = changes.report(change.number()).orElseThrow();
    Map<String, String> details = new LinkedHashMap<>();
    details.put("reportDigest", report.digest());
    details.put("modelDigest", changes.modelVersion(change).digest());
    workflow
        .openTask(change.number())
        .ifPresent(
            task -> {
              details.put("task", task.taskId());
              details.put("bpmnDigest", task.bpmnDigest());
            });
    return details;
  }

  /** Locks the request and gives the version to decide on. */
  SubmittedVersion lock(SigningRequest request) {
    ChangeRequest change =
        entities.find(ChangeRequest.class, request.recordId(), LockModeType.PESSIMISTIC_WRITE);
    if (change.state() != ChangeRequestState.AWAITING_DECISION) {
      throw new IllegalStateException(change.number() + " is " + change.state().inWords());
    }
    ModelVersion version = changes.modelVersion(change);
    entities.lock(version, LockModeType.PESSIMISTIC_WRITE);
    if (!(VersionStage.of(version) instanceof SubmittedVersion submitted)) {
      throw new IllegalStateException(version.name() + " is " + version.state().inWords());
    }
    return submitted;
  }

  /** Closes the request: state, stamp, sealed report, workflow. */
  void close(
      SigningRequest request,
      ElectronicSignature signature,
      ChangeRequestState state,
      String outcome) {
    ChangeRequest change = change(request);
    DecisionTask task =
        workflow
            .openTask(change.number())
            .orElseThrow(() -> new IllegalStateException("no task of " + change.number()));
    change.state = state;
    change.decision = SignatureStamp.of(signature);
    ValidationReport report = changes.report(change.number()).orElseThrow();
    byte[] pdf = sealing.seal(report, change, List.of(change.submission(), change.decision()));
    SealedReport sealed = new SealedReport(report.number(), pdf, Digests.hex(pdf), clock.instant());
    entities.persist(sealed);
    trail.record(
        AuditEvent.of(
                "REPORT_SEALED",
                signature.signer(),
                sealed.recordRef(),
                "Report "
                    + report.number()
                    + " sealed with the signature "
                    + signature.number()
                    + ".")
            .with(Map.of("sealedDigest", sealed.digest(), "reportDigest", report.digest())));
    workflow.complete(
        new ChangeWorkflow.SignedDecision(
            change.number(),
            task,
            outcome,
            signature.recordDigest(),
            signature.number(),
            signature.auditEntryId()));
  }

  void flush() {
    entities.flush();
  }

  ChangeRequest change(SigningRequest request) {
    return changes
        .find(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no change request " + request.recordId()));
  }

  private static String text(String orNull) {
    return orNull == null ? "" : orNull;
  }
}
