package io.veritwin.ledger.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A SHA-256 hash: 32 bytes that cannot change. */
public final class Hash {

  /** Length in bytes. */
  public static final int LENGTH = 32;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Hash of(byte[] bytes) {
    return at(bytes, 0, bytes.length);
  }

  /** The {@code place}-th of the hashes that stand one after the other in {@code hashes}. */
  public static Hash at(byte[] hashes, int place) {
    return at(hashes, place * LENGTH, LENGTH);
  }

  private static Hash at(byte[] bytes, int offset, int length) {
    if (length != LENGTH) {
      throw new IllegalArgumentException("a hash has 32 bytes, got " + length);
    }
    return new Hash(Arrays.copyOfRange(bytes, offset, offset + LENGTH));
  }

  /** Reads strict base64; empty when the text is anything else than one hash's only spelling. */
  public static Optional<Hash> fromBase64(String text) {
    return StrictBase64.decode(text).filter(b -> b.length == LENGTH).map(Hash::new);
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Standard base64 with padding, as in checkpoints and proofs. */
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Writes the hash as the {@code place}-th into {@code hashes}. */
  public void copyTo(byte[] hashes, int place) {
    System.arraycopy(bytes, 0, hashes, place * LENGTH, LENGTH);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return base64();
  }
}
