package io.veritwin.ledger.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.tree.MerkleProof;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-107")
class MerkleLogTest {

  private static final LogKey KEY = LogKey.create("plant.example/log", new SecureRandom());

  @TempDir Path folder;

  /** Where in a step the kill comes. */
  private enum Kill {
    BEFORE,
    WITHIN,
    AFTER
  }

  /** Fails at one chosen step. */
  private static final class FailingStore implements LogStore {
    private final LogStore real;
    private final int failAt;
    private final Kill kill;
    private int steps;

    FailingStore(LogStore real, int failAt, Kill kill) {
      this.real = real;
      this.failAt = failAt;
      this.kill = kill;
    }

    private interface Step {
      void run() throws IOException;
    }

    private void step(Step step) throws IOException {
      boolean fails = steps++ == failAt;
      if (!fails || kill == Kill.AFTER) {
        step.run();
      }
      if (fails) {
        throw new IOException("killed at step " + failAt);
      }
    }

    @Override
    public Optional<byte[]> read(TileAddress address) throws IOException {
      return real.read(address);
    }

    @Override
    public void write(TileAddress address, byte[] bytes) throws IOException {
      if (steps == failAt && kill == Kill.WITHIN) {
        real.write(address, Arrays.copyOf(bytes, bytes.length / 2));
      }
      step(() -> real.write(address, bytes));
    }

    @Override
    public void dropPartials(TileAddress full) throws IOException {
      step(() -> real.dropPartials(full));
    }

    @Override
    public Optional<byte[]> checkpoint() throws IOException {
      return real.checkpoint();
    }

    @Override
    public void putAsideBeyond(long size) throws IOException {
      real.putAsideBeyond(size);
    }

    @Override
    public void publish(byte[] signedNote) throws IOException {
      step(() -> real.publish(signedNote));
    }
  }

  @Test
  void aLogKilledAtAnyStepGoesOnWithAllOfABatchOrNothingOfIt() throws IOException {
    boolean reachedTheEnd = false;
    for (int failAt = 0; !reachedTheEnd; failAt++) {
      for (Kill kill : Kill.values()) {
        Path place = folder.resolve(failAt + "-" + kill);
        reachedTheEnd = killAndGoOn(place, failAt, kill);
      }
      assertTrue(failAt < 100, "steps");
    }
  }

  /** A batch that fills a tile (so partial ones are dropped) is interrupted, then another comes. */
  private boolean killAndGoOn(Path place, int failAt, Kill kill) throws IOException {
    SignedCheckpoint before;
    boolean finished = false;
    try (LogDirectory directory = LogDirectory.open(place)) {
      MerkleLog log = MerkleLog.open(directory, KEY);
      log.append(entries("first", 0, 200));
      before = log.append(entries("first", 200, 250));
      MerkleLog failing = MerkleLog.open(new FailingStore(directory, failAt, kill), KEY);
      try {
        failing.append(entries("lost or kept", 250, 270));
        finished = true;
      } catch (IOException killed) {
        assertThrows(
            IOException.class,
            () -> failing.append(entries("fork", 250, 260)),
            "a log whose store failed must not sign again");
      }
      // What a kill in the middle of replacing the checkpoint leaves.
      Files.write(place.resolve("checkpoint" + LogDirectory.UNFINISHED), new byte[17]);
    }
    LogVerification afterKill = verify(place, before);
    assertTrue(afterKill.sound(), () -> afterKill.findings().toString());

    try (LogDirectory directory = LogDirectory.open(place)) {
      MerkleLog log = MerkleLog.open(directory, KEY);
      assertTrue(log.size() == 250 || log.size() == 270, "size " + log.size());
      assertTrue(finished ? log.size() == 270 : true);
      long from = log.size();
      log.append(entries("second", from, 700));
      for (long i : new long[] {0, 199, 249, 250, 269, 270, 699}) {
        String expected = i < 250 ? "first " : i < from ? "lost or kept " : "second ";
        byte[] leaf = log.tree().entry(i);
        assertEquals(expected + i, new String(leaf, StandardCharsets.UTF_8));
        assertTrue(log.receipt(i).verify(leaf, KEY.verifierKey()).isAccepted());
      }
    }
    LogVerification atLast = verify(place, before);
    assertTrue(atLast.sound(), () -> atLast.findings().toString());
    return finished;
  }

