package io.veritwin.ledger.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of the ledger, printed as BENCH lines; run with {@code mvn -P bench}. */
@Tag("bench")
class LedgerBench {

  private static final int MILLION = 1_000_000;

  @TempDir Path folder;

  /** Verifying a million entries against merely reading and hashing their bytes. */
  @Test
  void verifyAMillionEntries() throws IOException {
    long begin = System.nanoTime();
    SampleLog.append(folder, MILLION);
    System.out.printf(
        Locale.ROOT,
        "Written: %d entries in %.1f s%n",
        MILLION,
        seconds(System.nanoTime() - begin));
    LogVerifierKey key =
        LogVerifierKey.parse(Files.readString(folder.resolve(LogFolder.VERIFIER_KEY))).orThrow();
    LogFolder log = new LogFolder(folder);
    double[] ours = new double[5];
    double[] peer = new double[5];
    for (int round = 0; round < ours.length; round++) {
      long start = System.nanoTime();
      hashBytes(log);
      long middle = System.nanoTime();
      LogVerification found = LogVerifier.verify(log, key, Optional.empty());
      long end = System.nanoTime();
      assertTrue(found.sound() && found.entries() == MILLION);
      peer[round] = seconds(middle - start);
      ours[round] = seconds(end - middle);
    }
    print("verify-1m", median(ours), median(peer), "s");
  }

  /** The peer: every bundle read and hashed as it is, nothing compared. */
  private static void hashBytes(LogFolder log) throws IOException {
    MessageDigest sha256 = TreeHasher.newSha256();
    for (long i = 0; i * 256 < MILLION; i++) {
      sha256.update(log.read(TileAddress.inTree(TileAddress.ENTRIES, i, MILLION)).orElseThrow());
    }
    sha256.digest();
  }

  /** A batch of 20 entries made durable, against one forced write of the same bytes. */
  @Test
  void appendBatchesAndProveEntries() throws IOException {
    LogKey key = LogKey.create("bench.example/log", new SecureRandom());
    int batches = 500;
    double[] append = new double[batches];
    double[] forced = new double[batches];
    double[] receipt = new double[batches];
    try (LogDirectory directory = LogDirectory.open(folder)) {
      MerkleLog log = MerkleLog.open(directory, key);
      for (int i = 0; i < batches; i++) {
        long from = log.size();
        List<byte[]> batch = LongStream.range(from, from + 20).mapToObj(SampleLog::entry).toList();
        long start = System.nanoTime();
        log.append(batch);
        long middle = System.nanoTime();
        log.receipt(from);
        long end = System.nanoTime();
        append[i] = seconds(middle - start) * 1000;
        receipt[i] = seconds(end - middle) * 1000;
        forced[i] = forcedWrite(batch) * 1000;
      }
    }
    print("log-append-p99", percentile(append, 99), percentile(forced, 99), "ms");
    print("log-append-p50", percentile(append, 50), percentile(forced, 50), "ms");
    print("log-receipt-p99", percentile(receipt, 99), percentile(forced, 99), "ms");
  }

  private double forcedWrite(List<byte[]> batch) throws IOException {
    Path file = folder.resolve("forced");
    long start = System.nanoTime();
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (byte[] entry : batch) {
        channel.write(ByteBuffer.wrap(entry));
      }
      channel.force(true);
    }
    return seconds(System.nanoTime() - start);
  }

  private static void print(String name, double ours, double peer, String unit) {
    System.out.printf(
        Locale.ROOT, "BENCH %s %.3f %.3f %.2f %s%n", name, ours, peer, ours / peer, unit);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static double median(double[] values) {
    return percentile(values, 50);
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
