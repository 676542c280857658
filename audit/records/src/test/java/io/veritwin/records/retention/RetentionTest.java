package io.veritwin.records.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.BatchSheet;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.validation.evidence.Verifies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long records are kept, on a real database, through the platform and beside it. */
class RetentionTest {

  private static TestPlatform platform;
  private static Retention retention;

  @BeforeAll
  static void start() {
    platform = TestPlatform.builder().withoutWorker().start();
    retention = platform.get(Retention.class);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static long dispose(long id) throws Exception {
    return platform.inTransaction(
        () ->
            retention.dispose(
                TestPlatform.QA,
                platform.entities().find(BatchSheet.class, id),
                "retention is over"));
  }

  private static void rule(Period keepFor) {
    retention.keep(TestPlatform.QA, "batch sheet", keepFor, "21 CFR 211.180", "annual review");
  }

  private static String sheets(long id) {
    return platform.database().answer("select count(*) from batch_sheet where id = " + id);
  }

  private static List<TrailRow> entries(String event) {
    return platform.get(TrailSearch.class).search(TrailQuery.all().named(event)).rows();
  }

  @Test
  @Verifies({"URS-165", "URS-166"})
  void aRecordIsDisposedOfAfterItsRetentionAndItsEntriesStay() throws Exception {
    Trails.draft(platform, 1, TestPlatform.OPERATOR);
    rule(Period.ofYears(1));
    KeptException kept = assertThrows(KeptException.class, () -> dispose(1));
    assertTrue(
        kept.refusal().sentence().startsWith("The record stays. batch sheet BS-1 is kept until 20"),
        kept.refusal().sentence());
    assertEquals("1", sheets(1));
    assertEquals("RET-01", entries("DISPOSAL_REFUSED").get(0).rule());
    rule(Period.ZERO);
    long entry = dispose(1);
    assertEquals("0", sheets(1));
    var detail = platform.get(TrailSearch.class).entry(entry).orElseThrow();
    assertTrue(
        detail.changes().stream()
            .anyMatch(c -> c.field().equals("title") && c.after() == null && c.before() != null),
        "the last values stay readable");
    assertTrue(platform.get(TrailSearch.class).related(entry).size() >= 1);
    var set = platform.get(TrailSearch.class).entry(entries("RETENTION_SET").get(0).id());
    assertEquals("0D, 21 CFR 211.180", set.orElseThrow().changes().get(0).after());
  }

  @Test
  @Verifies("URS-167")
  void aLegalHoldKeepsWhatRetentionWouldLetGo() throws Exception {
    Trails.draft(platform, 2, TestPlatform.OPERATOR);
    rule(Period.ZERO);
    String one = retention.hold(TestPlatform.QA, "batch sheet", "BS-2", "deviation D-7");
    String all = retention.hold(TestPlatform.QA, "batch sheet", null, "litigation");
    assertTrue(
        assertThrows(KeptException.class, () -> dispose(2))
            .refusal()
            .sentence()
            .contains("is under legal hold"));
    retention.lift(TestPlatform.QA, one, "closed");
    assertThrows(KeptException.class, () -> dispose(2));
    retention.lift(TestPlatform.QA, all, "settled");
    assertThrows(
        IllegalArgumentException.class, () -> retention.lift(TestPlatform.QA, all, "again"));
    dispose(2);
    assertEquals("0", sheets(2));
    assertEquals(2, entries("LEGAL_HOLD_LIFTED").size());
  }

  @Test
  @Verifies("URS-165")
  void aTypeWithoutARuleIsKeptForEver() {
    assertTrue(
        retention
            .reasonToKeep(new RecordRef("model version", "M-1", 1))
            .orElseThrow()
            .sentence()
            .contains("is kept for ever"));
  }

  @Test
  @Verifies("URS-165")
  void onlyQaDecides() throws Exception {
    assertThrows(
        KeptException.class,
        () ->
            retention.keep(TestPlatform.OPERATOR, "batch sheet", Period.ZERO, "none", "I want to"));
    assertThrows(
        KeptException.class,
        () -> retention.hold(TestPlatform.OPERATOR, "batch sheet", null, "I want to"));
    assertEquals("RET-02", entries("DISPOSAL_REFUSED").get(0).rule());
  }

  // Beside the platform: whoever connects, with an entry in the same transaction or without.
  @Test
  @Verifies("URS-166")
  void theDatabaseItselfRefusesADeleteInsideRetention() throws Exception {
    Trails.draft(platform, 3, TestPlatform.OPERATOR);
    rule(Period.ofYears(1));
    String entry =
        "insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,"
            + " person_role, record_type, record_id, record_version, refused, sentence, at) values"
            + " (-%d, 'x', sha256('x'), 'X', 'a', 'a', 'a', 'a', 'a', 1, false, 's', now())";
    int number = 1;
    for (Role role : new Role[] {Role.APPLICATION, Role.OWNER, Role.SUPERUSER}) {
      SQLException refused =
          refused(role, String.format(entry, number++), "delete from batch_sheet where id = 3");
      assertTrue(refused.getMessage().contains("batch_sheet is kept"), refused.getMessage());
    }
    SQLException replica =
        refused(
            Role.SUPERUSER,
            "set session_replication_role = replica",
            "delete from batch_sheet where id = 3");
    assertTrue(replica.getMessage().contains("is kept"), replica.getMessage());
    SQLException emptied = refused(Role.OWNER, "truncate batch_sheet cascade");
    assertTrue(emptied.getMessage().contains("is kept"), emptied.getMessage());
    SQLException early =
        refused(
            Role.APPLICATION,
            String.format(entry, number),
            "insert into disposal (record_type, record_id, reason, decided_by, at,"
                + " audit_entry_id) values ('batch sheet', 'BS-3', 'r', 'me', now(), -"
                + number
                + ")",
            "delete from batch_sheet where id = 3");
    assertTrue(early.getMessage().contains("BS-3 is kept until"), early.getMessage());
    assertEquals("1", sheets(3));
  }

  private static SQLException refused(Role role, String... statements) {
    return assertThrows(
        SQLException.class,
        () -> {
          try (Connection connection = platform.database().connect(role);
              Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements) {
              statement.execute(sql);
            }
            connection.commit();
          }
        });
  }

