package io.veritwin.records.right;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.notice.SecurityNotices;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Take a right to sign away by itself: lock it after refused authentications in signing (21 CFR
 * 11.300(d)), and let it rest when somebody else set a credential of the person (21 CFR
 * 11.200(a)(3)). Only another person's {@link CheckIdentity} gives it back.
 */
@ApplicationScoped
public class SuspendSigningRight {

  private static final Machine WATCH = new Machine("signing watch");

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject SecurityNotices notices;
  @Inject AuditTrail trail;
  @Inject Settings settings;
  @Inject Clock clock;

  /**
   * Counts a refused authentication, and locks the right when there were too many within the time.
   *
   * @param at when it was refused
   * @param auditEntryId the entry that records it
   */
  @Transactional
  public void authenticationRefused(String subject, Instant at, long auditEntryId) {
    entities
        .createNativeQuery(
            "insert into refused_authentication (audit_entry_id, subject, at) values (?1, ?2, ?3)")
        .setParameter(1, auditEntryId)
        .setParameter(2, subject)
        .setParameter(3, at.truncatedTo(ChronoUnit.MICROS))
        .executeUpdate();
    Optional<SigningRight> found = rights.held(subject);
    if (found.isEmpty() || found.get().state() == SigningRightState.LOCKED) {
      return;
    }
    SigningRight right = found.get();
    Instant from = at.minus(settings.signingFailuresWithin());
    if (right.checkedAt() != null && right.checkedAt().isAfter(from)) {
      from = right.checkedAt();
    }
    long refused =
        entities
            .unwrap(Session.class)
            .createNativeQuery(
                "select count(*) from refused_authentication where subject = ?1 and at >= ?2 and"
                    + " at <= ?3",
                Long.class)
            .setParameter(1, subject)
            .setParameter(2, from)
            .setParameter(3, at.truncatedTo(ChronoUnit.MICROS))
            .getSingleResult();
    if (refused >= settings.signingFailures()) {
      take(
          right,
          SigningRightState.LOCKED,
          refused
              + " refused authentications in signing within "
              + settings.signingFailuresWithin().toMinutes()
              + " min",
          "SIGNING_RIGHT_LOCKED");
    }
  }

  /**
   * Somebody else set or removed a credential of the person.
   *
   * @param who the name of whoever did it, as the trail knows it
   */
  @Transactional
  public void credentialSetByAnother(String subject, String who, Instant at) {
    rights
        .held(subject)
        // What happened before the last check of the identity is answered by it.
        .filter(right -> right.checkedAt() != null && at.isAfter(right.checkedAt()))
        .filter(right -> right.state() == SigningRightState.ACTIVE)
        .ifPresent(
            right ->
                take(
                    right,
                    SigningRightState.TO_BE_RECHECKED,
                    who + " set a credential of this account at " + at,
                    "SIGNING_RIGHT_SUSPENDED"));
  }

  private void take(SigningRight right, SigningRightState to, String why, String event) {
    right.move(to, why, clock.instant().truncatedTo(ChronoUnit.MICROS));
    String sentence =
        "The right of "
            + right.printedName()
            + " ("
            + right.username()
            + ") to sign is "
            + to.inWords()
            + ": "
            + why
            + ".";
    trail.recordObservation(
        AuditEvent.of(event, WATCH, right.recordRef(), sentence)
            .with(Map.of("person", right.subject())));
    notices.tell(
        "Right to sign " + to.inWords() + ": " + right.printedName(),
        sentence
            + "\n\nFind out what happened. Somebody else of QA or administration checks the"
            + " identity again, on the page People of "
            + settings.address()
            + ".");
  }
}
