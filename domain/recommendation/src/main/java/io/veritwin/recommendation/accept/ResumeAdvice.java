package io.veritwin.recommendation.accept;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.recommendation.recommend.AdviceStop;
import io.veritwin.recommendation.recommend.AdviceStops;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SigningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Resume advice for a unit, signable act "resume-advice" (URS-427); the record is the stop that
 * holds, "STOP-3", the choice {@code remark} says why advice may go on.
 */
@ApplicationScoped
public class ResumeAdvice implements SignableAct {

  @Inject AdviceStops stops;

  @Override
  public String name() {
    return "resume-advice";
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return Set.of(Role.ENGINEER, Role.QA);
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    List<Refusal> reasons = new ArrayList<>();
    AdviceStop stop = stop(request);
    String unit = stop.unit();
    if (!request.signer().is(Role.QA) && !request.signer().is(Role.ENGINEER)) {
      reasons.add(
          new Refusal(
              "REC-41",
              "Not resumed. Advice for "
                  + unit
                  + " stays stopped. A process engineer or QA resumes it; you are signed in as "
                  + request.signer().roleInWords()
                  + " (REC-41). Ask one of them."));
    }
    if (!stop.holds()) {
      reasons.add(
          new Refusal(
              "REC-42",
              "Nothing to resume. Advice for "
                  + unit
                  + " was resumed by "
                  + stop.resumedByName()
                  + " (REC-42)."));
    }
    if (request.choice("remark").isBlank()) {
      reasons.add(
          new Refusal(
              "REC-43",
              "Not resumed. Advice for "
                  + unit
                  + " stays stopped. Say in the remark why it may go on (REC-43)."));
    }
    return reasons;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    AdviceStop stop = stop(request);
    return new FrozenRecord(
        stop.recordRef(),
        "Advice for " + stop.unit(),
        stop.unit(),
        List.of(
            new Row("Resume", "advice for " + stop.unit(), true),
            Row.of("Stopped by", stop.stoppedByName()),
            Row.of("Stopped at", stop.stoppedAt().toString()),
            Row.of("Why it may go on", request.choice("remark"))),
        Meaning.APPROVED,
        "I have found why advice was stopped, and approve that it goes on.",
        "Proposals are made again; each still needs a signature.",
        null,
        JsonObject.builder()
            .put("format", "veritwin-resume-advice/1")
            .put("unit", stop.unit())
            .put("stop", stop.number())
            .put("stoppedAt", stop.stoppedAt())
            .put("why", request.choice("remark"))
            .build()
            .canonicalBytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    stop(request).resume(signature);
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "unit/" + stop(request).unit();
  }

  @Override
  public String signedEvent() {
    return "ADVICE_RESUMED";
  }

  private AdviceStop stop(SigningRequest request) {
    return stops
        .find(request.recordId())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no advice stop " + request.recordId()));
  }
}
