package io.veritwin.validation.protocol;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.trail.Receipts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Where an audit entry stands in the log, proven by its receipt (A22-06). */
@ApplicationScoped
public class LoggedPlace {

  @Inject Receipts receipts;
  @Inject PlatformKeys keys;

  /**
   * A proven place.
   *
   * @param index the entry's place in the log
   * @param checkpointSize entries that the checkpoint covers
   * @param checkpointRoot its root hash, hex
   */
  record Place(long index, long checkpointSize, String checkpointRoot) {}

  /** Waits for the receipt and checks it; empty when there is none in time. */
  Optional<Place> await(long auditEntry, Duration atMost) {
    return receipts
        .await(auditEntry, atMost)
        .map(
            stored -> {
              Receipt receipt = Receipt.parse(stored.proof()).orThrow();
              SignedCheckpoint checkpoint =
                  receipt.verify(stored.leaf(), keys.logKey().verifierKey()).orThrow();
              return new Place(
                  receipt.index(),
                  checkpoint.size(),
                  HexFormat.of().formatHex(checkpoint.checkpoint().root().bytes()));
            });
  }
}
