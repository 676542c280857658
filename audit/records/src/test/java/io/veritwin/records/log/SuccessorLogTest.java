package io.veritwin.records.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.Proof.Line;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.trail.Receipts;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site whose database was lost goes on from last night's backup, and says so for ever. */
class SuccessorLogTest {

  private static final String SUCCESSOR = "localhost:8443/log/2";

  @TempDir Path folder;
  private TestPlatform site;
  private TestDatabase lastNight;
  private long lastNightEntry;
  private byte[] beforeTheBackup;
  private byte[] newestKnown;
  private LogKey formerKey;

  @BeforeEach
  void aSiteThatWroteTwoMoreEntriesSinceItsBackup() throws Exception {
    site = TestPlatform.builder().withoutWorker().start();
    lastNightEntry = Trails.note(site, 1);
    assertTrue(site.get(Sequencer.class).workOnce());
    beforeTheBackup = new LogFolder(site.mirror()).checkpoint().orElseThrow();
    site.close();
    lastNight = site.database().copy();
    try (TestPlatform today = TestPlatform.builder().restarting(site).withoutWorker().start()) {
      Trails.note(today, 2);
      Trails.note(today, 3);
      assertTrue(today.get(Sequencer.class).workOnce());
      formerKey = today.get(PlatformKeys.class).logKey();
    }
    newestKnown = new LogFolder(site.mirror()).checkpoint().orElseThrow();
    // What the administrator's command leaves: the former log's copy, the reason, and a new key.
    Path ended = folder.resolve("former/1");
    Files.createDirectories(ended.getParent());
    site.copyMirror(ended);
    Files.writeString(ended.resolve(LogFolder.WHY_ENDED), "The database's disk broke at noon.\n");
    Files.write(ended.resolve(LogFolder.NEWEST_KNOWN), newestKnown);
    Files.writeString(
        site.pki().folder().resolve("log-key.pem"),
        LogKey.create(SUCCESSOR, new SecureRandom()).toPem());
    System.setProperty("veritwin.log.former", folder.resolve("former").toString());
    System.setProperty("veritwin.log.origin", SUCCESSOR);
  }

  @AfterEach
  void forget() {
    System.clearProperty("veritwin.log.former");
    System.clearProperty("veritwin.log.origin");
  }

  private TestPlatform restored() {
    return TestPlatform.builder()
        .on(lastNight)
        .withKeysOf(site)
        .withMirror(folder.resolve("log-mirror"))
        .withoutWorker()
        .start();
  }

  @Test
  @Verifies("URS-189")
  void aRestoredSiteGoesOnInASuccessorLogThatNamesWhatWasLost() throws Exception {
    try (TestPlatform restored = restored()) {
      assertTrue(restored.get(Sequencer.class).workOnce());
      assertTrue(restored.get(LogHealth.class).reasonAgainstActs().isEmpty());
      Trails.draft(restored, 4, TestPlatform.OPERATOR);
      assertTrue(restored.get(Sequencer.class).workOnce());
      restored.get(StampCheckpoint.class).stampWhenDue();
      Proof whole = restored.get(VerifyLog.class).proveWholeLog();
      assertTrue(whole.holds(), whole.lines().toString());
      Line succeeds =
          whole.lines().stream()
              .filter(l -> l.sentence().startsWith("The log succeeds"))
              .findFirst()
              .orElseThrow();
      assertEquals("2 lost", succeeds.evidence());
      assertEquals(
          "A new log was begun, %s, with the first 1 entries of localhost:8443/log; 2 later entries of it are known and lost."
              .formatted(SUCCESSOR),
          lastNight.answer("select sentence from audit_entry where event = 'LOG_BEGUN'"));
      assertEquals(
          "The database's disk broke at noon.",
          lastNight.answer("select reason from audit_entry where event = 'LOG_BEGUN'"));
      assertTrue(
          LogVerifier.verify(
                  new LogFolder(restored.mirror()),
                  restored.get(PlatformKeys.class).logKey().verifierKey(),
                  Optional.empty())
              .sound());
    }
  }

  @Test
  @Verifies("URS-189")
  void whatWasWrittenBeforeTheLossIsProvenByTheSuccessor() throws Exception {
    try (TestPlatform restored = restored()) {
      assertTrue(restored.get(Sequencer.class).workOnce());
      assertTrue(restored.get(Receipts.class).find(lastNightEntry).isPresent());
      Proof proof =
          restored
              .get(VerifyLog.class)
              .prove(lastNightEntry, new String(beforeTheBackup, StandardCharsets.UTF_8));
      assertTrue(proof.holds(), proof.lines().toString());
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      restored.get(ExportBundle.class).write(List.of(lastNightEntry), bundle);
      assertTrue(bundle.size() > 0);
    }
  }

  // An inspector kept a checkpoint of an entry that is gone: the log must not talk him out of it.
  @Test
  @Verifies("URS-189")
  void aCheckpointOverLostEntriesIsToldThatTheyAreLost() throws Exception {
    try (TestPlatform restored = restored()) {
      assertTrue(restored.get(Sequencer.class).workOnce());
      Proof proof =
          restored
              .get(VerifyLog.class)
              .prove(lastNightEntry, new String(newestKnown, StandardCharsets.UTF_8));
      assertFalse(proof.holds());
      assertTrue(
          proof.lines().get(0).sentence().contains("took over 1: the others were lost"),
          proof.lines().toString());
    }
  }

  @Test
  @Verifies("URS-189")
  void theEntryIsWrittenOnceAndSecondStartsGoOn() throws Exception {
    for (int start = 0; start < 2; start++) {
      try (TestPlatform restored = restored()) {
        assertTrue(restored.get(Sequencer.class).workOnce());
      }
    }
    assertEquals(
        "1", lastNight.answer("select count(*) from audit_entry where event = 'LOG_BEGUN'"));
  }

  @Test
  @Verifies({"URS-189", "URS-128"})
  void noLogBeginsOnADatabaseThatContradictsTheNewestCheckpointKnown() throws Exception {
    Checkpoint another = new Checkpoint(formerKey.verifierKey().name(), 1, Hash.of(new byte[32]));
    Files.write(
        folder.resolve("former/1").resolve(LogFolder.NEWEST_KNOWN), formerKey.sign(another).note());
    try (TestPlatform restored = restored()) {
      assertFalse(restored.get(Sequencer.class).workOnce());
      assertEquals(
          "LOG-02", restored.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
    }
  }

  @Test
  @Verifies({"URS-189", "URS-128"})
  void aKeyThatWasMerelyExchangedStillStopsTheLog() throws Exception {
    System.setProperty("veritwin.log.former", folder.resolve("nothing-here").toString());
    try (TestPlatform restored = restored()) {
      Trails.note(restored, 5);
      assertFalse(restored.get(Sequencer.class).workOnce());
      assertEquals(
          "LOG-03", restored.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
    }
  }
}
