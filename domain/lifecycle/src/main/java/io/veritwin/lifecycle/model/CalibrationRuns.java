package io.veritwin.lifecycle.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.veritwin.lifecycle.RecordNumbers;
import io.veritwin.lifecycle.model.CalibrationRun.Progress;
import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calibrations on record. Each change of one leaves its audit entry in its transaction. */
@ApplicationScoped
@Transactional
public class CalibrationRuns {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** A number for the next run. */
  public String nextNumber() {
    return RecordNumbers.next(entities, "calibration_number_seq", "CAL");
  }

  /** Puts a run on record as running. */
  public void begin(CalibrationRun run, int fitted, long seed, Person person) {
    StoredCalibration stored = new StoredCalibration(run, person);
    entities.persist(stored);
    trail.record(
        AuditEvent.of(
                "CALIBRATION_STARTED",
                person,
                stored.recordRef(),
                run.number()
                    + ": calibration of "
                    + run.structureId()
                    + " on "
                    + run.dataSet()
                    + " started, "
                    + fitted
                    + " parameters fitted.")
            .with(Map.of("dataDigest", run.dataDigest(), "seed", Long.toString(seed))));
  }

  /** Notes how a run ended. */
  public void end(String number, Progress end, Person person) {
    StoredCalibration stored = entities.find(StoredCalibration.class, number);
    stored.end(end, clock.instant());
    AuditEvent event =
        AuditEvent.of(
            "CALIBRATION_ENDED", person, stored.recordRef(), number + ": " + stored.words);
    trail.record(
        stored.result == null
            ? event
            : event.with(Map.of("resultDigest", Digests.hex(stored.result.getBytes(UTF_8)))));
  }

  /** Writes one entry about a run. */
  public void record(AuditEvent event) {
    trail.record(event);
  }

  /** Writes one refusal. */
  public void recordRefusal(AuditEvent event) {
    trail.recordRefusal(event);
  }

  /** A run as it was last stored. */
  public Optional<CalibrationRun> find(String number) {
    return Optional.ofNullable(entities.find(StoredCalibration.class, number))
        .map(StoredCalibration::run);
  }

  /** Newest first. */
  public List<CalibrationRun> all() {
    return entities
        .createQuery(
            "select c from StoredCalibration c order by c.startedAt desc", StoredCalibration.class)
        .getResultStream()
        .map(StoredCalibration::run)
        .toList();
  }
}
