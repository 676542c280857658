package io.veritwin.lifecycle.model;

import io.veritwin.lifecycle.model.CalibrationRun.Ended;
import io.veritwin.lifecycle.model.CalibrationRun.Finished;
import io.veritwin.lifecycle.model.CalibrationRun.Progress;
import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * One calibration on record. Its life: stored <em>running</em> when it starts; once it is
 * <em>finished</em> with parameters, or has <em>ended</em> without, nothing of it changes. Found
 * running by a server that does not compute it, it was cut off when its own server stopped.
 */
@Entity
@Table(name = "calibration_run")
@Regulated
public class StoredCalibration implements RegulatedRecord {

  enum State {
    RUNNING,
    FINISHED,
    ENDED
  }

  private static final String CUT_OFF =
      "The server stopped while it ran, and no parameters came out. Start it again: the same data"
          + " give the same starting points.";

  @Id String number;

  @Version int version;

  @Column(name = "structure_id", nullable = false, updatable = false)
  String structureId;

  @Column(name = "data_set", nullable = false, updatable = false)
  String dataSet;

  @Column(name = "data_digest", nullable = false, updatable = false)
  String dataDigest;

  @Column(nullable = false, updatable = false)
  String noise;

  @Column(name = "started_subject", nullable = false, updatable = false)
  String startedSubject;

  @Column(name = "started_by_name", nullable = false, updatable = false)
  String startedByName;

  @Column(name = "started_at", nullable = false, updatable = false)
  Instant startedAt;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  State state;

  @Column(name = "ended_at")
  Instant endedAt;

  String words;

  String result;

  protected StoredCalibration() {}

  StoredCalibration(CalibrationRun run, Person person) {
    number = run.number();
    structureId = run.structureId();
    dataSet = run.dataSet();
    dataDigest = run.dataDigest();
    noise = CalibrationText.writeNoise(run.noise());
    startedSubject = person.subject();
    startedByName = run.startedBy();
    startedAt = run.startedAt();
    state = State.RUNNING;
  }

  /** Notes how it ended. */
  void end(Progress end, Instant at) {
    if (state != State.RUNNING) {
      throw new IllegalStateException(number + " has ended before");
    }
    if (end instanceof Finished finished) {
      state = State.FINISHED;
      result = CalibrationText.write(finished.result());
      words = finished.result().stopWords();
    } else {
      state = State.ENDED;
      words = ((Ended) end).words();
    }
    endedAt = at;
  }

  /** The run as people see it. */
  CalibrationRun run() {
    Progress progress =
        switch (state) {
          case RUNNING -> new Ended(CUT_OFF);
          case FINISHED -> new Finished(CalibrationText.read(result));
          case ENDED -> new Ended(words);
        };
    return new CalibrationRun(
        number,
        structureId,
        dataSet,
        dataDigest,
        CalibrationText.readNoise(noise),
        startedByName,
        startedAt,
        progress);
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("calibration", number, version + 1);
  }
}
