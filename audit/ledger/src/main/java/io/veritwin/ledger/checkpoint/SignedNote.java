package io.veritwin.ledger.checkpoint;

import io.veritwin.ledger.tree.StrictBase64;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A text with signature lines below it (C2SP signed-note).
 *
 * @param text what is signed; ends with a newline
 * @param signatures one or more, by the log and perhaps by cosigners
 */
record SignedNote(String text, List<Signature> signatures) {

  /** More than any log needs, few enough to bound the work on a hostile note. */
  private static final int MOST_SIGNATURES = 100;

  private static final String DASH = "— ";

  /**
   * A signature line.
   *
   * @param name name of the key
   * @param keyId four bytes that tell keys of one name apart
   * @param bytes the signature itself
   */
  record Signature(String name, int keyId, byte[] bytes) {

    String line() {
      byte[] joined = ByteBuffer.allocate(4 + bytes.length).putInt(keyId).put(bytes).array();
      return DASH + name + " " + Base64.getEncoder().encodeToString(joined) + "\n";
    }
  }

  byte[] bytes() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  static Verdict<SignedNote> parse(byte[] note) {
    String all;
    try {
      all = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note)).toString();
    } catch (CharacterCodingException e) {
      return Verdict.refused("The checkpoint is not well-formed UTF-8.");
    }
    if (all.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
      return Verdict.refused("The checkpoint holds a control character.");
    }
    int blank = all.lastIndexOf("\n\n");
    if (blank < 0 || !all.endsWith("\n") || blank + 2 == all.length()) {
      return Verdict.refused("The checkpoint has no signature lines.");
    }
    List<Signature> signatures = new ArrayList<>();
    for (String line : all.substring(blank + 2, all.length() - 1).split("\n", -1)) {
      Optional<Signature> signature = signature(line);
      if (signature.isEmpty()) {
        return Verdict.refused("The checkpoint has a malformed signature line: \"" + line + "\".");
      }
      signatures.add(signature.get());
      if (signatures.size() > MOST_SIGNATURES) {
        return Verdict.refused("The checkpoint has more than 100 signature lines.");
      }
    }
    return Verdict.accepted(new SignedNote(all.substring(0, blank + 1), signatures));
  }

  private static Optional<Signature> signature(String line) {
    if (!line.startsWith(DASH)) {
      return Optional.empty();
    }
    String[] parts = line.substring(DASH.length()).split(" ", -1);
    if (parts.length != 2 || !LogVerifierKey.isName(parts[0])) {
      return Optional.empty();
    }
    return StrictBase64.decode(parts[1])
        .filter(joined -> joined.length > 4)
        .map(
            joined ->
                new Signature(
                    parts[0],
                    ByteBuffer.wrap(joined).getInt(),
                    Arrays.copyOfRange(joined, 4, joined.length)));
  }
}
