package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.LogTables.Head;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log's copy outside the database up to date, and compares the two: at the first use
 * after a start the database must hold everything the copy's checkpoint covers, with the same root.
 * A database that was rolled back, or whose history was rewritten, shows here (URS-128).
 */
@ApplicationScoped
public class CopyLog {

  private static final Logger LOG = LoggerFactory.getLogger(CopyLog.class);

  /** A multiple of 256, so that catching up leaves no partial tile behind. */
  private static final int CHUNK = 4096;

  @Inject Settings settings;
  @Inject PlatformKeys keys;
  @Inject ReadLog log;
  @Inject AskWitness witness;
  @Inject FormerLogs formerLogs;

  private LogMirror mirror;
  private volatile SignedCheckpoint copied;

  /**
   * The checkpoint that stands in the database, in its copy, and with the witness where there is
   * one; empty before the first. Only what it covers counts as kept.
   */
  Optional<SignedCheckpoint> copied() {
    return Optional.ofNullable(copied);
  }

  /**
   * Copies what the database has more than the copy.
   *
   * @throws LogBrokenException when the two, or the witness, contradict each other
   * @throws LogUnwritableException when the folder cannot be written, or the witness does not
   *     acknowledge
   */
  void bringUpToDate() {
    try {
      if (mirror == null) {
        mirror = opened();
      }
      Optional<Head> head = log.head();
      if (head.isEmpty()
          || copied().map(checkpoint -> checkpoint.size() == head.get().size()).orElse(false)) {
        return;
      }
      Optional<SignedCheckpoint> own = own(head.get());
      if (own.isEmpty()) {
        return;
      }
      SignedCheckpoint checkpoint = own.get();
      while (mirror.size() < checkpoint.size()) {
        long to = Math.min(checkpoint.size(), (mirror.size() / CHUNK + 1) * CHUNK);
        List<byte[]> entries = log.entries(mirror.size(), to);
        if (entries.size() < to - mirror.size()) {
          throw new LogBrokenException(
              "LOG-03",
              "The database holds only "
                  + (mirror.size() + entries.size())
                  + " of the "
                  + checkpoint.size()
                  + " entries its own checkpoint covers.");
        }
        mirror.add(entries);
      }
      mirror.publish(checkpoint);
      if (witness.isNeeded()) {
        SignedCheckpoint cosigned = witness.acknowledge(checkpoint);
        mirror.publish(cosigned);
        copied = cosigned;
      } else {
        copied = checkpoint;
      }
    } catch (IOException e) {
      close();
      throw new LogUnwritableException(
          "LOG-06", "The log's copy cannot be written: " + e.getMessage(), e);
    }
  }

  /** Removes some of what the copy needs no more; for when nobody waits for a receipt. */
  void tidy() {
    if (mirror != null && copied != null && copied.size() == mirror.size()) {
      try {
        mirror.tidy();
      } catch (IOException e) {
        throw new LogUnwritableException(
            "LOG-06", "The log's copy cannot be tidied: " + e.getMessage(), e);
      }
    }
  }

  /** Keeps the time stamp of a copied checkpoint beside the copy, where others' tools read it. */
  void keepStamp(SignedCheckpoint checkpoint, byte[] stamp) {
    try {
      mirror.keepStamp(checkpoint, stamp);
    } catch (IOException e) {
      throw new LogUnwritableException(
          "LOG-06", "The log's copy cannot be written: " + e.getMessage(), e);
    }
  }

  void close() {
    if (mirror != null) {
      try {
        mirror.close();
      } catch (IOException e) {
        LOG.warn("The log's copy could not be closed.", e);
      }
      mirror = null;
    }
  }

  private LogMirror opened() throws IOException {
    LogVerifierKey key = keys.logKey().verifierKey();
    LogMirror opened = LogMirror.open(settings.logMirror(), key);
    try {
      if (opened.head().isPresent()) {
        requireSameHistory(opened.head().get());
        SignedCheckpoint head = opened.head().get();
        copied = !witness.isNeeded() || witness.hasAcknowledged(head) ? head : null;
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void requireSameHistory(SignedCheckpoint copy) {
    long inDatabase = log.head().map(Head::size).orElse(0L);
    if (inDatabase < copy.size()) {
      throw new LogBrokenException(
          "LOG-01",
          "The database was rolled back: its log ends at "
              + inDatabase
              + " entries, the copy outside it holds "
              + copy.size()
              + ".");
    }
    String root = log.rootAt(copy.size());
    if (!root.equals(copy.checkpoint().root().base64())) {
      throw new LogBrokenException(
          "LOG-02",
          "The log's history in the database was changed: its first "
              + copy.size()
              + " entries have the root "
              + root
              + ", the copy outside it says "
              + copy.checkpoint().root().base64()
              + ".");
    }
  }

  /**
   * The database's newest checkpoint as the present log's; empty where it is still the one of the
   * log that this one succeeds, before the first batch.
   */
  private Optional<SignedCheckpoint> own(Head head) {
    byte[] note = LogTables.bytes(head.note());
    Verdict<SignedCheckpoint> opened = keys.logKey().verifierKey().open(note);
    if (opened instanceof Verdict.Refused<SignedCheckpoint> refused) {
      if (formerLogs.open(note).isAccepted()) {
        return Optional.empty();
      }
      throw new LogBrokenException(
          "LOG-03", "The newest checkpoint in the database is not genuine. " + refused.reason());
    }
    return Optional.of(opened.orThrow());
  }
}
