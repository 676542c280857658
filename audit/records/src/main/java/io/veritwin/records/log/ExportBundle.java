package io.veritwin.records.log;

import io.veritwin.ledger.bundle.Bundle;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.keys.TimeStamps;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Chosen entries with their proofs under one time-stamped checkpoint, as a zip of the ledger's own
 * form. The time stamp is fetched with no transaction open.
 */
@ApplicationScoped
public class ExportBundle {

  @Inject CopyLog copyLog;
  @Inject ReadLog log;
  @Inject PlatformKeys keys;
  @Inject TimeStamps timeStamps;

  /**
   * Writes the bundle.
   *
   * @throws IllegalArgumentException when an entry does not exist or has no receipt yet
   */
  public void write(List<Long> entryIds, OutputStream out) throws IOException {
    Optional<SignedCheckpoint> checkpoint = copyLog.copied();
    List<Long> places = entryIds.stream().map(id -> place(id, checkpoint)).toList();
    if (checkpoint.isEmpty() || places.isEmpty()) {
      throw new IllegalArgumentException("a bundle holds at least one entry");
    }
    byte[] stamp = timeStamps.stamp(checkpoint.get().note());
    Bundle bundle =
        log.bundle(checkpoint.get(), places, new Bundle.TimeStamp(stamp, keys.authoritiesPem()));
    Path file = Files.createTempFile("veritwin-bundle", ".zip");
    try {
      bundle.write(file);
      Files.copy(file, out);
    } finally {
      Files.delete(file);
    }
  }

  private long place(long entryId, Optional<SignedCheckpoint> checkpoint) {
    return log.placeOf(entryId)
        .filter(place -> checkpoint.isPresent() && place < checkpoint.get().size())
        .orElseThrow(
            () -> new IllegalArgumentException("audit entry " + entryId + " has no receipt yet"));
  }
}
