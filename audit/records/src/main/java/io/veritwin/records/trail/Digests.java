package io.veritwin.records.trail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as records, pages and reports print it: lower-case hexadecimal. */
public final class Digests {

  private Digests() {}

  /** SHA-256 of {@code bytes}. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 of {@code bytes}, lower-case hex. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  /** The value of a byte field as a trail prints it: digest and length. */
  static String ofBytes(byte[] bytes) {
    return "sha-256:" + hex(bytes) + " (" + bytes.length + " bytes)";
  }

  /** The text itself, or digest and length of one that is longer than {@code limit}. */
  static String ofLongText(String text, int limit) {
    if (text == null || text.length() <= limit) {
      return text;
    }
    return "sha-256:"
        + hex(text.getBytes(StandardCharsets.UTF_8))
        + " ("
        + text.length()
        + " characters)";
  }
}
