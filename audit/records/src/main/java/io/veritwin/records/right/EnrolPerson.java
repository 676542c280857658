package io.veritwin.records.right;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Enrol a person at the first login: makes the right to sign, without effect until somebody else
 * checks the identity. The accounts that the set-up of a demonstration site made get check,
 * training and statement from it, labelled so; on a GxP site nothing is preset.
 */
@ApplicationScoped
public class EnrolPerson {

  private static final Machine SET_UP = new Machine("site set-up");
  private static final Duration PRESET_TRAINING = Duration.ofDays(365);

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject SigningRights rights;
  @Inject AuditTrail trail;
  @Inject Settings settings;
  @Inject Clock clock;

  /**
   * Makes the person's right where there is none, and notes name and roles as they are vouched for
   * now. An observation: whoever logs in must get in, also while acts are stopped.
   */
  @Transactional
  public SigningRight enrol(Person person) {
    SigningRight known = rights.of(person.subject()).orElse(null);
    if (known == null) {
      // Two sessions of one person may begin at once; one of them enrols.
      entities
          .createNativeQuery(
              "select cast(pg_advisory_xact_lock(hashtext(?1)) as text)", String.class)
          .setParameter(1, person.subject())
          .getSingleResult();
      known = rights.of(person.subject()).orElse(null);
    }
    if (known == null) {
      return make(person);
    }
    if (!person.roles().equals(known.roles())
        || !person.printedName().equals(known.printedName())) {
      known.see(person);
      trail.recordObservation(
          AuditEvent.of(
              "PERSON_CHANGED",
              person,
              known.recordRef(),
              "The identity provider vouches for "
                  + person.printedName()
                  + " as "
                  + known.rolesInWords()
                  + "."));
    }
    return known;
  }

  private SigningRight make(Person person) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    SigningRight right = new SigningRight(person, now);
    boolean preset = settings.presetAccounts().contains(person.username());
    if (preset) {
      right.demonstration = true;
      right.check(SET_UP, SigningRight.PRESET, SigningRight.PRESET, now);
      right.answersFor(rights.statement().version(), null, now);
    }
    entities.persist(right);
    trail.recordObservation(
        AuditEvent.of(
            "PERSON_ENROLLED",
            person,
            right.recordRef(),
            person.printedName()
                + " logged in for the first time; the right to sign is "
                + right.state().inWords()
                + (preset ? " (" + SigningRight.PRESET + ")." : ".")));
    if (preset) {
      person.roles().stream()
          .filter(SigningRight.SIGNING_FUNCTIONS::contains)
          .sorted()
          .forEach(function -> presetTraining(person, function, now));
    }
    return right;
  }

  private void presetTraining(Person person, Role function, Instant now) {
    Training training =
        new Training(
            RecordTraining.nextNumber(entities),
            person.subject(),
            function,
            now.plus(PRESET_TRAINING),
            SigningRight.PRESET,
            SET_UP.id(),
            SET_UP.printedName(),
            now,
            true);
    entities.persist(training);
    trail.recordObservation(
        AuditEvent.of(
            "TRAINING_RECORDED",
            SET_UP,
            training.recordRef(),
            person.printedName()
                + " counts as trained as "
                + function.inWords()
                + " ("
                + SigningRight.PRESET
                + ")."));
  }
}
