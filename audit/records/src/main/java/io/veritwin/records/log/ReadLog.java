package io.veritwin.records.log;

import io.veritwin.ledger.bundle.Bundle;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.LogTables.Head;
import io.veritwin.records.trail.AuditEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Short transactions for work on the log that otherwise has none open. */
@ApplicationScoped
@Transactional
public class ReadLog {

  @Inject LogTables tables;
  @Inject PlatformKeys keys;

  /**
   * Entries that no checkpoint covers yet.
   *
   * @param age of the oldest
   */
  public record Unsealed(long entries, Duration age) {}

  /** The entries that wait for their place in the log; empty when none does. */
  public Optional<Unsealed> unsealed() {
    return tables.unsealed();
  }

  /** The latest server time that any entry bears. */
  public Optional<Instant> newestEntryAt() {
    return tables.newestEntryAt();
  }

  /** The details of the newest entry of an event; empty when there is none. */
  public Optional<Map<String, String>> detailsOfNewest(String event) {
    return tables.newestOf(event).map(bytes -> AuditEntry.read(bytes).orThrow().details());
  }

  /** Every entry of an event, oldest first; for events that are rare. */
  List<AuditEntry> entriesOf(String event) {
    return tables.allOf(event).stream().map(bytes -> AuditEntry.read(bytes).orThrow()).toList();
  }

  /** Whether any entry is about the record. */
  public boolean hasEntryOf(String recordType, String recordId) {
    return tables.hasEntryOf(recordType, recordId);
  }

  /** The database's own clock. */
  public Instant databaseTime() {
    return tables.databaseTime();
  }

  /**
   * Asks the database for so much room on its disk, and gives it back.
   *
   * @param megabytes of 1024 x 8 kB each
   */
  public void askForRoom(int megabytes) {
    tables.fillAside(megabytes * 128);
  }

  /** What the database says about itself, as far as records depend on it. */
  public SortedMap<String, String> databaseFacts() {
    return tables.databaseFacts();
  }

  /** The digest of the changes that the schema's owner applied last; empty where none is noted. */
  public Optional<String> schemaChanges() {
    return tables.schemaChanges();
  }

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

  /** The database's own checkpoint at a size, without lines of others. */
  SignedCheckpoint checkpoint(long size) {
    Head head = tables.checkpointOfSize(size).orElseThrow();
    return keys.logKey().verifierKey().open(LogTables.bytes(head.note())).orThrow();
  }

  /** The proof that the log at one size goes on from the log at an older one. */
  List<Hash> consistency(long older, long size) {
    try {
      return new TileTree(tables, size).consistencyProof(older);
    } catch (IOException e) {
      throw new LogBrokenException(
          "LOG-03", "The log in the database is incomplete: " + e.getMessage() + ".");
    }
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
