package io.veritwin.ledger.command;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.log.MerkleLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Sample entries to try verifiers on. A sample log keeps its signing key beside it, so that it can
 * be continued; a real log's key lies where only the platform reads it.
 */
final class SampleLog {

  private static final String KEY = "sample-key.pem";
  static final String NAME = "veritwin.example/sample-log";
  private static final int BATCH = 16 * 256;
  private static final Instant BEGINNING = Instant.parse("2026-01-05T06:00:00Z");
  private static final String[] EVENTS = {
    "ESTIMATE_RECORDED", "RECOMMENDATION_PROPOSED", "RECOMMENDATION_SIGNED", "SETPOINT_WRITTEN"
  };

  private SampleLog() {}

  /** Appends {@code count} sample entries; the log is made if it does not exist. */
  static SignedCheckpoint append(Path folder, long count) throws IOException {
    try (LogDirectory directory = LogDirectory.open(folder)) {
      LogKey key = key(folder);
      MerkleLog log = MerkleLog.open(directory, key);
      directory.writeVerifierKey(key.verifierKey().toString());
      long end = log.size() + count;
      while (log.size() < end) {
        List<byte[]> batch = new ArrayList<>();
        for (long i = log.size(); i < end && batch.size() < BATCH; i++) {
          batch.add(entry(i));
        }
        log.append(batch);
      }
      return log.head();
    }
  }

  private static LogKey key(Path folder) throws IOException {
    Path file = folder.resolve(KEY);
    if (Files.exists(file)) {
      return LogKey.load(NAME, file);
    }
    if (Files.exists(folder.resolve(LogFolder.CHECKPOINT))) {
      throw new IOException(
          folder + " holds a log that is no sample log: it has no " + KEY + " to go on with.");
    }
    LogKey key = LogKey.create(NAME, new SecureRandom());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, key.toPem(), StandardCharsets.US_ASCII);
    return key;
  }

  /** An entry of the shape and length of an audit entry; the same for the same index. */
  static byte[] entry(long index) {
    String event = EVENTS[(int) (index % EVENTS.length)];
    return CanonicalRecord.of(
            "sample-entry",
            JsonObject.builder()
                .put("event", event)
                .put("time", BEGINNING.plusMillis(index * 250))
                .put("who", index % 3 == 0 ? "operator-" + index % 7 : "twin-estimator")
                .put("record", "P-" + index / 4)
                .put("tag", "FIC-204.SP")
                .put("old", 12.5 + index % 40 / 8.0)
                .put("new", 12.5 + (index + 1) % 40 / 8.0)
                .put("unit", "mL/h")
                .put("sentence", "Sample entry " + index + " of unit BR-204, batch B26-1107.")
                .put("reason", index % 5 == 0 ? "Glucose below its normal range" : null)
                .build())
        .bytes();
  }
}
