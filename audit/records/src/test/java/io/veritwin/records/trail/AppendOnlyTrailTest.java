package io.veritwin.records.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.platform.BatchSheet;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.validation.evidence.Verifies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trail's second net, at the database, tried with plain JDBC (P11-07). */
class AppendOnlyTrailTest {

  private static final String PERMISSION_DENIED = "42501";
  private static final String INTEGRITY = "23000";

  private static TestPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    platform = TestPlatform.builder().start();
    long entry =
        platform.inTransaction(
            () -> {
              BatchSheet sheet = new BatchSheet(1, "guarded");
              platform.entities().persist(sheet);
              return platform
                  .get(AuditTrail.class)
                  .record(
                      AuditEvent.of(
                          "BATCH_SHEET_DRAFTED",
                          TestPlatform.OPERATOR,
                          sheet.recordRef(),
                          "Drafted batch sheet BS-1."));
            });
    assertTrue(
        platform.get(Receipts.class).await(entry, java.time.Duration.ofSeconds(20)).isPresent());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static SQLException refused(Role role, String... statements) {
    return platform.database().refusal(role, statements);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set sentence = 'nothing happened'",
        "delete from audit_entry",
        "update audit_search set event = 'NOTHING'",
        "delete from audit_search",
        "truncate audit_search",
        "insert into audit_search select * from audit_search",
        "truncate audit_entry cascade",
        "update audit_position set sequence = 99",
        "delete from audit_position",
        "update log_checkpoint set note = ''",
        "delete from log_checkpoint",
        "delete from log_tile",
        "delete from log_time_stamp",
        "drop table audit_entry",
        "alter table audit_entry disable trigger all",
        "insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,"
            + " person_role, record_type, record_id, record_version, refused, sentence, at, txid)"
            + " values (-1, '', '', 'X', 'a', 'a', 'a', 'a', 'a', 1, false, 's', now(), '1')"
      })
  @Verifies("URS-125")
  void theApplicationsRoleCanOnlyAddToTheTrail(String sql) {
    assertEquals(PERMISSION_DENIED, refused(Role.APPLICATION, sql).getSQLState());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set sentence = 'nothing happened'",
        "delete from audit_position",
        "truncate log_time_stamp",
        "delete from log_checkpoint"
      })
  @Verifies("URS-125")
  void neitherTheOwnerNorAReplicationSessionCanChangeTheTrail(String sql) {
    SQLException owner = refused(Role.OWNER, sql);
    assertTrue(owner.getMessage().contains("is append-only"), owner.getMessage());
    SQLException replica = refused(Role.SUPERUSER, "set session_replication_role = replica", sql);
    assertTrue(replica.getMessage().contains("is append-only"), replica.getMessage());
  }

  // P11-08: the reader copies the trail out, and writes nothing.
  @Test
  @Verifies("URS-125")
  void theReaderReadsTheTrailAndWritesNothing() throws SQLException {
    try (Connection connection = platform.database().connect(Role.READER);
        Statement statement = connection.createStatement()) {
      assertTrue(statement.executeQuery("select canonical from audit_entry").next());
    }
    assertEquals(
        PERMISSION_DENIED,
        refused(Role.READER, "insert into log_tile values (0, 0, '', '')").getSQLState());
    assertEquals(
        PERMISSION_DENIED,
        refused(Role.READER, "select nextval('audit_entry_id_seq')").getSQLState());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update batch_sheet set title = 'by hand' where id = 1",
        "insert into batch_sheet (id, number, version) values (2, 'BS-2', 0)"
      })
  @Verifies("URS-122")
  void aRegulatedRowCannotBeTouchedWithoutAnEntryOfTheSameTransaction(String sql) {
    for (Role role : new Role[] {Role.APPLICATION, Role.OWNER}) {
      SQLException refused = refused(role, sql);
      assertEquals(INTEGRITY, refused.getSQLState(), refused.getMessage());
      assertTrue(refused.getMessage().contains("no record, no act"), refused.getMessage());
    }
    SQLException replica = refused(Role.SUPERUSER, "set session_replication_role = replica", sql);
    assertEquals(INTEGRITY, replica.getSQLState(), replica.getMessage());
    assertEquals(
        "guarded", platform.database().answer("select title from batch_sheet where id = 1"));
    assertEquals(1, platform.database().count("batch_sheet"));
  }

  @Test
  @Verifies("URS-127")
  void anEntryCannotBeTakenOffTheWaitingListWithoutItsPlace() {
    SQLException refused =
        refused(
            Role.APPLICATION,
            "insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,"
                + " person_role, record_type, record_id, record_version, refused, sentence, at)"
                + " values (-1, 'x', sha256('x'), 'X', 'a', 'a', 'a', 'a', 'a', 1, false, 's',"
                + " now())",
            "delete from audit_unsequenced where entry_id = -1");
    assertTrue(refused.getMessage().contains("has no place in the log yet"), refused.getMessage());
  }
}
