package io.veritwin.lifecycle.dataset;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.StampSealing;
import io.veritwin.lifecycle.platform.Study;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.retention.ProposeDisposal;
import io.veritwin.records.retention.ProposeDisposal.Proposed;
import io.veritwin.records.retention.Retention;
import io.veritwin.records.retention.RetentionSchedule;
import io.veritwin.records.retention.RetentionSchedule.KeptType;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.validation.evidence.Verifies;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Measured data at the end of its retention: what may leave, and in which order. */
class DisposeOfDataTest {

  private static LifecyclePlatform people;
  private static Study study;

  @BeforeAll
  static void startWithoutAnyRetention() {
    people = LifecyclePlatform.start(StampSealing.class);
    study = new Study(people);
    for (String type : List.of("calibration", "data set", "imported batch")) {
      people
          .get(Retention.class)
          .keep(QA, type, Period.ZERO, "21 CFR 211.180", "annual review of retention");
    }
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static Proposed propose(String type, String id) {
    return people.get(ProposeDisposal.class).propose(QA, type, id, "retention is over");
  }

  private static void assertStays(String type, String id, String why) {
    String said = assertInstanceOf(Proposed.Refused.class, propose(type, id)).reason().sentence();
    assertTrue(said.contains(why), said);
  }

  private static void dispose(String type, String id) {
    String number = assertInstanceOf(Proposed.Ready.class, propose(type, id)).proposal().number();
    SigningOutcome outcome =
        new PersonSigning(people.platform()).sign("dispose-records", number, QA2, Map.of());
    assertInstanceOf(SigningOutcome.Signed.class, outcome, outcome.toString());
  }

  private static String rows(String table, String condition) {
    return people.database().answer("select count(*) from " + table + " where " + condition);
  }

  private static void calibration(String number, DataSet set) throws Exception {
    people.inTransaction(
        () -> {
          people
              .platform()
              .entities()
              .createNativeQuery(
                  "insert into calibration_run (number, version, structure_id, data_set,"
                      + " data_digest, noise, started_subject, started_by_name, started_at, state,"
                      + " ended_at, words) values (?1, 0, 's', ?2, repeat('0', 64), '', 'e', 'E',"
                      + " now(), 'ENDED', now(), 'stopped')")
              .setParameter(1, number)
              .setParameter(2, set.number())
              .executeUpdate();
          return people
              .get(AuditTrail.class)
              .record(
                  AuditEvent.of(
                      "CALIBRATION_STARTED",
                      ENGINEER,
                      new RecordRef("calibration", number, 1),
                      "Started " + number + "."));
        });
  }

  @Test
  @Verifies({"URS-154", "URS-159"})
  void dataLeavesInTheOrderOfItsUse() throws Exception {
    DataSet set = study.dataSet(DataSetRole.CALIBRATION, "DISP-1", "DISP-2");
    List<String> batches = set.batches().stream().map(ImportedBatch::number).toList();
    calibration("K-90", set);

    assertStays("imported batch", batches.get(0), "data set " + set.number() + " still uses it");
    assertStays("data set", set.number(), "calibration K-90 still uses it");
    dispose("calibration", "K-90");
    assertStays("imported batch", batches.get(0), "data set " + set.number() + " still uses it");
    dispose("data set", set.number());
    assertEquals("0", rows("data_set_batch", "data_set = '" + set.number() + "'"));
    dispose("imported batch", batches.get(0));
    assertEquals("0", rows("imported_batch", "number = '" + batches.get(0) + "'"));
    assertEquals("1", rows("imported_batch", "number = '" + batches.get(1) + "'"));
    assertEquals("0", rows("calibration_run", "number = 'K-90'"));
    assertEquals(
        "1",
        rows("audit_entry", "event = 'RECORD_DISPOSED' and record_id = '" + batches.get(0) + "'"));
  }

  @Test
  @Verifies("URS-159")
  void dataOnWhichAModelVersionRestsStaysAndSoDoesTheVersion() throws Exception {
    ModelVersion version = study.version("CHO-DISPOSE");
    String holdOut =
        people
            .database()
            .answer("select hold_out_set from model_version where name = '" + version.name() + "'");
    assertStays("data set", holdOut, "model version " + version.name() + " still uses it");
    assertStays("model version", version.name(), "stay for ever");
    assertEquals(
        List.of("calibration", "data set", "imported batch"),
        people.get(RetentionSchedule.class).types().stream()
            .filter(KeptType::disposable)
            .map(KeptType::type)
            .toList());
  }

  // What can be disposed of is as unchangeable as before, and goes by no other way.
  @Test
  @Verifies({"URS-159", "URS-166"})
  void whatCanLeaveCanStillNotBeChangedNorDeletedByTheWay() throws Exception {
    DataSet set = study.dataSet(DataSetRole.CALIBRATION, "DISP-3");
    calibration("K-91", set);
    for (String change :
        List.of(
            "delete from imported_batch",
            "delete from data_set_batch",
            "delete from calibration_run",
            "update imported_batch set reason = 'another'",
            "update data_set set title = 'another'",
            "update calibration_run set words = 'another'",
            "truncate calibration_run")) {
      for (Role role : List.of(Role.APPLICATION, Role.OWNER)) {
        IllegalStateException refused =
            assertThrows(
                IllegalStateException.class, () -> people.database().execute(role, change));
        assertTrue(
            refused.getMessage().matches("(?s).*(is kept|append-only|permission|never changed).*"),
            change + ": " + refused.getMessage());
      }
    }
  }
}
