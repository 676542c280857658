package io.veritwin.lifecycle.change;

import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.lifecycle.model.VersionStage;
import io.veritwin.lifecycle.model.VersionStage.EffectiveVersion;
import io.veritwin.lifecycle.model.VersionStage.SubmittedVersion;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Approve a model version by QA's signature over the report read (URS-321). A failed criterion that
 * the intended use claims stands against it; one that it does not claim is listed and does not.
 * Record id: the change request's number; choice {@code reportDigest}: SHA-256 of the PDF read.
 */
@ApplicationScoped
public class ApproveModelVersion implements SignableAct {

  @Inject DecideOnChange decide;
  @Inject ChangeRequests changes;
  @Inject ModelVersions versions;
  @Inject AuditTrail trail;

  @Override
  public String name() {
    return "approve-model-version";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    ChangeRequest change = decide.change(request);
    String notDone = change.modelVersion() + " is not approved: ";
    List<Refusal> against = new ArrayList<>(decide.reasonsAgainst(request, notDone));
    if (change.state() != ChangeRequestState.AWAITING_DECISION) {
      return against;
    }
    changes.results(change.number()).stream()
        .filter(r -> r.claimed() && !r.passed())
        .forEach(
            r ->
                against.add(
                    new Refusal(
                        "LIF-16",
                        notDone
                            + r.number()
                            + " failed ("
                            + r.title()
                            + ", "
                            + r.valueInWords()
                            + ", limit "
                            + r.limitInWords()
                            + ") and the intended use claims it. Reject it; the author can narrow"
                            + " the use in another version.")));
    return against;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    ChangeRequest change = decide.change(request);
    String report = changes.report(change.number()).map(ValidationReport::number).orElse("");
    return decide.freeze(
        request,
        Meaning.APPROVED,
        "approved",
        "I have read report "
            + report
            + " and approve model version "
            + change.modelVersion()
            + " for the intended use stated here.",
        change.modelVersion()
            + " becomes effective and the report is sealed. It computes for a unit only after a"
            + " second person has assigned it.");
  }

  @Override
  public String signedEvent() {
    return "MODEL_CHANGE_APPROVED";
  }

  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    return decide.signedDetails(request);
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    SubmittedVersion submitted = decide.lock(request);
    versions
        .effective(submitted.modelVersion().model())
        .ifPresent(old -> retire(old, submitted, signature));
    ModelVersion version = submitted.approve(signature).modelVersion();
    trail.record(
        AuditEvent.of(
                "MODEL_VERSION_APPROVED",
                signature.signer(),
                version.recordRef(),
                version.name() + " is effective, approved with " + signature.number() + ".")
            .with(Map.of("digest", version.digest())));
    decide.close(request, signature, ChangeRequestState.APPROVED, "approved");
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "changes/" + request.recordId();
  }

  private void retire(ModelVersion old, SubmittedVersion successor, ElectronicSignature signature) {
    if (VersionStage.of(old) instanceof EffectiveVersion effective) {
      effective.retire(successor, signature.signedAt());
      trail.record(
          AuditEvent.of(
              "MODEL_VERSION_RETIRED",
              signature.signer(),
              old.recordRef(),
              old.name()
                  + " is retired: "
                  + successor.modelVersion().name()
                  + " takes its place."));
      // It leaves its place before the successor takes it: one version of a model is effective.
      decide.flush();
    }
  }
}