  /** A real kill -9 of a real writer, several times, at moments nobody chose. */
  @Test
  void aWriterThatIsKilledLosesNothingThatACheckpointCovered() throws Exception {
    Path place = folder.resolve("killed");
    Random random = new Random(9);
    Files.createDirectories(place);
    Path keyFile = Files.writeString(folder.resolve("key.pem"), KEY.toPem());
    SignedCheckpoint last = null;
    for (int round = 0; round < 4; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  place.toString(),
                  keyFile.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("out-" + round).toFile())
              .start();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      long wanted = (last == null ? 0 : last.size()) + 300;
      while (sizeOf(place) < wanted && System.nanoTime() < until) {
        Thread.sleep(random.nextInt(15));
      }
      writer.destroyForcibly().waitFor();
      byte[] note = new LogFolder(place).checkpoint().orElseThrow();
      SignedCheckpoint head = KEY.verifierKey().open(note).orThrow();
      String said = Files.readString(folder.resolve("out-" + round));
      assertTrue(head.size() >= wanted, () -> "the writer wrote too little: " + said);
      LogVerification verification = verify(place, last == null ? head : last);
      assertTrue(verification.sound(), () -> verification.findings().toString());
      last = head;
    }
  }

  /** Appends small batches until it is killed. */
  static final class KilledWriter {
    private KilledWriter() {}

    public static void main(String[] arguments) throws IOException {
      LogKey key = LogKey.load("plant.example/log", Path.of(arguments[1]));
      try (LogDirectory directory = LogDirectory.open(Path.of(arguments[0]))) {
        MerkleLog log = MerkleLog.open(directory, key);
        Random random = new Random(log.size());
        while (log.size() < 1_000_000) {
          long from = log.size();
          log.append(entries("killed", from, from + 1 + random.nextInt(40)));
        }
      }
    }
  }

  @Test
  void everyCheckpointIsConsistentWithTheOneBefore() throws IOException {
    try (LogDirectory directory = LogDirectory.open(folder.resolve("log"))) {
      MerkleLog log = MerkleLog.open(directory, KEY);
      SignedCheckpoint before = log.head();
      for (long size : new long[] {1, 2, 3, 255, 256, 257, 600, 601}) {
        SignedCheckpoint head = log.append(entries("e", log.size(), size));
        assertTrue(
            MerkleProof.isConsistent(
                before.size(),
                before.checkpoint().root(),
                head.size(),
                head.checkpoint().root(),
                log.tree().consistencyProof(before.size())));
        before = head;
      }
    }
    assertFalse(
        Files.exists(folder.resolve("log/tile/0/000.p")), "partial tiles are dropped when full");
    assertTrue(Files.exists(folder.resolve("log/tile/0/002.p/89")));
  }

  @Test
  void tilesBeyondTheCheckpointArePutAsideAndNotDeleted() throws IOException {
    Path place = folder.resolve("log");
    byte[] old;
    try (LogDirectory directory = LogDirectory.open(place)) {
      MerkleLog log = MerkleLog.open(directory, KEY);
      old = log.append(entries("e", 0, 300)).note();
      log.append(entries("e", 300, 600));
    }
    byte[] bundle = Files.readAllBytes(place.resolve("tile/entries/002.p/88"));
    Files.write(place.resolve(LogFolder.CHECKPOINT), old);
    try (LogDirectory directory = LogDirectory.open(place)) {
      // The partial tiles at 300 went when they were full; opening makes them again.
      MerkleLog log = MerkleLog.open(directory, KEY);
      assertEquals(300, log.size());
      byte[] leaf = log.tree().entry(299);
      assertTrue(log.receipt(299).verify(leaf, KEY.verifierKey()).isAccepted());
    }
    assertArrayEquals(
        bundle, Files.readAllBytes(place.resolve("put-aside/beyond-300/tile/entries/002.p/88")));
    assertFalse(Files.exists(place.resolve("tile/entries/002.p/88")));
  }

  @Test
  void aLogIsNotContinuedWithAnotherKeyOrOverAlteredTiles() throws IOException {
    Path place = folder.resolve("log");
    try (LogDirectory directory = LogDirectory.open(place)) {
      MerkleLog.open(directory, KEY).append(entries("e", 0, 300));
      LogKey other = LogKey.create("plant.example/log", new SecureRandom());
      IOException refused = assertThrows(IOException.class, () -> MerkleLog.open(directory, other));
      assertTrue(refused.getMessage().contains("not signed by the key"));
      Path tile = place.resolve("tile/0/001.p/44");
      byte[] bytes = Files.readAllBytes(tile);
      bytes[5] ^= 1;
      Files.write(tile, bytes);
      refused = assertThrows(IOException.class, () -> MerkleLog.open(directory, KEY));
      assertTrue(refused.getMessage().contains("do not lead to the root"));
      Files.delete(tile);
      refused = assertThrows(IOException.class, () -> MerkleLog.open(directory, KEY));
      assertTrue(refused.getMessage().contains("tile/0/001.p/44 is missing"));
    }
  }

  @Test
  void aFolderHasOneWriterAtATime() throws IOException {
    Path place = folder.resolve("log");
    try (LogDirectory first = LogDirectory.open(place)) {
      assertEquals(place, first.folder());
      IOException refused = assertThrows(IOException.class, () -> LogDirectory.open(place));
      assertTrue(refused.getMessage().contains("already writes the log"));
    }
    LogDirectory.open(place).close();
  }

  private static LogVerification verify(Path place, SignedCheckpoint older) {
    return LogVerifier.verify(new LogFolder(place), KEY.verifierKey(), Optional.of(older.note()));
  }

  private static long sizeOf(Path place) throws IOException {
    Optional<byte[]> note = new LogFolder(place).checkpoint();
    return note.isEmpty() ? 0 : KEY.verifierKey().open(note.get()).orThrow().size();
  }

  private static List<byte[]> entries(String words, long from, long to) {
    return new ArrayList<>(
        LongStream.range(from, to)
            .mapToObj(i -> (words + " " + i).getBytes(StandardCharsets.UTF_8))
            .toList());
  }
}
