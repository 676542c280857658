package io.veritwin.ledger.tree;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 with one spelling per value. Java's decoder takes missing padding and ignores surplus bits
 * of the last character, so that a changed character could go unnoticed.
 */
public final class StrictBase64 {

  private StrictBase64() {}

  /** The bytes; empty when {@code text} is not the one standard spelling (RFC 4648 section 4). */
  public static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(bytes).equals(text)
          ? Optional.of(bytes)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
