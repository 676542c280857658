package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Delegate signing in a function for a time, by the person or, for an absent one, by QA; and end it
 * early. Only to somebody who could sign themselves.
 */
@ApplicationScoped
public class DelegateSigning {

  private static final Duration LONGEST = Duration.ofDays(30);

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * What is delegated.
   *
   * @param delegate the user name of the person who will sign
   * @param function in which they will
   * @param lastDay the last day, UTC, as 2027-06-30; at most 30 days from now
   * @param reason the name of an {@link AbsenceReason}
   * @param remark at least 10 characters
   */
  public record Asked(
      String delegate, Role function, String lastDay, String reason, String remark) {}

  /**
   * Stores the delegation, in force at once, or says everything that stands against it.
   *
   * @param subject the person who will be signed for
   * @return every reason against; empty when it is in force
   * @throws IllegalArgumentException when nobody of that subject ever logged in
   */
  @Transactional
  public List<Refusal> delegate(Person maker, String subject, Asked asked) {
    SigningRight absent =
        rights
            .of(subject)
            .orElseThrow(
                () -> new IllegalArgumentException("nobody of subject " + subject + " is known"));
    Optional<SigningRight> delegate = rights.ofUsername(asked.delegate().strip());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant end = RecordTraining.endOf(asked.lastDay());
    Optional<AbsenceReason> reason = AbsenceReason.named(asked.reason());
    List<Refusal> reasons = new ArrayList<>();
    if (!maker.subject().equals(subject) && !maker.is(Role.QA)) {
      reasons.add(RightRule.SIG_36.refusal(absent.printedName(), maker.roleInWords()));
    }
    if (!absent.roles().contains(asked.function())
        || !SigningRight.SIGNING_FUNCTIONS.contains(asked.function())) {
      reasons.add(RightRule.SIG_37.refusal(absent.printedName(), asked.function().inWords()));
    }
    delegate.ifPresentOrElse(
        to -> reasonAgainst(to, absent, asked.function()).ifPresent(reasons::add),
        () ->
            reasons.add(
                RightRule.SIG_38.refusal(asked.delegate(), "nobody of that name is known")));
    if (!now.isBefore(end) || end.isAfter(now.plus(LONGEST).plus(Duration.ofDays(1)))) {
      reasons.add(RightRule.SIG_39.refusal(asked.lastDay()));
    }
    if (reason.isEmpty()) {
      reasons.add(RightRule.SIG_40.refusal(asked.reason()));
    }
    if (asked.remark().strip().length() < CheckIdentity.REMARK_LEAST) {
      reasons.add(RightRule.SIG_26.refusal(asked.remark().strip()));
    }
    if (!reasons.isEmpty()) {
      CheckIdentity.refuse(trail, "DELEGATION_MADE", maker, absent.recordRef(), reasons);
      return reasons;
    }
    Delegation delegation =
        new Delegation(
            nextNumber(),
            absent,
            delegate.orElseThrow(),
            asked.function(),
            reason.orElseThrow().inWords() + ": " + asked.remark().strip(),
            maker,
            now,
            end);
    entities.persist(delegation);
    trail.record(
        AuditEvent.of(
                "DELEGATION_MADE",
                maker,
                delegation.recordRef(),
                delegation.delegateName()
                    + " signs as "
                    + asked.function().inWords()
                    + " for "
                    + delegation.inWords()
                    + ".")
            .because(delegation.reason()));
    return List.of();
  }

  /** A delegate could sign themselves, in the same function, and is somebody else. */
  private Optional<Refusal> reasonAgainst(SigningRight to, SigningRight absent, Role function) {
    if (to.subject().equals(absent.subject())) {
      return Optional.of(
          RightRule.SIG_38.refusal(to.printedName(), "nobody is their own delegate"));
    }
    if (!to.roles().contains(function)) {
      return Optional.of(RightRule.SIG_38.refusal(to.printedName(), "is no " + function.inWords()));
    }
    List<Refusal> own = rights.reasonsAgainst(to.person(), Set.of(function));
    return own.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RightRule.SIG_38.refusal(
                to.printedName(),
                "could not sign themselves: "
                    + String.join(" ", own.stream().map(Refusal::sentence).toList())));
  }

  /**
   * Ends a delegation before its time: the person signed for, the delegate, or QA.
   *
   * @return every reason against; empty when it is ended
   * @throws IllegalArgumentException when there is no such delegation
   */
  @Transactional
  public List<Refusal> end(Person by, String number) {
    Delegation delegation = entities.find(Delegation.class, number, LockModeType.PESSIMISTIC_WRITE);
    if (delegation == null) {
      throw new IllegalArgumentException("there is no delegation " + number);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Refusal> reasons = new ArrayList<>();
    if (!by.is(Role.QA)
        && !by.subject().equals(delegation.absentSubject())
        && !by.subject().equals(delegation.delegateSubject())) {
      reasons.add(RightRule.SIG_36.refusal(delegation.absentName(), by.roleInWords()));
    }
    if (!delegation.holds(now)) {
      reasons.add(RightRule.SIG_41.refusal(number, ended(delegation)));
    }
    if (!reasons.isEmpty()) {
      CheckIdentity.refuse(trail, "DELEGATION_ENDED", by, delegation.recordRef(), reasons);
      return reasons;
    }
    delegation.end(by, now);
    trail.record(
        AuditEvent.of(
            "DELEGATION_ENDED",
            by,
            delegation.recordRef(),
            "Ended delegation " + number + " of " + delegation.absentName() + "."));
    return List.of();
  }

  static Instant ended(Delegation delegation) {
    return delegation.endedAt() == null ? delegation.endsAt() : delegation.endedAt();
  }

  private String nextNumber() {
    return "D-"
        + entities
            .createNativeQuery("select nextval('delegation_number')", Long.class)
            .getSingleResult();
  }
}
