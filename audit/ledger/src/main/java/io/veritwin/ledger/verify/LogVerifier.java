package io.veritwin.ledger.verify;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.ledger.verify.Finding.Kind;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a log's folder (URS-108): hashes the contents of every entry again, builds the tree from
 * them, compares every tile and the signed root, and names what differs. Memory does not grow with
 * the log.
 *
 * <p>Steps: open the checkpoint; pass once over all bundles from left to right ({@link
 * ContentPass}); say of each difference what was altered, using the tiles that still lead to the
 * signed root ({@link Attribution}); compare with the older checkpoint.
 */
public final class LogVerifier {

  private final LogFolder log;
  private final LogVerifierKey key;
  private final Findings findings = new Findings();
  private final List<String> notes = new ArrayList<>();

  private LogVerifier(LogFolder log, LogVerifierKey key) {
    this.log = log;
    this.key = key;
  }

  /**
   * @param key the log's public key, got independently of the folder
   * @param older an earlier checkpoint kept elsewhere; finds a log that was rolled back or forked
   */
  public static LogVerification verify(LogFolder log, LogVerifierKey key, Optional<byte[]> older) {
    return verify(log, key, older, Optional.empty());
  }

  /**
   * @param authorities root certificates of time-stamp authorities to trust; when given, the newest
   *     time stamp in the folder is verified as well
   */
  public static LogVerification verify(
      LogFolder log,
      LogVerifierKey key,
      Optional<byte[]> older,
      Optional<List<X509Certificate>> authorities) {
    return new LogVerifier(log, key).run(older, authorities);
  }

  private LogVerification run(
      Optional<byte[]> olderNote, Optional<List<X509Certificate>> authorities) {
    Optional<Checkpoint> older = olderNote.flatMap(this::openOlder);
    Optional<Checkpoint> current = openCurrent();
    // Without a genuine checkpoint nobody knows how many entries there must be; an older one still
    // tells it of the entries it covers.
    Optional<Checkpoint> head = current.or(() -> older);
    if (head.isEmpty()) {
      notes.add("Nothing else was checked: without a genuine checkpoint nothing can be compared.");
      return new LogVerification(0, findings.list(), findings.more(), notes);
    }
    if (current.isEmpty()) {
      notes.add("The entries were compared with the older checkpoint instead.");
    }
    long olderSize = older.map(Checkpoint::size).orElse(0L);
    ContentPass pass = new ContentPass(log, head.get().size(), olderSize, findings, notes);
    pass.run();
    new Attribution(log, head.get(), pass, findings).run();
    if (older.isPresent() && current.isPresent()) {
      compare(older.get(), current.get(), pass);
    }
    if (current.isPresent()) {
      checkTimeStamp(current.get(), authorities);
    }
    return new LogVerification(pass.entriesHashed(), findings.list(), findings.more(), notes);
  }

  /** The newest time stamp: over a genuine checkpoint that this log goes on from. */
  private void checkTimeStamp(Checkpoint current, Optional<List<X509Certificate>> authorities) {
    Optional<TimeStampedCheckpoint> newest;
    try {
      newest = log.timeStamped();
    } catch (IOException e) {
      findings.unreadable(LogFolder.TIME_STAMPED, e);
      return;
    }
    Optional<Checkpoint> stamped =
        newest.flatMap(pair -> opened(pair.note(), Kind.TIME_STAMP_FALSE, LogFolder.TIME_STAMPED));
    if (stamped.isEmpty()) {
      return;
    }
    long size = stamped.get().size();
    String file = LogFolder.TIME_STAMPED + "/" + size + "/" + TimeStampedCheckpoint.FILE;
    if (size > current.size()) {
      nameRolledBack(stamped.get(), current, "a time-stamped checkpoint");
    } else if (!stamped.get().root().equals(fromTiles(stamped.get(), current))) {
      nameForked(stamped.get(), "a time-stamped checkpoint");
    }
    if (authorities.isEmpty()) {
      notes.add(
          "There is a time stamp; it was not verified, because no authority to trust was given.");
      return;
    }
    Verdict<Instant> time = newest.get().verify(authorities.get(), List.of());
    if (time instanceof Verdict.Accepted<Instant> accepted) {
      notes.add(
          "A time stamp says that the first "
              + size
              + " entries existed at "
              + accepted.value()
              + ".");
    }
    time.refusal().ifPresent(why -> findings.file(Kind.TIME_STAMP_FALSE, file, file + ": " + why));
  }

  private Optional<Checkpoint> openCurrent() {
    Optional<byte[]> note;
    try {
      note = log.checkpoint();
    } catch (IOException e) {
      findings.unreadable(LogFolder.CHECKPOINT, e);
      return Optional.empty();
    }
    if (note.isEmpty()) {
      findings.file(Kind.CHECKPOINT_FALSE, LogFolder.CHECKPOINT, "The file checkpoint is missing.");
      return Optional.empty();
    }
    return opened(note.get(), Kind.CHECKPOINT_FALSE, LogFolder.CHECKPOINT);
  }

  private Optional<Checkpoint> openOlder(byte[] note) {
    return opened(note, Kind.OLDER_CHECKPOINT_FALSE, "older checkpoint");
  }

  private Optional<Checkpoint> opened(byte[] note, Kind kind, String file) {
    Verdict<SignedCheckpoint> opened = key.open(note);
    opened.refusal().ifPresent(reason -> findings.file(kind, file, file + ": " + reason));
    return opened instanceof Verdict.Accepted<SignedCheckpoint> genuine
        ? Optional.of(genuine.value().checkpoint())
        : Optional.empty();
  }

  private void compare(Checkpoint older, Checkpoint current, ContentPass pass) {
    if (older.size() > current.size()) {
      nameRolledBack(older, current, "the older checkpoint");
      return;
    }
    Hash fromContents = pass.rootAtOlderSize();
    if (!older.root().equals(fromContents) && !older.root().equals(fromTiles(older, current))) {
      nameForked(older, "the older checkpoint");
    }
  }

  private void nameRolledBack(Checkpoint older, Checkpoint current, String which) {
    findings.entry(
        Kind.ROLLED_BACK,
        current.size(),
        LogFolder.CHECKPOINT,
        "The log was rolled back: "
            + which
            + " attests "
            + older.size()
            + " entries, now there are "
            + current.size()
            + "; "
            + Words.entries(current.size(), older.size() - 1)
            + " missing.");
  }

  private void nameForked(Checkpoint older, String which) {
    findings.file(
        Kind.FORKED,
        LogFolder.CHECKPOINT,
        "The log does not begin with the "
            + older.size()
            + " entries of "
            + which
            + ": it was rewritten or forked.");
  }

  /** The older root as the tiles have it: an entry altered in place is named already. */
  private Hash fromTiles(Checkpoint older, Checkpoint current) {
    try {
      return new TileTree(log, current.size()).root(older.size());
    } catch (IOException e) {
      return null;
    }
  }
}
