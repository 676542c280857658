package io.veritwin.ledger.checkpoint;

import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The head of a log (C2SP tlog-checkpoint): so many entries, with this root. By itself it is only a
 * claim; it counts once {@link LogVerifierKey#open} has checked the signature.
 *
 * @param origin the log's identity, the same as its key's name
 * @param size entries in the tree
 * @param root RFC 6962 root hash
 * @param extensions further lines, which Veritwin reads and never writes
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

  private static final Pattern DECIMAL = Pattern.compile("0|[1-9][0-9]{0,17}");

  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (origin.isEmpty() || origin.contains("\n") || size < 0) {
      throw new IllegalArgumentException("checkpoint of \"" + origin + "\" at size " + size);
    }
  }

  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  /** The text that is signed; ends with a newline. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n').append(root.base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  static Verdict<Checkpoint> parse(String text) {
    String[] lines = text.substring(0, text.length() - 1).split("\n", -1);
    if (lines.length < 3 || Arrays.stream(lines).anyMatch(String::isEmpty)) {
      return Verdict.refused("The checkpoint does not have its three lines.");
    }
    if (!DECIMAL.matcher(lines[1]).matches()) {
      return Verdict.refused("The checkpoint's size \"" + lines[1] + "\" is not a number.");
    }
    Optional<Hash> root = Hash.fromBase64(lines[2]);
    if (root.isEmpty()) {
      return Verdict.refused("The checkpoint's root \"" + lines[2] + "\" is not a hash.");
    }
    return Verdict.accepted(
        new Checkpoint(
            lines[0],
            Long.parseLong(lines[1]),
            root.get(),
            Arrays.asList(lines).subList(3, lines.length)));
  }
}
