package io.veritwin.ledger.receipt;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.MerkleProof;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Index, inclusion proof and signed checkpoint of one entry (C2SP tlog-proof, URS-105). Anyone can
 * write these three down; only {@link #verify} says whether they hold.
 *
 * @param index place of the entry in the log, from 0
 * @param path inclusion proof, leaf's sibling first
 * @param checkpoint the signed note as text
 */
public record Receipt(long index, List<Hash> path, String checkpoint) {

  private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,17})");

  public Receipt {
    path = List.copyOf(path);
  }

  /** The text form, as stored with extension {@code .tlog-proof}. */
  public String text() {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    text.append("index ").append(index).append('\n');
    path.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  /** Reads the text form. An {@code extra} line is skipped: nothing vouches for it. */
  public static Verdict<Receipt> parse(String text) {
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      return Verdict.refused("The receipt has no checkpoint.");
    }
    List<String> head = new ArrayList<>(List.of(text.substring(0, blank).split("\n", -1)));
    if (!head.remove(0).equals(FIRST_LINE)) {
      return Verdict.refused("The receipt does not begin with \"" + FIRST_LINE + "\".");
    }
    if (!head.isEmpty() && head.get(0).startsWith("extra ")) {
      head.remove(0);
    }
    if (head.isEmpty() || !INDEX.matcher(head.get(0)).matches()) {
      return Verdict.refused("The receipt does not tell the entry's index.");
    }
    long index = Long.parseLong(head.remove(0).substring("index ".length()));
    List<Hash> path = new ArrayList<>();
    for (String line : head) {
      Optional<Hash> hash = Hash.fromBase64(line);
      if (hash.isEmpty()) {
        return Verdict.refused("The receipt holds a line that is not a hash: \"" + line + "\".");
      }
      path.add(hash.get());
    }
    return Verdict.accepted(new Receipt(index, path, text.substring(blank + 2)));
  }

  /**
   * Checks that the log whose key this is holds exactly this entry at this receipt's index.
   *
   * @param leaf the entry's bytes as logged
   * @return the checkpoint that covers the entry, or why the receipt proves nothing
   */
  public Verdict<SignedCheckpoint> verify(byte[] leaf, LogVerifierKey key) {
    return key.open(checkpoint.getBytes(StandardCharsets.UTF_8))
        .then(signed -> check(leaf, signed));
  }

  private Verdict<SignedCheckpoint> check(byte[] leaf, SignedCheckpoint signed) {
    Checkpoint head = signed.checkpoint();
    if (index >= head.size()) {
      return Verdict.refused(
          "The receipt is for entry "
              + index
              + ", but its checkpoint covers only "
              + head.size()
              + " entries.");
    }
    Hash leafHash = new TreeHasher().leaf(leaf);
    return MerkleProof.includes(leafHash, index, head.size(), path, head.root())
        ? Verdict.accepted(signed)
        : Verdict.refused(
            "Entry "
                + index
                + " is not what the log holds at this place: its bytes or the proof were altered.");
  }
}
