package io.veritwin.lifecycle.change;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.VersionStage;
import io.veritwin.lifecycle.model.VersionStage.DraftVersion;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.site.Settings;
import io.veritwin.records.site.SiteKind;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Submit a change request by the author's signature (URS-317, A22-06): the acceptance limits go
 * into the ledger with it, before any check runs. Record id: the request's number.
 */
@ApplicationScoped
public class SubmitChange implements SignableAct {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject ChangeRequests changes;
  @Inject ChangeWorkflow workflow;
  @Inject Settings settings;

  @Override
  public String name() {
    return "submit-change";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.ENGINEER);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    ChangeRequest change = change(request);
    ModelVersion version = changes.modelVersion(change);
    List<AcceptanceCriterion> criteria = changes.criteria(change.number());
    String notDone = change.number() + " is not submitted: ";
    List<Refusal> against = new ArrayList<>();
    if (change.state() != ChangeRequestState.DRAFT) {
      against.add(
          new Refusal(
              "LIF-11",
              notDone + "it is " + change.state().inWords() + ". Raise another request."));
    }
    if (!request.signer().subject().equals(change.authorSubject())) {
      against.add(
          new Refusal(
              "LIF-12",
              notDone + "only its author, " + change.authorName() + ", can sign as author."));
    }
    if (!request.signer().is(Role.ENGINEER)) {
      against.add(
          new Refusal(
              "LIF-07",
              notDone
                  + "only a process engineer submits, and you act as "
                  + request.signer().roleInWords()
                  + "."));
    }
    if (version.synthetic() && settings.siteKind() == SiteKind.GXP) {
      against.add(
          new Refusal(
              "LIF-06",
              notDone
                  + version.name()
                  + " rests on synthetic data, which a GxP site does not accept as evidence. Use"
                  + " measured batches."));
    }
    if (!ProcessModels.find(version.structureId())
        .map(ProcessModel::codeDigest)
        .equals(java.util.Optional.of(version.codeDigest()))) {
      against.add(
          new Refusal(
              "LIF-20",
              notDone
                  + "the structure's code is no longer the one "
                  + version.name()
                  + " was registered with. Register the version again."));
    }
    for (String output : version.intendedUse().credibleOutputs()) {
      if (criteria.stream()
          .noneMatch(
              c ->
                  c.claimed()
                      && c.metric().group() == Metric.Group.PREDICTION
                      && c.subject().equals(output))) {
        against.add(
            new Refusal(
                "LIF-21",
                notDone
                    + output
                    + " is claimed as credible, but no criterion tests its prediction."));
      }
    }
    return against;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    ChangeRequest change = change(request);
    ModelVersion version = changes.modelVersion(change);
    List<AcceptanceCriterion> criteria = changes.criteria(change.number());
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("Model version", version.name(), true));
    rows.add(Row.of("Replaces", change.replaces() == null ? "none" : change.replaces()));
    rows.add(Row.of("Reason", change.reason()));
    rows.add(Row.of("Model digest", version.digest()));
    rows.addAll(useRows(version));
    rows.add(
        Row.of(
            "Calibration data",
            version.calibrationSet() == null ? "none" : version.calibrationSet()));
    rows.add(Row.of("Test data", version.holdOutSet()));
    if (version.synthetic()) {
      rows.add(Row.of("Data", "partly synthetic"));
    }
    for (AcceptanceCriterion c : criteria) {
      rows.add(
          Row.of(
              c.number() + " " + c.title(),
              c.limitInWords() + (c.claimed() ? "" : ", reported only")));
    }
    byte[] canonical =
        JsonObject.builder()
            .put("change", change.number())
            .put("version", change.recordRef().version())
            .put("modelVersion", version.name())
            .put("modelDigest", version.digest())
            .put("replaces", change.replaces())
            .put("reason", change.reason())
            .put("criteria", LimitsRecord.json(criteria))
            .build()
            .canonicalBytes();
    return new FrozenRecord(
        change.recordRef(),
        "Change request " + change.number(),
        "Model " + version.name() + ", " + version.intendedUse().use(),
        rows,
        Meaning.AUTHORED,
        "I am the author of this change request. Its "
            + criteria.size()
            + " acceptance limits are complete, and they are fixed before the first result.",
        "The limits go into the log. Then the checks run, the report is written, and QA decides.",
        null,
        canonical);
  }

  @Override
  public String signedEvent() {
    return "CHANGE_SUBMITTED";
  }

  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    ChangeRequest change = change(request);
    List<AcceptanceCriterion> criteria = changes.criteria(change.number());
    Map<String, String> details = new TreeMap<>(LimitsRecord.details(criteria));
    details.put("limitsDigest", limitsDigest(criteria));
    details.put("modelDigest", changes.modelVersion(change).digest());
    return details;
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    ChangeRequest change =
        entities.find(ChangeRequest.class, request.recordId(), LockModeType.PESSIMISTIC_WRITE);
    if (change.state() != ChangeRequestState.DRAFT) {
      throw new IllegalStateException(change.number() + " is " + change.state().inWords());
    }
    ModelVersion version = changes.modelVersion(change);
    if (!(VersionStage.of(version) instanceof DraftVersion draft)) {
      throw new IllegalStateException(version.name() + " is " + version.state().inWords());
    }
    draft.submit();
    trail.record(
        AuditEvent.of(
            "MODEL_VERSION_SUBMITTED",
            signature.signer(),
            version.recordRef(),
            version.name() + " submitted with " + change.number() + "."));
    change.state = ChangeRequestState.SUBMITTED;
    change.submission = SignatureStamp.of(signature);
    change.limitsEntry = signature.auditEntryId();
    change.limitsDigest = limitsDigest(changes.criteria(change.number()));
    workflow.start(change);
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "changes/" + request.recordId();
  }

  private ChangeRequest change(SigningRequest request) {
    return changes
        .find(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no change request " + request.recordId()));
  }

  private static String limitsDigest(List<AcceptanceCriterion> criteria) {
    return Digests.hex(LimitsRecord.json(criteria).canonicalBytes());
  }

  static List<Row> useRows(ModelVersion version) {
    IntendedUse use = version.intendedUse();
    return List.of(
        Row.of("Intended use", use.use()),
        Row.of("Question of interest", use.question()),
        Row.of("Context of use", use.context()),
        Row.of("Claimed as credible", version.credibleInWords()),
        Row.of("Product and unit class", use.product() + ", " + use.unitClass()),
        Row.of(
            "Risk",
            use.risk().inWords()
                + " (influence "
                + use.influence().inWords()
                + ", consequence "
                + use.consequence().inWords()
                + ")"));
  }
}
