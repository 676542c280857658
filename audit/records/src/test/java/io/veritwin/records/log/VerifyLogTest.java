package io.veritwin.records.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.log.LogFolder;
import io.veritwin.records.log.Proof.Line;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.SigningCeremony;
import io.veritwin.records.signature.StoredSignature;
import io.veritwin.validation.evidence.Verifies;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** P11-02: after a superuser's edit the check names the entry, the field and the expected hash. */
class VerifyLogTest {

  private static final List<String> TABLES =
      List.of("audit_entry", "audit_search", "audit_position", "log_checkpoint", "log_time_stamp");

  private static TestPlatform platform;
  private static VerifyLog verify;
  private static long entry;

  @BeforeAll
  static void aLogOf300Entries() throws Exception {
    platform =
        TestPlatform.builder()
            .withEntities(SigningCeremony.class, StoredSignature.class)
            .withoutWorker()
            .start();
    verify = platform.get(VerifyLog.class);
    Trails.notes(platform, 0, 150);
    entry = Trails.note(platform, 150);
    platform.get(Sequencer.class).workOnce();
    Trails.notes(platform, 151, 300);
    platform.get(Sequencer.class).workOnce();
    for (String table : TABLES) {
      platform
          .database()
          .execute(Role.SUPERUSER, "create table kept_" + table + " as table " + table);
    }
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static void asSuperuser(String sql) {
    String disabled =
        TABLES.stream()
            .map(table -> "alter table " + table + " disable trigger all;")
            .collect(Collectors.joining());
    platform.database().execute(Role.SUPERUSER, disabled + sql);
  }

  /** Puts every row back as it was before a test altered it. */
  @AfterEach
  void restore() {
    StringBuilder sql = new StringBuilder("delete from audit_unsequenced;");
    for (String table : TABLES) {
      String columns =
          platform
              .database()
              .answer(
                  "select string_agg(column_name, ', ') from information_schema.columns where"
                      + " is_generated = 'NEVER' and table_name = '"
                      + table
                      + "'");
      sql.append("delete from ").append(table).append(';');
      sql.append("insert into ").append(table).append(" (").append(columns).append(") select ");
      sql.append(columns).append(" from kept_").append(table).append(';');
    }
    sql.append("alter table audit_entry enable always trigger await_sequencing;");
    sql.append("alter table audit_unsequenced enable always trigger refuse_unplaced;");
    asSuperuser("alter table audit_unsequenced disable trigger all;" + sql);
  }

  private static void assertFirstFailure(String expected, Proof proof) {
    assertFalse(proof.holds());
    Line first = proof.lines().get(0);
    assertFalse(first.holds(), "failures come first");
    assertTrue(
        proof.lines().stream().anyMatch(l -> !l.holds() && l.sentence().contains(expected)),
        expected + " in " + proof.lines());
  }

  @Test
  @Verifies("URS-133")
  void theProofOfASoundEntryHasSixLinesThatHold() {
    Proof proof = verify.prove(entry, null);
    assertEquals(6, proof.lines().size());
    assertTrue(proof.holds(), proof.lines().toString());
    List<String> sentences = proof.lines().stream().map(Line::sentence).toList();
    assertEquals("The stored bytes give the entry's hash", sentences.get(0));
    assertTrue(
        sentences.get(1).startsWith("The entry is in the log at place 150, "), sentences.get(1));
    assertTrue(
        sentences.get(2).startsWith("The log's key signed the checkpoint, Ed25519"),
        sentences.get(2));
    assertEquals("A time stamp fixes it: existed before, RFC 3161", sentences.get(3));
    assertEquals("The log only grew since the copy outside the database", sentences.get(4));
    assertEquals("The entry records no signature", sentences.get(5));
    Proof whole = verify.proveWholeLog();
    assertTrue(whole.holds(), whole.lines().toString());
    assertEquals("300 entries", whole.lines().get(0).evidence());
  }

  @Test
  @Verifies("URS-133")
  void anAlteredColumnIsNamed() {
    asSuperuser("update audit_entry set reason = 'a better reason' where id = " + entry);
    String expected =
        "Entry "
            + entry
            + ": the column reason was altered to \"a better reason\"; logged was \"null\".";
    assertFirstFailure(expected, verify.prove(entry, null));
    assertFirstFailure(expected, verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void alteredBytesAreNamedWithTheHashExpected() {
    String hash =
        platform
            .database()
            .answer("select encode(leaf_hash, 'hex') from audit_entry where id = " + entry);
    asSuperuser(
        "update audit_entry set canonical = overlay(canonical placing 'X' from 30) where id = "
            + entry);
    assertFirstFailure("expected is " + hash + ".", verify.prove(entry, null));
    assertFirstFailure("expected is " + hash + ".", verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void alteredBytesWithTheirHashAlteredTooDoNotLeadToTheRoot() {
    asSuperuser(
        "update audit_entry set sentence = 'Wrote note X.', canonical ="
            + " convert_to(replace(convert_from(canonical, 'UTF8'), 'Wrote note 150.', 'Wrote note"
            + " X.'), 'UTF8') where id = "
            + entry
            + "; update audit_entry set leaf_hash = sha256('\\x00'::bytea || canonical) where id = "
            + entry);
    assertFirstFailure(
        "Entry " + entry + " is not what the log holds at place 150", verify.prove(entry, null));
    assertFirstFailure("All entries together give the root", verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void aMissingEntryIsNamed() {
    asSuperuser(
        "delete from audit_position where entry_id = "
            + entry
            + "; delete from audit_entry where id = "
            + entry);
    assertFirstFailure("The entry at place 150 of the log is missing.", verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void anEntryHiddenFromTheLogIsCounted() throws Exception {
    Trails.note(platform, 900);
    platform
        .database()
        .execute(
            Role.SUPERUSER,
            "alter table audit_unsequenced disable trigger all; delete from audit_unsequenced");
    assertFirstFailure(
        "1 entries stand neither in the log nor on the waiting list.", verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void anEntryThatSearchingWouldNotFindIsCounted() {
    asSuperuser(
        "update audit_search set event = 'NOTE_READ' where id = "
            + entry
            + "; update audit_search set words = 'nothing' where id = "
            + (entry + 1)
            + "; delete from audit_search where id = "
            + (entry + 2)
            + "; insert into audit_search select -1, at, event, person_id, person_name, record_type,"
            + " record_id, refused, words from audit_search where id = "
            + entry);
    assertFirstFailure("4 entries are not found by what they say", verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void anEntryWrittenAMomentAgoDoesNotSpeakAgainstTheLog() throws Exception {
    Trails.note(platform, 901);
    Proof whole = verify.proveWholeLog();
    assertTrue(whole.holds(), whole.lines().toString());
  }

  @Test
  @Verifies("URS-133")
  void aRolledBackLogIsFoundByTheReadersOwnCheckpoint() throws Exception {
    String kept =
        new String(
            new LogFolder(platform.mirror()).checkpoint().orElseThrow(), StandardCharsets.UTF_8);
    asSuperuser(
        "delete from log_time_stamp where size > 151; delete from log_checkpoint where size > 151;"
            + " delete from audit_position where sequence >= 151; delete from audit_entry where id"
            + " > "
            + entry);
    assertFirstFailure(
        "its log ends at 151 entries, your checkpoint covers 300", verify.prove(entry, kept));
    assertFirstFailure("The database was rolled back", verify.proveWholeLog());
  }

  @Test
  @Verifies("URS-133")
  void aForgedCheckpointIsNamed() {
    asSuperuser("update log_checkpoint set note = replace(note, '300', '299') where size = 300");
    assertFirstFailure("The checkpoint's signature is false", verify.prove(entry, null));
  }

  @Test
  @Verifies("URS-133")
  void aTimeStampOfAnotherCheckpointIsNamed() {
    asSuperuser(
        "update log_checkpoint set note = (select note from log_checkpoint where size = 300)"
            + " where size = 151");
    assertFirstFailure("The time-stamped checkpoint is not genuine.", verify.prove(entry, null));
  }

  @Test
  @Verifies("URS-133")
  void anAlteredCopyIsNamed() throws Exception {
    Path tile = platform.mirror().resolve("tile/entries/000");
    byte[] bytes = Files.readAllBytes(tile);
    bytes[50] ^= 1;
    Files.write(tile, bytes);
    assertFirstFailure("The copy outside the database: ", verify.proveWholeLog());
    bytes[50] ^= 1;
    Files.write(tile, bytes);
  }

  @Test
  @Verifies("URS-126")
  void anEntryThatWaitsForTheLogIsSaidToWait() throws Exception {
    long waiting = Trails.note(platform, 901);
    String sentence = "Entry " + waiting + " is not in the log yet: no checkpoint covers it.";
    Proof soon = verify.prove(waiting, null);
    assertFirstFailure(sentence, soon);
    assertFalse(soon.failed(), "waiting is no failure");
    platform.clock().goAhead(Duration.ofMinutes(2));
    try {
      Proof late = verify.prove(waiting, null);
      assertTrue(late.failed(), "what comes too late is one");
      assertTrue(late.lines().get(0).sentence().startsWith(sentence + " It was written at "));
    } finally {
      platform.clock().goAhead(Duration.ofMinutes(-2));
    }
  }
}
