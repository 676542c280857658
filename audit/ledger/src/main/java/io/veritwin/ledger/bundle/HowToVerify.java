package io.veritwin.ledger.bundle;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The instructions in a bundle: what is proven, how to check it with this and with other tools. */
final class HowToVerify {

  private HowToVerify() {}

  static String text(
      LogVerifierKey key, SignedCheckpoint checkpoint, List<Long> indexes, boolean timeStamped) {
    long first = indexes.isEmpty() ? 0 : indexes.get(0);
    String text =
        template("HOW-TO-VERIFY.txt")
            .replace("{key}", key.toString())
            .replace("{origin}", checkpoint.checkpoint().origin())
            .replace("{size}", Long.toString(checkpoint.size()))
            .replace("{count}", Integer.toString(indexes.size()))
            .replace("{index}", Long.toString(first));
    return text.replace(
        "{time-stamp}",
        timeStamped
            ? template("HOW-TO-VERIFY-time-stamp.txt")
            : "This bundle has no time stamp.\n");
  }

  private static String template(String name) {
    try (InputStream in = HowToVerify.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the program lacks its file " + name, e);
    }
  }
}
