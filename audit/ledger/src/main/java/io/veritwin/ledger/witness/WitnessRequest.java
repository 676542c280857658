package io.veritwin.ledger.witness;

import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a log sends to a witness (C2SP tlog-witness, {@code add-checkpoint}).
 *
 * @param oldSize the size that the log believes the witness knows
 * @param proof that the new checkpoint goes on from there (RFC 6962)
 * @param checkpoint the signed note
 */
public record WitnessRequest(long oldSize, List<Hash> proof, String checkpoint) {

  private static final int MOST_HASHES = 63;

  /** The body of the request. */
  public byte[] bytes() {
    StringBuilder body = new StringBuilder("old ").append(oldSize).append('\n');
    proof.forEach(hash -> body.append(hash.base64()).append('\n'));
    return body.append('\n').append(checkpoint).toString().getBytes(StandardCharsets.UTF_8);
  }

  static Verdict<WitnessRequest> parse(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    if (blank < 0 || !text.matches("(?s)old (0|[1-9][0-9]{0,17})\n.*")) {
      return Verdict.refused("The request does not begin with \"old\" and a size.");
    }
    String[] lines = text.substring(0, blank).split("\n", -1);
    List<Hash> proof = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      Optional<Hash> hash = Hash.fromBase64(lines[i]);
      if (hash.isEmpty() || i > MOST_HASHES) {
        return Verdict.refused("The request's proof is malformed.");
      }
      proof.add(hash.get());
    }
    return Verdict.accepted(
        new WitnessRequest(
            Long.parseLong(lines[0].substring(4)), proof, text.substring(blank + 2)));
  }
}
