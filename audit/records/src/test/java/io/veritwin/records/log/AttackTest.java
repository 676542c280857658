package io.veritwin.records.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.platform.JavaProcess;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.trail.Receipts;
import io.veritwin.validation.evidence.Verifies;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Attacks on the log: by load, by kill, by a superuser. */
class AttackTest {

  private static void assertWhole(TestPlatform platform, long entries) {
    assertEquals(
        String.valueOf(entries), platform.database().answer("select count(*) from audit_position"));
    assertEquals(
        String.valueOf(entries - 1),
        platform.database().answer("select max(sequence) from audit_position"));
    assertEquals(0, platform.database().count("audit_unsequenced"));
    LogVerification copy =
        LogVerifier.verify(
            new LogFolder(platform.mirror()),
            platform.get(PlatformKeys.class).logKey().verifierKey(),
            Optional.empty());
    assertTrue(copy.sound(), copy.findings().toString());
    assertEquals(entries, copy.entries());
    Proof proof = platform.get(VerifyLog.class).proveWholeLog();
    assertTrue(proof.holds(), proof.lines().toString());
  }

  @Test
  @Verifies("URS-169")
  void tenThousandWritesInFlightFrom200ClientsAreAllThereOnce() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().start()) {
      ExecutorService clients = Executors.newFixedThreadPool(200);
      List<Future<Set<Long>>> writes = new ArrayList<>();
      for (int client = 0; client < 200; client++) {
        int first = client * 50;
        writes.add(
            clients.submit(
                () -> {
                  Set<Long> own = new HashSet<>();
                  for (int number = first; number < first + 50; number++) {
                    own.add(Trails.note(platform, number));
                  }
                  return own;
                }));
      }
      Set<Long> entries = new HashSet<>();
      for (Future<Set<Long>> write : writes) {
        entries.addAll(write.get());
      }
      clients.shutdown();
      assertEquals(10_000, entries.size());
      Receipts receipts = platform.get(Receipts.class);
      for (long entry : entries) {
        if (entry % 500 == 0) {
          assertTrue(receipts.await(entry, Duration.ofSeconds(60)).isPresent());
        }
      }
      while (platform.database().count("audit_unsequenced") > 0) {
        Thread.sleep(50);
      }
      assertTrue(
          receipts
              .await(entries.stream().mapToLong(e -> e).max().orElseThrow(), Duration.ofSeconds(60))
              .isPresent());
      assertWhole(platform, 10_000);
      assertEquals(
          "10000", platform.database().answer("select count(distinct record_id) from audit_entry"));
    }
  }

  // kill -9 of a real process at moments that nobody chose.
  @Test
  @Verifies("URS-169")
  void aPlatformThatIsKilledAgainAndAgainLosesNothingItCommitted() throws Exception {
    TestPlatform first = TestPlatform.builder().withoutWorker().start();
    Trails.note(first, 0);
    first.get(Sequencer.class).workOnce();
    first.close();
    Random moments = new Random(4);
    Set<Long> committed = new HashSet<>();
    for (int kill = 0; kill < 4; kill++) {
      Process platform =
          JavaProcess.start(
              KilledPlatform.class,
              first.database().url(),
              first.pki().folder().toString(),
              first.mirror().toString(),
              String.valueOf(1 + kill * 100_000));
      try (BufferedReader said = platform.inputReader()) {
        String line = said.readLine();
        assertTrue(line != null && line.startsWith("committed"), line);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200 + moments.nextInt(700));
        while (line != null && System.nanoTime() < end) {
          committed.add(Long.parseLong(line.substring(10)));
          line = said.readLine();
        }
        platform.destroyForcibly().waitFor();
      }
    }
    assertTrue(committed.size() > 20, "killed before it wrote: " + committed.size());
    try (TestPlatform last = TestPlatform.builder().restarting(first).withoutWorker().start()) {
      assertTrue(last.get(Sequencer.class).workOnce());
      long entries = last.database().count("audit_entry");
      assertTrue(entries > committed.size());
      for (long entry : committed) {
        assertTrue(last.get(Receipts.class).find(entry).isPresent(), "entry " + entry);
      }
      assertWhole(last, entries);
    }
  }

  // The last row and every trace of it in the database: only the copy outside still has it.
  @Test
  @Verifies({"URS-128", "URS-133"})
  void theLastEntryRemovedWithEveryTraceInTheDatabaseIsFound() throws Exception {
    TestPlatform platform = TestPlatform.builder().withoutWorker().start();
    for (int i = 0; i < 5; i++) {
      Trails.note(platform, i);
      assertTrue(platform.get(Sequencer.class).workOnce());
    }
    platform
        .database()
        .execute(
            Role.SUPERUSER,
            "alter table audit_entry disable trigger all;"
                + "alter table audit_position disable trigger all;"
                + "alter table log_checkpoint disable trigger all;"
                + "alter table log_time_stamp disable trigger all;"
                + "delete from log_time_stamp where size = 5;"
                + "delete from log_checkpoint where size = 5;"
                + "delete from audit_position where sequence = 4;"
                + "delete from audit_entry where record_id = 'N-4'");
    Proof proof = platform.get(VerifyLog.class).proveWholeLog();
    assertFalse(proof.holds());
    assertTrue(
        proof.lines().get(0).sentence().contains("rolled back: its log ends at 4 entries"),
        proof.lines().toString());
    platform.close();
    try (TestPlatform later = TestPlatform.builder().restarting(platform).withoutWorker().start()) {
      assertFalse(later.get(Sequencer.class).workOnce());
      assertEquals("LOG-01", later.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
    }
  }

  // A guard that was taken away beside the platform is seen by looking at the guards themselves.
  @Test
  @Verifies("URS-125")
  void everyRegulatedTableHasItsGuardsAndAllOfThemAreAlwaysOn() {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      assertEquals(
          "0",
          platform
              .database()
              .answer(
                  "select count(*) from pg_trigger t join pg_class c on c.oid = t.tgrelid join"
                      + " pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and"
                      + " not t.tgisinternal and t.tgenabled <> 'A'"));
      assertEquals(
          "0",
          platform
              .database()
              .answer(
                  "select count(*) from pg_trigger r where r.tgname = 'audit_entry_required' and"
                      + " not exists (select 1 from pg_trigger k where k.tgrelid = r.tgrelid and"
                      + " k.tgname = 'kept')"));
    }
  }
}
