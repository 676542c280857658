package io.veritwin.ledger.bundle;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.timestamp.TimeStampAnchors;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.ledger.verify.Finding;
import io.veritwin.ledger.verify.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Verifies a bundle offline (URS-109): every entry, receipt, the checkpoint and the time stamp. */
public final class BundleVerifier {

  private final SortedMap<String, byte[]> files;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private BundleVerifier(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /**
   * What a verification found.
   *
   * @param entries entries proven
   * @param time the time by which they existed, where a time stamp holds
   * @param findings what is wrong
   * @param notes what a reader should know though nothing is wrong
   */
  public record BundleVerification(
      int entries, Optional<Instant> time, List<Finding> findings, List<String> notes) {

    public boolean sound() {
      return findings.isEmpty();
    }
  }

  /** Whether the path looks like a bundle rather than a log. */
  public static boolean isBundle(Path path) {
    return Files.isRegularFile(path) || Files.isRegularFile(path.resolve(BundleLayout.CONTENTS));
  }

  /**
   * @param key the log's public key, got independently; without it the bundle's own is used and the
   *     notes say so
   * @param anchors authorities trusted to tell the time; empty: those in the bundle
   * @throws IOException when the bundle cannot be read at all
   */
  public static BundleVerification verify(
      Path bundle, Optional<LogVerifierKey> key, Optional<List<X509Certificate>> anchors)
      throws IOException {
    return new BundleVerifier(BundleFiles.read(bundle)).run(key, anchors);
  }

  private BundleVerification run(
      Optional<LogVerifierKey> expected, Optional<List<X509Certificate>> anchors) {
    Optional<BundleContents> contents = contents();
    Optional<LogVerifierKey> key = key(expected);
    int proven = 0;
    if (contents.isPresent()) {
      checkDigests(contents.get());
      if (key.isPresent()) {
        for (long index : contents.get().indexes()) {
          proven += checkEntry(index, key.get()) ? 1 : 0;
        }
      }
    }
    byte[] note = files.get(BundleLayout.CHECKPOINT);
    if (note != null) {
      key.flatMap(k -> k.open(note).refusal())
          .ifPresent(why -> wrong(Kind.CHECKPOINT_FALSE, BundleLayout.CHECKPOINT, why));
    }
    Optional<Instant> time = note == null ? Optional.empty() : checkTimeStamp(note, anchors);
    return new BundleVerification(proven, time, List.copyOf(findings), List.copyOf(notes));
  }

  private Optional<BundleContents> contents() {
    byte[] bytes = files.get(BundleLayout.CONTENTS);
    if (bytes == null) {
      missing(BundleLayout.CONTENTS);
      return Optional.empty();
    }
    Verdict<BundleContents> read = BundleContents.read(bytes);
    read.refusal().ifPresent(why -> wrong(Kind.BUNDLE_INCOMPLETE, BundleLayout.CONTENTS, why));
    return read instanceof Verdict.Accepted<BundleContents> accepted
        ? Optional.of(accepted.value())
        : Optional.empty();
  }

  private Optional<LogVerifierKey> key(Optional<LogVerifierKey> expected) {
    byte[] bytes = files.get(BundleLayout.VERIFIER_KEY);
    if (bytes == null) {
      missing(BundleLayout.VERIFIER_KEY);
      return expected;
    }
    Verdict<LogVerifierKey> read = LogVerifierKey.parse(new String(bytes, StandardCharsets.UTF_8));
    read.refusal().ifPresent(why -> wrong(Kind.CHECKPOINT_FALSE, BundleLayout.VERIFIER_KEY, why));
    Optional<LogVerifierKey> enclosed =
        read instanceof Verdict.Accepted<LogVerifierKey> accepted
            ? Optional.of(accepted.value())
            : Optional.empty();
    if (expected.isPresent() && !expected.equals(enclosed)) {
      wrong(
          Kind.CHECKPOINT_FALSE,
          BundleLayout.VERIFIER_KEY,
          "The key in the bundle is not the key given.");
    }
    if (expected.isEmpty()) {
      enclosed.ifPresent(
          k ->
              notes.add(
                  "Checked with the key in the bundle itself. Compare it with the key you got"
                      + " another way: "
                      + k));
    }
    return expected.or(() -> enclosed);
  }

  private void checkDigests(BundleContents contents) {
    Set<String> listed = new HashSet<>(contents.digests().members().keySet());
    for (long index : contents.indexes()) {
      listed.add(BundleLayout.entry(index));
      listed.add(BundleLayout.receipt(index));
    }
    listed.add(BundleLayout.CHECKPOINT);
    for (String name : listed.stream().sorted().toList()) {
      byte[] bytes = files.get(name);
      if (bytes == null) {
        missing(name);
      } else if (!contents.digests().text(name).equals(Optional.of(BundleContents.digest(bytes)))) {
        wrong(Kind.BUNDLE_INCOMPLETE, name, "It is not the file that contents.json lists.");
      }
    }
    for (String name : files.keySet()) {
      if (!listed.contains(name) && !name.equals(BundleLayout.CONTENTS)) {
        wrong(Kind.BUNDLE_INCOMPLETE, name, "It is not listed in contents.json.");
      }
    }
  }

  private boolean checkEntry(long index, LogVerifierKey key) {
    byte[] entry = files.get(BundleLayout.entry(index));
    byte[] proof = files.get(BundleLayout.receipt(index));
    if (entry == null || proof == null) {
      return false; // named by checkDigests
    }
    Optional<String> refusal =
        Receipt.parse(new String(proof, StandardCharsets.UTF_8))
            .then(receipt -> sameIndex(receipt, index))
            .then(this::sameCheckpoint)
            .then(receipt -> receipt.verify(entry, key))
            .refusal();
    refusal.ifPresent(
        why ->
            findings.add(
                Finding.atEntry(
                    Kind.RECEIPT_FALSE,
                    index,
                    BundleLayout.receipt(index),
                    "Entry "
                        + index
                        + " ("
                        + BundleLayout.entry(index)
                        + ", "
                        + BundleLayout.receipt(index)
                        + ") is not proven. "
                        + why)));
    return refusal.isEmpty();
  }

  private static Verdict<Receipt> sameIndex(Receipt receipt, long index) {
    return receipt.index() == index
        ? Verdict.accepted(receipt)
        : Verdict.refused("The receipt is for entry " + receipt.index() + ".");
  }

  private Verdict<Receipt> sameCheckpoint(Receipt receipt) {
    byte[] note = files.get(BundleLayout.CHECKPOINT);
    return note != null && receipt.checkpoint().equals(new String(note, StandardCharsets.UTF_8))
        ? Verdict.accepted(receipt)
        : Verdict.refused("The receipt's checkpoint is not the one in the bundle.");
  }

  private Optional<Instant> checkTimeStamp(byte[] note, Optional<List<X509Certificate>> given) {
    byte[] stamp = files.get(BundleLayout.TIME_STAMP);
    if (stamp == null) {
      notes.add("The bundle has no time stamp: the time of its checkpoint rests on the log alone.");
      return Optional.empty();
    }
    if (given.isEmpty()) {
      notes.add("The time-stamp authority was checked against the certificates in the bundle.");
    }
    Verdict<Instant> time =
        given
            .map(Verdict::accepted)
            .orElseGet(
                () ->
                    TimeStampAnchors.parse(
                        files.getOrDefault(BundleLayout.TIME_STAMP_ANCHORS, new byte[0])))
            .then(anchors -> new TimeStampedCheckpoint(note, stamp).verify(anchors, List.of()));
    time.refusal().ifPresent(why -> wrong(Kind.TIME_STAMP_FALSE, BundleLayout.TIME_STAMP, why));
    return time instanceof Verdict.Accepted<Instant> accepted
        ? Optional.of(accepted.value())
        : Optional.empty();
  }

  private void missing(String name) {
    wrong(Kind.BUNDLE_INCOMPLETE, name, "It is missing.");
  }

  private void wrong(Kind kind, String file, String why) {
    findings.add(Finding.atFile(kind, file, file + ": " + why));
  }
}
