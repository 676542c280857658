package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.MerkleProof;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.ledger.verify.Finding;
import io.veritwin.ledger.verify.LogVerification;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.records.inspection.ReadingScope;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.keys.TimeStamps;
import io.veritwin.records.log.FormerLogs.FormerLog;
import io.veritwin.records.log.LogTables.Head;
import io.veritwin.records.log.LogTables.Stamp;
import io.veritwin.records.log.LogTables.Stored;
import io.veritwin.records.log.Proof.Line;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.VerifySignature;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks on screen that entries stand as written (URS-133): from the stored bytes up, trusting no
 * hash that is merely stored. Reads only.
 */
@ApplicationScoped
public class VerifyLog {

  private static final int CHUNK = 4096;

  /** Checkpoints come within milliseconds, time stamps every ten seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String LIMITS =
      "Shows that these bytes were logged here, then, and not changed since. It does not show that"
          + " the decision was right: for that, read the evidence.";

  @Inject LogTables tables;
  @Inject PlatformKeys keys;
  @Inject FormerLogs formerLogs;
  @Inject TimeStamps timeStamps;
  @Inject Settings settings;
  @Inject VerifySignature verifySignature;
  @Inject ReadingScope reading;
  @Inject Clock clock;

  /**
   * The proof panel of one entry: six lines.
   *
   * @param entryId the entry
   * @param olderCheckpoint a checkpoint the reader kept from an earlier visit; {@code null} to
   *     compare with the log's copy outside the database
   * @throws IllegalArgumentException when there is no such entry
   */
  @Transactional
  public Proof prove(long entryId, String olderCheckpoint) {
    Stored entry =
        tables
            .stored(entryId)
            .orElseThrow(() -> new IllegalArgumentException("no audit entry " + entryId));
    Optional<Head> head = tables.head();
    List<Line> lines = new ArrayList<>();
    lines.add(bytesGiveHash(entry));
    if (entry.sequence() < 0 || head.isEmpty() || entry.sequence() >= head.get().size()) {
      lines.add(
          notYet(entry, "Entry " + entryId + " is not in the log yet: no checkpoint covers it."));
    } else {
      lines.add(isInLog(entry, head.get()));
      lines.add(isSigned(head.get()));
      lines.add(isStamped(entry));
      lines.add(onlyGrew(olderCheckpoint));
    }
    lines.add(signature(entryId));
    return proof(lines);
  }

  /**
   * What speaks against one entry, in one sentence: its bytes, the columns beside them, its place
   * in the log. Empty when it stands as logged, or as written while it waits for its place.
   *
   * @throws IllegalArgumentException when there is no such entry
   */
  @Transactional
  public Optional<String> contradiction(long entryId) {
    Stored entry =
        tables
            .stored(entryId)
            .orElseThrow(() -> new IllegalArgumentException("no audit entry " + entryId));
    Line bytes = bytesGiveHash(entry);
    Optional<Head> head = tables.head();
    boolean waits = entry.sequence() < 0 || head.isEmpty() || entry.sequence() >= head.get().size();
    Line worst = !bytes.holds() || waits ? bytes : isInLog(entry, head.get());
    return worst.holds() ? Optional.empty() : Optional.of(worst.sentence());
  }

  /**
   * The whole log: contents of every entry against the tree and the newest checkpoint, the columns
   * beside them, and the copy outside the database.
   */
  @Transactional
  public Proof proveWholeLog() {
    Optional<Head> head = tables.head();
    List<Line> lines = new ArrayList<>();
    if (head.isEmpty()) {
      lines.add(new Line(true, "The log holds no entry yet.", "0 entries"));
      return proof(lines);
    }
    contents(head.get(), lines);
    lines.add(isSigned(head.get()));
    Optional<Stamp> stamp = tables.newestStamp();
    lines.add(
        stamp.isEmpty()
            ? notYet(tables.stored(0, 1).get(0), "No time stamp fixes any checkpoint yet.")
            : isGenuine(stamp.get()));
    lines.add(onlyGrew(null));
    lines.add(copyStands());
    formerLogs.all().forEach(former -> lines.add(succeeds(former)));
    long unaccounted = tables.unaccounted();
    lines.add(
        unaccounted == 0
            ? new Line(true, "Every entry is in the log or waits for its place", "none missing")
            : new Line(
                false,
                unaccounted + " entries stand neither in the log nor on the waiting list.",
                unaccounted + " entries"));
    long notSearchable = tables.notSearchable();
    lines.add(
        notSearchable == 0
            ? new Line(true, "The explorer finds every entry by what it says", "none missing")
            : new Line(
                false,
                notSearchable
                    + " entries are not found by what they say: the rows that the explorer searches"
                    + " were altered. The entries themselves are verified above.",
                notSearchable + " entries"));
    return proof(
        reading.bounds().isEmpty() ? lines : lines.stream().map(Line::withoutContents).toList());
  }

