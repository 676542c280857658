package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.log.Proof;
import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.SmallDisk;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.watch.Alarm;
import io.veritwin.records.watch.RecordAlarms;
import io.veritwin.records.watch.SiteAlarms;
import io.veritwin.records.watch.SiteWatchRound;
import io.veritwin.records.watch.WatchDiskSpace;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Attack: the disk is full, that of the log's copy or that of the database. Real disks, filled. */
class DiskFullTest {

  private static final String ACT = "accept-batch-sheet";

  private static TestPlatform.Builder described() {
    return TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker();
  }

  private static String begin(TestPlatform platform, long sheet) {
    return assertInstanceOf(
            Begun.Ready.class,
            new PersonSigning(platform).begin(ACT, "BS-" + sheet, TestPlatform.OPERATOR, Map.of()))
        .ceremonyId();
  }

  private static SigningOutcome sign(TestPlatform platform, long sheet) {
    return new PersonSigning(platform).complete(begin(platform, sheet));
  }

  private static List<String> alarms(TestPlatform platform) {
    return platform.get(SiteAlarms.class).standing().stream().map(Alarm::rule).toList();
  }

  private static String alarmSentence(TestPlatform platform) {
    return platform.get(SiteAlarms.class).standing().get(0).sentence();
  }

  private static void look(TestPlatform platform) {
    SiteWatchRound.look(platform, platform.get(WatchDiskSpace.class));
  }

  /** The sheet is open, and neither a signature nor an entry says otherwise. */
  private static void assertNothingOf(TestPlatform platform, long sheet) {
    assertEquals(
        "OPEN 0 0",
        platform
            .database()
            .answer(
                "select state || ' ' || (select count(*) from electronic_signature s where"
                    + " s.record_id = b.number) || ' ' || (select count(*) from audit_entry e where"
                    + " e.record_id = b.number and event = 'BATCH_SHEET_SIGNED') from batch_sheet b"
                    + " where id = "
                    + sheet));
  }

  private static void assertLogWhole(TestPlatform platform) {
    assertEquals(0, platform.database().count("audit_unsequenced"));
    Proof proof = Sequencers.wholeLog(platform);
    assertTrue(proof.holds(), proof.lines().toString());
  }

  private static void assertAlarmsBeginAndEndAreEntries(TestPlatform platform, String rule) {
    assertEquals(
        "SITE_ALARM_RAISED,SITE_ALARM_ENDED",
        platform
            .database()
            .answer(
                "select string_agg(event, ',' order by id) from audit_entry where record_id = '"
                    + rule
                    + "'"));
  }

  @Test
  @Verifies({"URS-129", "URS-700"})
  void aFullDiskOfTheLogsCopyRefusesActsInWordsAndTheLogGoesOnOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.ofMegabytes(2);
        TestPlatform platform = described().withMirror(disk.folder().resolve("log")).start()) {
      platform.get(AcceptBatchSheet.class).signDetails(Map.of());
      Trails.draft(platform, 1, TestPlatform.QA);
      Trails.draft(platform, 2, TestPlatform.QA);
      assertInstanceOf(SigningOutcome.Signed.class, sign(platform, 1));
      assertTrue(Sequencers.workOnce(platform));
      look(platform);
      assertEquals(List.of("DSK-02"), alarms(platform), "told before it is full");

      String begun = begin(platform, 2);
      disk.fill();
      assertFalse(Sequencers.workOnce(platform));
      assertEquals(List.of("DSK-02", "LOG-06"), alarms(platform));
      SigningOutcome.Refused refused =
          assertInstanceOf(
              SigningOutcome.Refused.class, new PersonSigning(platform).complete(begun));
      assertEquals("LOG-06", refused.reasons().get(0).rule());
      assertTrue(
          refused.reasons().get(0).sentence().contains("No space left on device"),
          refused.reasons().toString());
      assertNothingOf(platform, 2);
      long waiting = Long.parseLong(platform.database().answer("select max(id) from audit_entry"));
      assertTrue(platform.get(Receipts.class).find(waiting).isEmpty(), "no receipt without a copy");

      disk.free();
      assertTrue(Sequencers.workOnce(platform));
      assertEquals(List.of("DSK-02"), alarms(platform));
      assertTrue(platform.get(Receipts.class).find(waiting).isPresent());
      assertInstanceOf(SigningOutcome.Signed.class, sign(platform, 2));
      assertTrue(Sequencers.workOnce(platform));
      assertAlarmsBeginAndEndAreEntries(platform, "LOG-06");
      assertLogWhole(platform);
    }
  }

  @Test
  @Verifies({"URS-150", "URS-700"})
  void aFullDiskOfTheDatabaseLeavesNothingHalfDoneAndAllGoesOnOnceThereIsRoom() throws Exception {
    try (SmallDisk disk = SmallDisk.ofMegabytes(64)) {
      TestDatabase database =
          TestDatabase.createOn(Files.createDirectory(disk.folder().resolve("database")));
      try (TestPlatform platform = described().on(database).start()) {
        fillAndSign(platform, disk);
      } finally {
        database.drop();
      }
    }
  }

  private static void fillAndSign(TestPlatform platform, SmallDisk disk) throws Exception {
    Map<String, String> large = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      large.put("detail." + i, i + "x".repeat(90));
    }
    platform.get(AcceptBatchSheet.class).signDetails(large);
    int sheets = 40;
    String[] begun = new String[sheets];
    for (int sheet = 0; sheet < sheets; sheet++) {
      Trails.draft(platform, sheet, TestPlatform.QA);
      begun[sheet] = begin(platform, sheet);
    }
    assertTrue(Sequencers.workOnce(platform));
    look(platform);
    assertEquals(List.of(), alarms(platform));

    // Before the platform has looked: sooner or later a signature finds no room for itself.
    disk.fill();
    int sheet = 0;
    SigningOutcome outcome = new PersonSigning(platform).complete(begun[sheet]);
    while (outcome instanceof SigningOutcome.Signed) {
      sheet++;
      outcome = new PersonSigning(platform).complete(begun[sheet]);
    }
    Refusal reason = ((SigningOutcome.Refused) outcome).reasons().get(0);
    assertTrue(List.of("SIG-14", "SIG-47").contains(reason.rule()), reason.toString());
    assertTrue(reason.sentence().contains("No space left on device"), reason.sentence());
    assertNothingOf(platform, sheet);

    look(platform);
    assertTrue(alarms(platform).contains("DSK-01"), alarms(platform).toString());
    assertTrue(alarmSentence(platform).contains("No space left on device"));

    // Somebody made a little room: what is refused can be recorded, acts still wait.
    disk.leave(4);
    look(platform);
    platform.get(RecordAlarms.class).writeWaiting();
    Begun again =
        new PersonSigning(platform).begin(ACT, "BS-" + sheet, TestPlatform.OPERATOR, Map.of());
    assertEquals("DSK-01", assertInstanceOf(Begun.Refused.class, again).reasons().get(0).rule());
    assertEquals(
        "DSK-01",
        platform.database().answer("select rule from audit_entry where refused order by id desc"));

    disk.free();
    look(platform);
    assertEquals(List.of(), alarms(platform));
    assertInstanceOf(SigningOutcome.Signed.class, sign(platform, sheet));
    assertTrue(Sequencers.workOnce(platform));
    assertAlarmsBeginAndEndAreEntries(platform, "DSK-01");
    assertEquals(
        String.valueOf(sheet + 1),
        platform.database().answer("select count(distinct record_id) from electronic_signature"));
    assertEquals(sheet + 1, platform.database().count("electronic_signature"));
    assertLogWhole(platform);
  }
}
