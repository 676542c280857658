package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.trail.Receipts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.Optional;

/**
 * Receipts out of the database's log (URS-126). One is given only for what also stands in the log's
 * copy outside the database, and only after it has been verified.
 */
@ApplicationScoped
public class StoredReceipts {

  @Inject LogTables tables;
  @Inject CopyLog copyLog;
  @Inject PlatformKeys keys;

  /**
   * The receipt of the entry under the newest copied checkpoint.
   *
   * @throws LogBrokenException when the log does not prove its own entry
   */
  @Transactional
  public Optional<Receipts.StoredReceipt> find(long entryId) {
    Optional<SignedCheckpoint> under = copyLog.copied();
    Optional<Long> place = tables.placeOf(entryId);
    if (under.isEmpty() || place.isEmpty() || place.get() >= under.get().size()) {
      return Optional.empty();
    }
    byte[] leaf = tables.canonical(entryId).orElseThrow();
    Receipt receipt;
    try {
      receipt =
          new Receipt(
              place.get(),
              new TileTree(tables, under.get().size()).inclusionProof(place.get()),
              under.get().text());
    } catch (IOException e) {
      throw new LogBrokenException(
          "LOG-03", "The log in the database is incomplete: " + e.getMessage() + ".");
    }
    receipt
        .verify(leaf, keys.logKey().verifierKey())
        .refusal()
        .ifPresent(
            reason -> {
              throw new LogBrokenException("LOG-03", reason);
            });
    return Optional.of(new Receipts.StoredReceipt(entryId, place.get(), leaf, receipt.text()));
  }
}
