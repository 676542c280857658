package io.veritwin.records.log;

import io.veritwin.ledger.bundle.Bundle;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.LogTables.Head;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Short transactions for work on the log that otherwise has none open. */
@ApplicationScoped
@Transactional
public class ReadLog {

  @Inject LogTables tables;
  @Inject PlatformKeys keys;

  Optional<Head> head() {
    return tables.head();
  }

  List<byte[]> entries(long from, long to) {
    return tables.entries(from, to);
  }

  Optional<LogTables.Stamp> newestStamp() {
    return tables.newestStamp();
  }

  void keepStamp(LogTables.Stamp stamp) {
    tables.keepStamp(stamp);
  }

  Optional<Long> placeOf(long entryId) {
    return tables.placeOf(entryId);
  }

  Bundle bundle(SignedCheckpoint under, List<Long> places, Bundle.TimeStamp stamp)
      throws IOException {
    return Bundle.of(tables, under, keys.logKey().verifierKey(), places, Optional.of(stamp));
  }

  /** The root of the first {@code size} entries, base64. */
  String rootAt(long size) {
    long whole = tables.head().map(Head::size).orElse(0L);
    try {
      return new TileTree(tables, whole).root(size).base64();
    } catch (IOException e) {
      throw new LogBrokenException(
          "LOG-03", "The log in the database is incomplete: " + e.getMessage() + ".");
    }
  }
}