  private Proof proof(List<Line> lines) {
    List<Line> failedFirst = new ArrayList<>(lines);
    failedFirst.sort(Comparator.comparing(Line::outcome));
    return new Proof(failedFirst, clock.instant(), LIMITS);
  }

  /** What comes within seconds of an entry is waited for; when it is late, that is a failure. */
  private Line notYet(Stored entry, String sentence) {
    Instant written = Instant.parse(entry.columns().get("at"));
    boolean late = clock.instant().isAfter(written.plus(PATIENCE));
    return late
        ? new Line(false, sentence + " It was written at " + written + ": this is late.", "late")
        : new Line(Proof.Outcome.WAITS, sentence, "waiting");
  }

  private static Line bytesGiveHash(Stored entry) {
    Hash hash = new TreeHasher().leaf(entry.canonical());
    if (!hash.equals(entry.leafHash())) {
      return new Line(
          false,
          "The stored bytes of entry "
              + entry.entryId()
              + " give the hash "
              + hex(hash)
              + "; expected is "
              + hex(entry.leafHash())
              + ".",
          shortHex(hash));
    }
    return alteredColumn(entry)
        .map(altered -> new Line(false, altered, shortHex(hash)))
        .orElseGet(() -> new Line(true, "The stored bytes give the entry's hash", shortHex(hash)));
  }

  /** The sentence about the first column that contradicts the entry's bytes. */
  private static Optional<String> alteredColumn(Stored entry) {
    Verdict<AuditEntry> read = AuditEntry.read(entry.canonical());
    if (read instanceof Verdict.Refused<AuditEntry> refused) {
      return Optional.of("Entry " + entry.entryId() + " cannot be read. " + refused.reason());
    }
    Map<String, String> expected = read.orThrow().columns();
    for (Map.Entry<String, String> column : expected.entrySet()) {
      String stored = entry.columns().get(column.getKey());
      if (!AuditEntry.says(column.getValue(), stored)) {
        return Optional.of(
            "Entry "
                + entry.entryId()
                + ": the column "
                + column.getKey()
                + " was altered to \""
                + stored
                + "\"; logged was \""
                + column.getValue()
                + "\".");
      }
    }
    return Optional.empty();
  }

  private Line isInLog(Stored entry, Head head) {
    Hash leaf = new TreeHasher().leaf(entry.canonical());
    try {
      List<Hash> path = new TileTree(tables, head.size()).inclusionProof(entry.sequence());
      boolean included =
          MerkleProof.includes(leaf, entry.sequence(), head.size(), path, head.root());
      return included
          ? new Line(
              true,
              "The entry is in the log at place "
                  + entry.sequence()
                  + ", "
                  + path.size()
                  + " hashes to the root",
              shortHex(head.root()))
          : new Line(
              false,
              "Entry "
                  + entry.entryId()
                  + " is not what the log holds at place "
                  + entry.sequence()
                  + ": its hash "
                  + hex(leaf)
                  + " does not lead to the root "
                  + hex(head.root())
                  + ".",
              shortHex(leaf));
    } catch (IOException e) {
      return new Line(false, "The log is incomplete: " + e.getMessage() + ".", "incomplete");
    }
  }

  private Line isSigned(Head head) {
    String keyId = keys.logKey().verifierKey().keyIdText();
    Verdict<SignedCheckpoint> opened = formerLogs.open(LogTables.bytes(head.note()));
    if (opened instanceof Verdict.Refused<SignedCheckpoint> refused) {
      return new Line(false, refused.reason(), keyId);
    }
    Checkpoint checkpoint = opened.orThrow().checkpoint();
    if (checkpoint.size() != head.size() || !checkpoint.root().equals(head.root())) {
      return new Line(
          false,
          "The checkpoint at " + head.size() + " entries says something else than its columns.",
          keyId);
    }
    return new Line(
        true, "The log's key signed the checkpoint, Ed25519, key of " + checkpoint.origin(), keyId);
  }

  private Line isStamped(Stored entry) {
    return tables
        .firstStampCovering(entry.sequence())
        .map(this::isGenuine)
        .orElseGet(() -> notYet(entry, "No time stamp covers this entry yet."));
  }

  private Line isGenuine(Stamp stamp) {
    Head stamped = tables.checkpointOfSize(stamp.size()).orElseThrow();
    Verdict<Instant> time =
        isSigned(stamped).holds()
            ? timeStamps.verify(stamp.token(), LogTables.bytes(stamped.note()))
            : Verdict.refused("The time-stamped checkpoint is not genuine.");
    return time instanceof Verdict.Accepted<Instant> at
        ? new Line(true, "A time stamp fixes it: existed before, RFC 3161", at.value().toString())
        : new Line(false, time.refusal().orElseThrow(), "none");
  }

