package io.veritwin.records.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.trail.Receipts;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The log's worker on a real database and a real folder. */
class SequencerTest {

  private static LogVerification verifyCopy(TestPlatform platform) {
    return LogVerifier.verify(
        new LogFolder(platform.mirror()),
        platform.get(PlatformKeys.class).logKey().verifierKey(),
        Optional.empty());
  }

  private static void assertCopySound(TestPlatform platform, long entries) {
    LogVerification found = verifyCopy(platform);
    assertTrue(found.sound(), found.findings().toString());
    assertEquals(entries, found.entries());
  }

  @Test
  @Verifies({"URS-126", "URS-127"})
  void everyCommittedEntryGetsAReceiptThatTheLedgerVerifies() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().start()) {
      List<Long> entries = new ArrayList<>();
      ExecutorService people = Executors.newFixedThreadPool(8);
      List<Future<Long>> acts = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int number = i;
        acts.add(people.submit(() -> Trails.note(platform, number)));
      }
      for (Future<Long> act : acts) {
        entries.add(act.get());
      }
      people.shutdown();
      for (long entry : entries) {
        Receipts.StoredReceipt stored = Trails.receipt(platform, entry);
        assertTrue(
            Receipt.parse(stored.proof())
                .orThrow()
                .verify(stored.leaf(), platform.get(PlatformKeys.class).logKey().verifierKey())
                .isAccepted());
      }
      assertEquals("300", platform.database().answer("select count(*) from audit_position"));
      assertEquals("299", platform.database().answer("select max(sequence) from audit_position"));
      assertCopySound(platform, 300);
      assertTrue(Files.exists(platform.mirror().resolve("vkey")));
    }
  }

  @Test
  @Verifies("URS-126")
  void anEntryWithoutADurableCheckpointHasNoReceipt() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      long entry = Trails.note(platform, 1);
      Receipts receipts = platform.get(Receipts.class);
      assertTrue(receipts.find(entry).isEmpty());
      assertTrue(receipts.await(entry, Duration.ofMillis(200)).isEmpty());
      // Placed in the database, but not yet in the copy outside it: still none.
      assertEquals(1, platform.get(SequenceEntries.class).placeBatch().size());
      assertTrue(receipts.find(entry).isEmpty());
      platform.get(CopyLog.class).bringUpToDate();
      assertTrue(receipts.find(entry).isPresent());
      long next = Trails.note(platform, 2);
      assertEquals(1, platform.get(SequenceEntries.class).placeBatch().size());
      assertTrue(receipts.find(next).isEmpty());
    }
  }

  // A kill between any two steps leaves the log whole; the next start goes on from there.
  @Test
  @Verifies("URS-127")
  void aKillAtAnyPointLeavesTheLogWhole() throws Exception {
    TestPlatform first = TestPlatform.builder().withoutWorker().start();
    Trails.notes(first, 0, 300);
    // Killed inside the transaction that places a batch: nothing of it is left.
    try {
      first.inTransaction(
          () -> {
            first.get(SequenceEntries.class).placeBatch();
            throw new IllegalStateException("killed");
          });
    } catch (IllegalStateException killed) {
      assertEquals(0, first.database().count("audit_position"));
      assertEquals(0, first.database().count("log_checkpoint"));
      assertEquals(0, first.database().count("log_tile"));
    }
    // Killed between the database's commit and the copy: the copy is behind.
    assertEquals(300, first.get(SequenceEntries.class).placeBatch().size());
    first.get(CopyLog.class).bringUpToDate();
    Trails.notes(first, 300, 700);
    assertEquals(400, first.get(SequenceEntries.class).placeBatch().size());
    first.close();
    // Killed while the copy's tiles were written: some are there, no checkpoint covers them.
    try (TestPlatform second = TestPlatform.builder().restarting(first).withoutWorker().start()) {
      assertCopySound(second, 300);
      Path halfWritten = second.mirror().resolve("tile/entries/001");
      Files.write(halfWritten, new byte[] {0, 1, 2});
      assertTrue(second.get(Sequencer.class).workOnce());
      assertCopySound(second, 700);
      long entry = Trails.note(second, 700);
      assertTrue(second.get(Sequencer.class).workOnce());
      assertTrue(second.get(Receipts.class).find(entry).isPresent());
      assertCopySound(second, 701);
    }
  }

  // All at once they would hold up the next receipt.
  @Test
  @Verifies({"URS-126", "URS-127"})
  void partialTilesOfAFullOneAreRemovedAFewAtATime() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      Sequencer worker = platform.get(Sequencer.class);
      for (int entry = 0; entry < 260; entry += 10) {
        Trails.notes(platform, entry, entry + 10);
        assertTrue(worker.workOnce());
      }
      List<Long> left = new ArrayList<>(List.of(partialsOfTheFullTiles(platform)));
      while (left.get(left.size() - 1) > 0 && left.size() < 10) {
        assertTrue(worker.workOnce());
        assertCopySound(platform, 260);
        left.add(partialsOfTheFullTiles(platform));
      }
      assertTrue(left.size() > 2 && left.get(0) > 0, () -> "removed all at once: " + left);
      assertEquals(0, left.get(left.size() - 1), () -> "left behind: " + left);
      assertFalse(Files.exists(platform.mirror().resolve("tile/0/000.p")));
    }
  }

  private static long partialsOfTheFullTiles(TestPlatform platform) throws IOException {
    long count = 0;
    for (String full : List.of("tile/entries/000.p", "tile/0/000.p")) {
      Path partials = platform.mirror().resolve(full);
      if (Files.exists(partials)) {
        try (Stream<Path> files = Files.list(partials)) {
          count += files.count();
        }
      }
    }
    return count;
  }

  @Test
  @Verifies("URS-127")
  void anEntryThatWasRolledBackLeavesNoGapInTheLog() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      long before = Trails.note(platform, 1);
      assertThrows(
          IllegalStateException.class,
          () ->
              platform.inTransaction(
                  () -> {
                    Trails.tellNote(platform, 9);
                    throw new IllegalStateException("undone");
                  }));
      assertEquals(before + 2, Trails.note(platform, 2));
      platform.get(Sequencer.class).workOnce();
      assertEquals("1", platform.database().answer("select max(sequence) from audit_position"));
    }
  }

  // A join that the planner turns into a scan makes each batch as slow as the trail is long.
  @Test
  @Verifies("URS-127")
  void aBatchAsksByKeyAndReadsNoneOfTheGreatTablesThrough() throws Exception {
    TestPlatform first = TestPlatform.builder().withoutWorker().start();
    Trails.notes(first, 0, 1500);
    first.get(Sequencer.class).workOnce();
    first.close();
    long[] before = statistics(first.database(), 0);
    try (TestPlatform second = TestPlatform.builder().restarting(first).withoutWorker().start()) {
      for (int batch = 0; batch < 5; batch++) {
        Trails.notes(second, 2000 + batch * 40, 2040 + batch * 40);
        second.get(Sequencer.class).workOnce();
      }
    }
    long[] after = statistics(first.database(), before[0]);
    assertTrue(after[1] - before[1] < 1500, after[1] - before[1] + " rows were read through");
  }

  /**
   * How often the great tables were asked by key and how many of their rows were read through; once
   * the server, whose processes tell it when they end, knows of more questions than {@code asked}.
   */
  private static long[] statistics(TestDatabase database, long asked) throws Exception {
    long[] statistics = {-1, -1};
    while (statistics[0] <= asked) {
      Thread.sleep(100);
      String told =
          database.answer(
              "select sum(idx_scan) || ' ' || sum(seq_tup_read) from pg_stat_user_tables"
                  + " where relname in ('audit_entry', 'audit_position', 'audit_search')");
      statistics = Arrays.stream(told.split(" ")).mapToLong(Long::parseLong).toArray();
    }
    return statistics;
  }

  // Reading is itself an entry for an inspector, so the log grows under every check.
  @Test
  @Verifies("URS-133")
  void aLogThatGrowsWhileItIsCheckedStandsAsWritten() throws Exception {
    try (TestPlatform busy = TestPlatform.builder().start()) {
      Trails.receipt(busy, Trails.note(busy, 0));
      while (busy.database().count("log_time_stamp") == 0) {
        Thread.sleep(20);
      }
      AtomicBoolean stop = new AtomicBoolean();
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(
              () -> {
                for (int number = 1; !stop.get(); number++) {
                  try {
                    Trails.note(busy, number);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
      try {
        for (int round = 0; round < 40; round++) {
          Proof whole = busy.get(VerifyLog.class).proveWholeLog();
          assertTrue(whole.holds(), whole.lines().toString());
        }
      } finally {
        stop.set(true);
        writing.join();
      }
    }
  }

  @Test
  @Verifies("URS-127")
  void onlyOneSequencerWorksAtATime() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      Trails.note(platform, 1);
      try (var connection = platform.database().connect(Role.APPLICATION);
          var statement = connection.createStatement()) {
        connection.setAutoCommit(false);
        statement.execute("select pg_advisory_xact_lock(" + 0x7665726974776c6fL + ")");
        assertEquals(List.of(), platform.get(SequenceEntries.class).placeBatch());
        connection.rollback();
      }
      assertEquals(1, platform.get(SequenceEntries.class).placeBatch().size());
    }
  }

  @Test
  @Verifies("URS-131")
  void aCheckpointIsTimeStampedOncePerInterval() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      Trails.note(platform, 1);
      platform.get(Sequencer.class).workOnce();
      assertEquals(1, platform.database().count("log_time_stamp"));
      Trails.note(platform, 2);
      platform.get(Sequencer.class).workOnce();
      assertEquals(1, platform.database().count("log_time_stamp"));
      platform.clock().goAhead(Duration.ofSeconds(11));
      platform.get(Sequencer.class).workOnce();
      assertEquals(2, platform.database().count("log_time_stamp"));
      assertTrue(Files.exists(platform.mirror().resolve("time-stamped/2/checkpoint.tsr")));
    }
  }

  // The database is put back to an older state; the copy outside it knows better.
  @Test
  @Verifies("URS-128")
  void aDatabaseThatWasRolledBackStopsAllActs() throws Exception {
    TestPlatform platform = TestPlatform.builder().withoutWorker().start();
    Trails.note(platform, 1);
    platform.get(Sequencer.class).workOnce();
    platform.close();
    TestDatabase backup = platform.database().copy();
    try (TestPlatform later = TestPlatform.builder().restarting(platform).withoutWorker().start()) {
      Trails.note(later, 2);
      Trails.note(later, 3);
      later.get(Sequencer.class).workOnce();
    }
    try (TestPlatform restored =
        TestPlatform.builder().on(backup).restarting(platform).withoutWorker().start()) {
      assertFalse(restored.get(Sequencer.class).workOnce());
      var reason = restored.get(LogHealth.class).reasonAgainstActs().orElseThrow();
      assertEquals("LOG-01", reason.rule());
      assertTrue(
          reason.sentence().contains("its log ends at 1 entries, the copy outside it holds 3"),
          reason.sentence());
      assertRefused(restored);
      assertFalse(restored.get(Sequencer.class).workOnce());
    }
  }

  @Test
  @Verifies("URS-128")
  void aDatabaseWhoseHistoryWasRewrittenStopsAllActs() throws Exception {
    TestPlatform platform = TestPlatform.builder().withoutWorker().start();
    Trails.note(platform, 1);
    platform.close();
    TestDatabase fork = platform.database().copy();
    try (TestPlatform one = TestPlatform.builder().restarting(platform).withoutWorker().start()) {
      Trails.note(one, 2);
      one.get(Sequencer.class).workOnce();
    }
    // The fork holds as many entries, signed by the same key, but others.
    TestPlatform otherCopy =
        TestPlatform.builder().on(fork).withKeysOf(platform).withoutWorker().start();
    Trails.note(otherCopy, 99);
    otherCopy.get(Sequencer.class).workOnce();
    otherCopy.close();
    try (TestPlatform forked =
        TestPlatform.builder().on(fork).restarting(platform).withoutWorker().start()) {
      assertFalse(forked.get(Sequencer.class).workOnce());
      assertEquals("LOG-02", forked.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
      assertRefused(forked);
    }
  }

  @Test
  @Verifies("URS-128")
  void anEntryAlteredBeforeItGotItsPlaceStopsTheLog() throws Exception {
    try (TestPlatform platform = TestPlatform.builder().withoutWorker().start()) {
      long entry = Trails.note(platform, 1);
      platform
          .database()
          .execute(
              Role.SUPERUSER,
              "alter table audit_entry disable trigger all;"
                  + "update audit_entry set canonical = overlay(canonical placing 'X' from 30)"
                  + " where id = "
                  + entry
                  + "; alter table audit_entry enable always trigger append_only");
      assertFalse(platform.get(Sequencer.class).workOnce());
      assertEquals(
          "LOG-04", platform.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
      assertEquals(0, platform.database().count("audit_position"));
    }
  }

  @Test
  @Verifies("URS-129")
  void actsAreRefusedWhileTheLogsCopyCannotBeWritten() throws Exception {
    TestPlatform first = TestPlatform.builder().withoutWorker().start();
    Trails.note(first, 1);
    first.get(Sequencer.class).workOnce();
    first.close();
    Path moved = first.mirror().resolveSibling("moved");
    Files.move(first.mirror(), moved);
    Files.writeString(first.mirror(), "a file where the folder was");
    try (TestPlatform platform = TestPlatform.builder().restarting(first).withoutWorker().start()) {
      assertFalse(platform.get(Sequencer.class).workOnce());
      assertEquals(
          "LOG-06", platform.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
      assertRefused(platform);
      Files.delete(platform.mirror());
      Files.move(moved, platform.mirror());
      assertTrue(platform.get(Sequencer.class).workOnce());
      assertTrue(platform.get(LogHealth.class).reasonAgainstActs().isEmpty());
      Trails.note(platform, 2);
    }
  }

  private static void assertRefused(TestPlatform platform) {
    long entries = platform.database().count("audit_entry");
    org.junit.jupiter.api.Assertions.assertThrows(
        io.veritwin.records.trail.TrailUnavailableException.class,
        () -> Trails.draft(platform, 77, TestPlatform.OPERATOR));
    assertEquals(entries, platform.database().count("audit_entry"));
    assertEquals("0", platform.database().answer("select count(*) from batch_sheet where id = 77"));
  }
}
