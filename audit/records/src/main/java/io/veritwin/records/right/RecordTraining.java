package io.veritwin.records.right;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Record that a person is trained for a function (21 CFR 11.10(i)), by somebody else. */
@ApplicationScoped
public class RecordTraining {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * What was trained.
   *
   * @param function in which records are signed
   * @param lastDay the last day on which the training counts, UTC, as 2027-06-30
   * @param evidence the course, its record, who examined: at least 10 characters
   */
  public record Trained(Role function, String lastDay, String evidence) {}

  /**
   * Stores the training, or says everything that stands against it.
   *
   * @return every reason against; empty when it is recorded
   * @throws IllegalArgumentException when nobody of that subject ever logged in
   */
  @Transactional
  public List<Refusal> record(Person recorder, String subject, Trained trained) {
    SigningRight right =
        rights
            .of(subject)
            .orElseThrow(
                () -> new IllegalArgumentException("nobody of subject " + subject + " is known"));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Refusal> reasons = new ArrayList<>(CheckIdentity.reasonsAgainst(recorder, subject));
    if (!SigningRight.SIGNING_FUNCTIONS.contains(trained.function())) {
      reasons.add(RightRule.SIG_28.refusal(trained.function().inWords()));
    }
    Instant end = endOf(trained.lastDay());
    if (!now.isBefore(end)) {
      reasons.add(RightRule.SIG_29.refusal(trained.lastDay()));
    }
    if (trained.evidence().strip().length() < CheckIdentity.REMARK_LEAST) {
      reasons.add(RightRule.SIG_26.refusal(trained.evidence().strip()));
    }
    if (!reasons.isEmpty()) {
      CheckIdentity.refuse(trail, "TRAINING_RECORDED", recorder, right.recordRef(), reasons);
      return reasons;
    }
    Training training =
        new Training(
            nextNumber(entities),
            subject,
            trained.function(),
            end,
            trained.evidence().strip(),
            recorder.subject(),
            recorder.printedName(),
            now,
            false);
    entities.persist(training);
    trail.record(
        AuditEvent.of(
                "TRAINING_RECORDED",
                recorder,
                training.recordRef(),
                right.printedName()
                    + " is trained as "
                    + trained.function().inWords()
                    + " until "
                    + trained.lastDay()
                    + ".")
            .because(trained.evidence().strip()));
    return List.of();
  }

  /** The first moment after the day; long ago when the text is no day. */
  static Instant endOf(String lastDay) {
    try {
      return LocalDate.parse(lastDay.strip()).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException notADay) {
      return Instant.EPOCH;
    }
  }

  static String nextNumber(EntityManager entities) {
    return "TR-"
        + entities
            .createNativeQuery("select nextval('training_number')", Long.class)
            .getSingleResult();
  }
}