  // P11-04: written before an upgrade, verified after it; and the older tables get the new guards.
  @Test
  @Verifies("URS-168")
  void recordsWrittenBeforeAnUpgradeStillVerifyAfterIt() throws Exception {
    TestPlatform before = TestPlatform.builder().withoutWorker().start();
    Trails.draft(before, 1, TestPlatform.OPERATOR);
    for (int note = 0; note < 300; note++) {
      Trails.notes(before, note, note + 1);
    }
    assertTrue(Sequencers.workOnce(before));
    Trails.note(before, 300);
    before.close();
    TestDatabase database = TestDatabase.createOfVersion(2);
    database.takeRowsOf(before.database());
    database.upgradeFromVersion(2);
    try (TestPlatform after =
        TestPlatform.builder().on(database).restarting(before).withoutWorker().start()) {
      Trails.note(after, 301);
      assertTrue(Sequencers.workOnce(after));
      var proof = Sequencers.wholeLog(after);
      assertTrue(proof.holds(), proof.lines().toString());
      assertEquals(
          "303 entries",
          proof.lines().stream()
              .filter(l -> l.sentence().startsWith("The stored bytes of every entry"))
              .findFirst()
              .orElseThrow()
              .evidence());
      SQLException refused =
          assertThrows(
              SQLException.class,
              () -> {
                try (Connection c = database.connect(Role.OWNER);
                    Statement s = c.createStatement()) {
                  s.execute("delete from batch_sheet");
                }
              });
      assertTrue(refused.getMessage().contains("is kept"), refused.getMessage());
    }
  }
}
