package io.veritwin.records.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.validation.evidence.Verifies;
import java.sql.SQLException;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The database's one door to a delete, tried by who is past the platform. */
class DisposalDoorTest {

  private static TestPlatform platform;

  @BeforeAll
  static void start() {
    // The log's worker would halt at the forged entries, as it should.
    platform = TestPlatform.builder().withoutWorker().start();
    platform
        .database()
        .execute(
            Role.OWNER,
            "select offer_disposal('batch sheet', array['batch_sheet'], array['number'])");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static String sheets(long id) {
    return platform.database().answer("select count(*) from batch_sheet where id = " + id);
  }

  // Beside the platform: the owner, or the application's role that was taken over, with every row
  // in place but the one that is asked for.
  @Test
  @Verifies({"URS-154", "URS-166"})
  void theDatabaseDisposesOnlyOfWhatASecondPersonSignedInTheSameTransaction() throws Exception {
    platform
        .get(Retention.class)
        .keep(TestPlatform.QA, "batch sheet", Period.ZERO, "21 CFR 211.180", "annual review");
    for (int id = 11; id <= 13; id++) {
      Trails.draft(platform, id, TestPlatform.OPERATOR);
    }
    Trails.draft(platform, 14, TestPlatform.OPERATOR);
    String other = "delete from batch_sheet where number = 'BS-14'";

    SQLException unsigned = refused(Role.APPLICATION, forged(11, "none", "RECORD_DISPOSED"));
    assertTrue(unsigned.getMessage().contains("nobody signed DP-F11"), unsigned.getMessage());
    SQLException own = refused(Role.OWNER, forged(11, "proposer", "RECORD_DISPOSED"));
    assertTrue(own.getMessage().contains("no proposal names it that a second"), own.getMessage());
    SQLException unsaid = refused(Role.OWNER, forged(11, "second", "NOTED"));
    assertTrue(unsaid.getMessage().contains("no proposal names it"), unsaid.getMessage());
    SQLException more = refused(Role.OWNER, and(forged(11, "second", "RECORD_DISPOSED"), other));
    assertTrue(more.getMessage().contains("batch_sheet is kept"), more.getMessage());
    SQLException direct = refused(Role.APPLICATION, "delete from batch_sheet where id = 14");
    assertTrue(direct.getMessage().contains("is kept"), direct.getMessage());
    assertEquals("1", sheets(11));

    // Signed before, in another transaction, does not do either; signed in this one does.
    String[] signedBefore = forged(12, "second", "RECORD_DISPOSED");
    committed(Role.OWNER, Arrays.copyOf(signedBefore, signedBefore.length - 1));
    SQLException later =
        refused(
            Role.APPLICATION,
            String.format(ENTRY, -1212, "RECORD_DISPOSED", "batch sheet", "BS-12"),
            "select dispose_record('DP-F12', 'BS-12', -1212)");
    assertTrue(later.getMessage().contains("no proposal names it"), later.getMessage());
    committed(Role.OWNER, forged(13, "second", "RECORD_DISPOSED"));
    assertEquals("0", sheets(13));
    assertEquals("1", sheets(12));
    assertEquals("1", sheets(14));
  }

  private static final String ENTRY =
      "insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,"
          + " person_role, record_type, record_id, record_version, refused, sentence, at) values"
          + " (%d, 'x', sha256('x'), '%s', 'a', 'a', 'a', '%s', '%s', 1, false, 's', now())";

  /**
   * Every row of a disposal as the platform writes them, the last statement the disposal itself.
   */
  private static String[] forged(int id, String signer, String event) {
    String digest = "0".repeat(64);
    String ceremony = digest.substring(2) + id;
    List<String> statements = new ArrayList<>();
    statements.add(
        "insert into disposal_proposal (number, record_type, records, reason, proposed_by,"
            + " proposed_by_name, proposed_at) select 'DP-F%1$d', 'batch sheet',".formatted(id)
            + " json_build_object('BS-%1$d', disposable_digest('batch sheet', 'BS-%1$d'))::text,"
                .formatted(id)
            + " 'retention is over', 'proposer', 'P', now()");
    statements.add(String.format(ENTRY, -1000 - id, "DISPOSAL_PROPOSED", "disposal", "DP-F" + id));
    if (!signer.equals("none")) {
      statements.add(
          "insert into signing_ceremony values ('c%1$d', 's%1$d', 'a', 'disposal', 'DP-F%1$d', 1, '', '%2$s', '', '%3$s', 'APPROVED', '%4$s', 'u', 'n', '1', 'r', '', 'v', now(), now(), 'OPEN')"
              .formatted(id, digest, ceremony, signer));
      statements.add(
          "insert into identity_key_set values ('%s', '{}', now()) on conflict do nothing"
              .formatted(digest));
      statements.add(
          String.format(ENTRY, -2000 - id, "DISPOSAL_APPROVED", "disposal", "DP-F" + id));
      statements.add(
          "insert into electronic_signature values ('S-F%1$d', 'c%1$d', 'disposal', 'DP-F%1$d', 1, 'APPROVED', '%2$s', 'u', 'n', '1', 'r', now(), '', '', '', '', '', 'jwt', '%3$s', 'chain', -%4$d)"
              .formatted(id, signer, digest, 2000 + id));
      statements.add(
          "update disposal_proposal set signature = 'S-F%1$d', signed_at = now(), signed_by_name = 'S' where number = 'DP-F%1$d'"
              .formatted(id));
    }
    statements.add(String.format(ENTRY, -3000 - id, event, "batch sheet", "BS-" + id));
    statements.add("select dispose_record('DP-F%1$d', 'BS-%1$d', %2$d)".formatted(id, -3000 - id));
    return statements.toArray(String[]::new);
  }

  private static String[] and(String[] statements, String more) {
    String[] all = Arrays.copyOf(statements, statements.length + 1);
    all[statements.length] = more;
    return all;
  }

  private static void committed(Role role, String... statements) throws SQLException {
    platform.database().commit(role, statements);
  }

  private static SQLException refused(Role role, String... statements) {
    return platform.database().refusal(role, statements);
  }
}
