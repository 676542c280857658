package io.veritwin.lifecycle.change;

import io.veritwin.lifecycle.model.ModelVersion;
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
 * Reject a model version by QA's signature, with a reason (URS-322). Record id: the change
 * request's number; choices {@code reason} and {@code reportDigest}.
 */
@ApplicationScoped
public class RejectModelVersion implements SignableAct {

  @Inject DecideOnChange decide;
  @Inject AuditTrail trail;

  @Override
  public String name() {
    return "reject-model-version";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    String notDone = decide.change(request).modelVersion() + " is not rejected: ";
    List<Refusal> against = new ArrayList<>(decide.reasonsAgainst(request, notDone));
    if (request.choice("reason").isBlank()) {
      against.add(new Refusal("LIF-17", notDone + "a rejection needs a reason. Give one."));
    }
    return against;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    String version = decide.change(request).modelVersion();
    return decide.freeze(
        request,
        Meaning.REJECTED,
        "rejected",
        "I have read the report and reject model version "
            + version
            + " for the reason stated here.",
        version
            + " stays on record as rejected, and the report is sealed. The author can register"
            + " another version.");
  }

  @Override
  public String signedEvent() {
    return "MODEL_CHANGE_REJECTED";
  }

  @Override
  public Map<String, String> signedDetails(SigningRequest request) {
    return decide.signedDetails(request);
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    ModelVersion version = decide.lock(request).reject(signature).modelVersion();
    trail.record(
        AuditEvent.of(
                "MODEL_VERSION_REJECTED",
                signature.signer(),
                version.recordRef(),
                version.name() + " is rejected with " + signature.number() + ".")
            .because(request.choice("reason").strip()));
    decide.close(request, signature, ChangeRequestState.REJECTED, "rejected");
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "changes/" + request.recordId();
  }
}
