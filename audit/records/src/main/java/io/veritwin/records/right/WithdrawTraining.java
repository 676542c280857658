package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.Refusal;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Withdraw a person's training before its end (21 CFR 11.10(i)), by somebody else. */
@ApplicationScoped
public class WithdrawTraining {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * Takes the training back, or says everything that stands against it.
   *
   * @param number of the training: "TR-3"
   * @param reason at least 10 characters
   * @return every reason against; empty when it is withdrawn
   * @throws IllegalArgumentException when there is no such training
   */
  @Transactional
  public List<Refusal> withdraw(Person by, String number, String reason) {
    Training training = entities.find(Training.class, number);
    if (training == null) {
      throw new IllegalArgumentException("there is no training " + number);
    }
    // Held, so that no signature that rests on it is stored meanwhile.
    SigningRight right = rights.held(training.subject).orElseThrow();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Refusal> reasons = new ArrayList<>(CheckIdentity.reasonsAgainst(by, training.subject));
    Optional<TrainingWithdrawal> before = rights.withdrawalOf(number);
    before.ifPresent(
        w -> reasons.add(RightRule.SIG_49.refusal(number, "was withdrawn", w.withdrawnAt())));
    if (before.isEmpty() && !now.isBefore(training.validUntil())) {
      reasons.add(RightRule.SIG_49.refusal(number, "ended", training.validUntil()));
    }
    if (reason.strip().length() < CheckIdentity.REMARK_LEAST) {
      reasons.add(RightRule.SIG_26.refusal(reason.strip()));
    }
    if (!reasons.isEmpty()) {
      CheckIdentity.refuse(trail, "TRAINING_WITHDRAWN", by, training.recordRef(), reasons);
      return reasons;
    }
    TrainingWithdrawal withdrawal = new TrainingWithdrawal(number, reason.strip(), by, now);
    entities.persist(withdrawal);
    trail.record(
        AuditEvent.of(
                "TRAINING_WITHDRAWN",
                by,
                withdrawal.recordRef(),
                "Withdrew training "
                    + number
                    + " of "
                    + right.printedName()
                    + " as "
                    + training.function().inWords()
                    + ", which would have ended at "
                    + training.validUntil()
                    + ".")
            .because(reason.strip()));
    return List.of();
  }
}
