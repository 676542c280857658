package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Check a person's identity before the first signature (21 CFR 11.100(b)), and again to unlock a
 * right or after somebody else set a credential. Done by another person of QA or administration.
 */
@ApplicationScoped
public class CheckIdentity {

  static final int REMARK_LEAST = 10;

  @Inject SigningRights rights;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * What was seen.
   *
   * @param method the name of an {@link IdentityCheckMethod}
   * @param remark what was seen or why, at least 10 characters
   * @param letter reference of the certification to the FDA (21 CFR 11.100(c)), or that there is
   *     none
   */
  public record Seen(String method, String remark, String letter) {}

  /**
   * Makes the right active, or says everything that stands against it.
   *
   * @return every reason against; empty when the check is recorded
   * @throws IllegalArgumentException when nobody of that subject ever logged in
   */
  @Transactional
  public List<Refusal> check(Person checker, String subject, Seen seen) {
    SigningRight right =
        rights
            .held(subject)
            .orElseThrow(
                () -> new IllegalArgumentException("nobody of subject " + subject + " is known"));
    Optional<IdentityCheckMethod> method = IdentityCheckMethod.named(seen.method());
    List<Refusal> reasons = new ArrayList<>(reasonsAgainst(checker, subject));
    if (method.isEmpty()) {
      reasons.add(RightRule.SIG_25.refusal(seen.method()));
    }
    if (seen.remark().strip().length() < REMARK_LEAST) {
      reasons.add(RightRule.SIG_26.refusal(seen.remark().strip()));
    }
    if (seen.letter().isBlank()) {
      reasons.add(RightRule.SIG_27.refusal());
    }
    if (!reasons.isEmpty()) {
      refuse(trail, "IDENTITY_CHECKED", checker, right.recordRef(), reasons);
      return reasons;
    }
    SigningRightState before = right.state();
    right.check(
        checker,
        method.orElseThrow().inWords() + ": " + seen.remark().strip(),
        seen.letter().strip(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
    trail.record(
        AuditEvent.of(
                "IDENTITY_CHECKED",
                checker,
                right.recordRef(),
                "Checked the identity of "
                    + right.printedName()
                    + ", whose right to sign was "
                    + before.inWords()
                    + " and is active.")
            .because(seen.remark().strip())
            .with(Map.of("method", method.get().name())));
    return List.of();
  }

  /** Who may vouch for whom. */
  static List<Refusal> reasonsAgainst(Person checker, String subject) {
    List<Refusal> reasons = new ArrayList<>();
    if (!checker.is(Role.QA) && !checker.is(Role.ADMINISTRATOR)) {
      reasons.add(RightRule.SIG_23.refusal(checker.roleInWords()));
    }
    if (checker.subject().equals(subject)) {
      reasons.add(RightRule.SIG_24.refusal());
    }
    return reasons;
  }

  static void refuse(
      AuditTrail trail, String event, Person who, RecordRef record, List<Refusal> reasons) {
    trail.recordRefusal(
        AuditEvent.refused(
            event,
            who,
            record,
            String.join(" ", reasons.stream().map(Refusal::sentence).toList()),
            reasons.get(0).rule()));
  }
}
