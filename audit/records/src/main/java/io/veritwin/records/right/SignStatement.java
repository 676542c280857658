package io.veritwin.records.right;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.identity.Person;
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
import java.util.Optional;
import java.util.Set;

/**
 * Sign the accountability statement, signable act "sign-accountability-statement" (21 CFR
 * 11.10(j)). The record is the signer's own right, by user name, and the text the version in force;
 * all it needs is that somebody checked the signer's identity.
 */
@ApplicationScoped
public class SignStatement implements SignableAct {

  /** The act's name, by which the ceremony knows that it needs no statement before it. */
  public static final String NAME = "sign-accountability-statement";

  @Inject SigningRights rights;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Role> functions(SigningRequest request) {
    return SigningRight.SIGNING_FUNCTIONS;
  }

  @Override
  public List<Refusal> reasonsAgainst(SigningRequest request) {
    List<Refusal> reasons = new ArrayList<>();
    AccountabilityStatement inForce = rights.statement();
    Optional<SigningRight> right = rights.of(request.signer().subject());
    if (!request.recordId().equals(request.signer().username())) {
      reasons.add(RightRule.SIG_33.refusal(request.recordId()));
    }
    right
        .filter(r -> r.statementVersion() != null && r.statementVersion() >= inForce.version())
        .ifPresent(
            r ->
                reasons.add(
                    RightRule.SIG_32.refusal(
                        r.printedName(), r.statementVersion(), r.statementAt())));
    return reasons;
  }

  @Override
  public FrozenRecord freeze(SigningRequest request) {
    AccountabilityStatement inForce = rights.statement();
    Person signer = request.signer();
    SigningRight right =
        rights
            .of(signer.subject())
            .orElseThrow(
                () -> new IllegalArgumentException(signer.printedName() + " is not enrolled"));
    return new FrozenRecord(
        right.recordRef(),
        "Accountability statement, version " + inForce.version(),
        signer.printedName(),
        List.of(
            Row.of("Statement", inForce.text()),
            Row.of("Version", String.valueOf(inForce.version())),
            Row.of("Published by", inForce.publishedByName() + ", " + inForce.publishedAt()),
            Row.of("Answers for it", signer.printedName() + ", person " + signer.personNumber())),
        Meaning.ACKNOWLEDGED,
        "I have read this statement, understand it, and answer for every act under my signature.",
        "From now on you may sign what your functions and training allow.",
        null,
        CanonicalRecord.of(
                "accountability-statement",
                JsonObject.builder()
                    .put("version", inForce.version())
                    .put("text", inForce.text())
                    .put("subject", signer.subject())
                    .build())
            .bytes());
  }

  @Override
  public void carryOut(SigningRequest request, ElectronicSignature signature) {
    rights
        .held(request.signer().subject())
        .orElseThrow()
        .answersFor(rights.statement().version(), signature.number(), signature.signedAt());
  }

  @Override
  public String returnTo(SigningRequest request) {
    return "person/me";
  }

  @Override
  public String signedEvent() {
    return "STATEMENT_SIGNED";
  }
}
