package io.veritwin.plant;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.trail.RecordRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real log that takes signed releases, as the ledger of a site does. */
public final class SignedLeaves implements AutoCloseable {

  private final LogKey key;
  private final LogDirectory directory;
  private final MerkleLog log;

  public SignedLeaves(Path folder) {
    key = LogKey.create("plant.test/log", new SecureRandom());
    try {
      directory = LogDirectory.open(folder);
      log = MerkleLog.open(directory, key);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public LogVerifierKey verifierKey() {
    return key.verifierKey();
  }

  /** The details of a release of {@code value} mL/h to the feed setpoint of BR-204. */
  public static Map<String, String> release(double value, Instant expires, String useId) {
    Map<String, String> details = new HashMap<>();
    details.put("write.unit", "BR-204");
    details.put("write.tag", "FIC-204.SP");
    details.put("write.node", "BR204.FIC-204.SP");
    details.put("write.value", Double.toString(value));
    details.put("write.unitOfMeasure", "mL/h");
    details.put("write.expires", expires.toString());
    details.put("write.useId", useId);
    return details;
  }

  public Receipts.StoredReceipt sign(long entryId, Map<String, String> details) {
    return append(entryId, "RECOMMENDATION_SIGNED", false, details);
  }

  /** Logs an entry of any event. */
  public Receipts.StoredReceipt append(
      long entryId, String event, boolean refused, Map<String, String> details) {
    byte[] leaf =
        new AuditEntry(
                entryId,
                Instant.parse("2026-11-20T09:42:31Z"),
                event,
                new AuditEntry.Who("sub-operator", "Marta Reuter", "operator", "10482"),
                new RecordRef("recommendation", "P-0412", 3),
                "Marta Reuter accepted recommendation P-0412.",
                null,
                refused,
                refused ? "SIG-04" : null,
                List.of(),
                details,
                "test",
                "demonstration")
            .bytes();
    try {
      log.append(List.of(leaf));
      long index = log.size() - 1;
      return new Receipts.StoredReceipt(entryId, index, leaf, log.receipt(index).text());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    try {
      directory.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