  private Line onlyGrew(String olderCheckpoint) {
    String whose = olderCheckpoint == null ? "the copy outside the database" : "your checkpoint";
    try {
      Optional<byte[]> note =
          olderCheckpoint == null
              ? new LogFolder(settings.logMirror()).checkpoint()
              : Optional.of(olderCheckpoint.getBytes(StandardCharsets.UTF_8));
      if (note.isEmpty()) {
        return new Line(false, "There is no copy outside the database to compare with.", "none");
      }
      Verdict<SignedCheckpoint> opened = formerLogs.open(note.get());
      if (opened instanceof Verdict.Refused<SignedCheckpoint> refused) {
        return new Line(false, refused.reason(), whose);
      }
      Checkpoint older = opened.orThrow().checkpoint();
      // Asked after the copy, which the database is always ahead of: the log grows meanwhile.
      Head head = tables.head().orElseThrow();
      if (older.size() > head.size()) {
        return new Line(
            false,
            "The database was rolled back: its log ends at "
                + head.size()
                + " entries, "
                + whose
                + " covers "
                + older.size()
                + ".",
            older.size() + " entries");
      }
      List<Hash> path = new TileTree(tables, head.size()).consistencyProof(older.size());
      return MerkleProof.isConsistent(older.size(), older.root(), head.size(), head.root(), path)
          ? new Line(true, "The log only grew since " + whose, older.size() + " entries")
          : new Line(
              false,
              "The log's history was changed: its first "
                  + older.size()
                  + " entries do not have the root "
                  + hex(older.root())
                  + " of "
                  + whose
                  + ".",
              older.size() + " entries");
    } catch (IOException e) {
      return new Line(false, "It cannot be compared: " + e.getMessage() + ".", "incomplete");
    }
  }

  private Line signature(long entryId) {
    Optional<Verdict<ElectronicSignature>> verdict = verifySignature.ofEntry(entryId);
    if (verdict.isEmpty()) {
      return new Line(true, "The entry records no signature", "none");
    }
    if (verdict.get() instanceof Verdict.Refused<ElectronicSignature> refused) {
      return new Line(false, refused.reason(), "false");
    }
    ElectronicSignature signature = verdict.get().orThrow();
    return new Line(
        true,
        "The signature is "
            + signature.signer().printedName()
            + "'s, over this record: "
            + signature.meaning().label(),
        signature.recordDigest().substring(0, 4) + " " + signature.recordDigest().substring(4, 8));
  }

  /** Hashes every entry anew and compares with its stored hash, its columns, and the root. */
  private void contents(Head head, List<Line> lines) {
    RightEdge edge = RightEdge.empty();
    TreeHasher hasher = new TreeHasher();
    List<String> altered = new ArrayList<>();
    for (long from = 0; from < head.size(); from += CHUNK) {
      List<Stored> chunk = tables.stored(from, Math.min(head.size(), from + CHUNK));
      long expected = from;
      for (Stored entry : chunk) {
        if (entry.sequence() != expected) {
          break;
        }
        expected++;
        Line line = bytesGiveHash(entry);
        if (!line.holds()) {
          altered.add(line.sentence());
        }
      }
      if (expected < Math.min(head.size(), from + CHUNK)) {
        altered.add("The entry at place " + expected + " of the log is missing.");
        break;
      }
      edge = edge.grow(chunk.stream().map(Stored::canonical).toList()).edge();
    }
    altered.stream().limit(20).forEach(a -> lines.add(new Line(false, a, "altered")));
    if (altered.isEmpty()) {
      lines.add(
          new Line(
              true, "The stored bytes of every entry give its hash", head.size() + " entries"));
    }
    lines.add(
        edge.size() == head.size() && edge.root().equals(head.root())
            ? new Line(true, "All entries together give the log's root", shortHex(head.root()))
            : new Line(
                false,
                "All entries together give the root "
                    + hex(edge.root())
                    + "; the checkpoint says "
                    + hex(head.root())
                    + ".",
                shortHex(edge.root())));
  }

  /** True whatever was lost: what counts here is that the log itself tells it. */
  private static Line succeeds(FormerLog former) {
    return new Line(
        true,
        "The log succeeds "
            + former.key().name()
            + " after its first "
            + former.takenOver()
            + " entries; entry "
            + former.entryId()
            + " says why",
        former.lost() == 0 ? "none known lost" : former.lost() + " lost");
  }

  /** The copy is verified by itself, with the ledger's own verifier. */
  private Line copyStands() {
    LogVerification found =
        LogVerifier.verify(
            new LogFolder(settings.logMirror()), keys.logKey().verifierKey(), Optional.empty());
    return found.sound()
        ? new Line(
            true, "The copy outside the database verifies by itself", found.entries() + " entries")
        : new Line(
            false,
            "The copy outside the database: "
                + found.findings().stream().map(Finding::sentence).findFirst().orElse("not sound"),
            found.findings().size() + " findings");
  }

  private static String hex(Hash hash) {
    return HexFormat.of().formatHex(hash.bytes());
  }

  private static String shortHex(Hash hash) {
    return hex(hash).substring(0, 4) + " " + hex(hash).substring(4, 8);
  }
}
