package io.veritwin.ledger.bundle;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.tree.TileSource;
import io.veritwin.ledger.tree.TileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chosen entries of a log with their receipts, the checkpoint, the log's public key, the time stamp
 * and instructions in plain words (URS-109). Made from the log, given to an inspector, verified by
 * {@link BundleVerifier} or by hand.
 */
public final class Bundle {

  private final SortedMap<String, byte[]> files = new TreeMap<>();

  /**
   * The time stamp that goes into a bundle.
   *
   * @param stamp the authority's answer over the checkpoint
   * @param anchorsPem root certificates that the authority's certificate leads to, PEM
   */
  public record TimeStamp(byte[] stamp, byte[] anchorsPem) {}

  private Bundle() {}

  /**
   * Collects the bundle. Each receipt is verified before it is handed out.
   *
   * @param tiles the log
   * @param checkpoint the signed checkpoint under which to prove the entries
   * @param indexes entries to export; each at most once is kept
   * @throws IllegalArgumentException when the checkpoint does not cover an entry
   * @throws IOException when the log cannot be read or does not prove one of the entries
   */
  public static Bundle of(
      TileSource tiles,
      SignedCheckpoint checkpoint,
      LogVerifierKey key,
      Collection<Long> indexes,
      Optional<TimeStamp> timeStamp)
      throws IOException {
    Bundle bundle = new Bundle();
    TileTree tree = new TileTree(tiles, checkpoint.size());
    List<Long> chosen = indexes.stream().sorted().distinct().toList();
    for (long index : chosen) {
      byte[] entry = tree.entry(index);
      Receipt receipt = new Receipt(index, tree.inclusionProof(index), checkpoint.text());
      Optional<String> refusal = receipt.verify(entry, key).refusal();
      if (refusal.isPresent()) {
        throw new IOException(refusal.get());
      }
      bundle.files.put(BundleLayout.entry(index), entry);
      bundle.put(BundleLayout.receipt(index), receipt.text());
    }
    bundle.files.put(BundleLayout.CHECKPOINT, checkpoint.note());
    bundle.put(BundleLayout.VERIFIER_KEY, key + "\n");
    bundle.put(BundleLayout.PUBLIC_KEY_PEM, key.toPem());
    timeStamp.ifPresent(
        stamp -> {
          bundle.files.put(BundleLayout.TIME_STAMP, stamp.stamp());
          bundle.files.put(BundleLayout.TIME_STAMP_ANCHORS, stamp.anchorsPem());
        });
    bundle.put(
        BundleLayout.HOW_TO, HowToVerify.text(key, checkpoint, chosen, timeStamp.isPresent()));
    bundle.files.put(BundleLayout.CONTENTS, BundleContents.of(chosen, bundle.files).bytes());
    return bundle;
  }

  /** Writes a zip file when the name ends in .zip, else a folder. */
  public void write(Path to) throws IOException {
    BundleFiles.write(to, files);
  }

  private void put(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
