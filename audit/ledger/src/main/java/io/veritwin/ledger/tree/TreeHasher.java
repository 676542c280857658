package io.veritwin.ledger.tree;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of RFC 6962 section 2.1: leaf = SHA-256(0x00 || entry), node = SHA-256(0x01 || left ||
 * right). One instance serves one thread.
 */
public final class TreeHasher {

  private final MessageDigest sha256 = newSha256();

  /** Plain SHA-256, a new instance. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The root of the tree without entries: the SHA-256 of nothing. */
  public static Hash emptyRoot() {
    return Hash.of(newSha256().digest());
  }

  public Hash leaf(byte[] entry) {
    byte[] out = new byte[Hash.LENGTH];
    leaf(entry, 0, entry.length, out, 0);
    return Hash.of(out);
  }

  public Hash node(Hash left, Hash right) {
    sha256.update((byte) 1);
    sha256.update(left.bytes());
    sha256.update(right.bytes());
    return Hash.of(sha256.digest());
  }

  /** Hashes the entry at {@code bytes[offset..offset+length)} into {@code out[at..at+32)}. */
  public void leaf(byte[] bytes, int offset, int length, byte[] out, int at) {
    sha256.update((byte) 0);
    sha256.update(bytes, offset, length);
    digest(out, at);
  }

  /**
   * The root of a full subtree whose {@code count} (a power of two) nodes stand one after the other
   * in {@code nodes} from {@code offset}.
   */
  public Hash subtree(byte[] nodes, int offset, int count) {
    if (Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException("a full subtree has 2^n nodes, got " + count);
    }
    byte[] work = new byte[count * Hash.LENGTH];
    System.arraycopy(nodes, offset, work, 0, work.length);
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        sha256.update((byte) 1);
        sha256.update(work, i * 2 * Hash.LENGTH, 2 * Hash.LENGTH);
        digest(work, i * Hash.LENGTH);
      }
    }
    return Hash.at(work, 0);
  }

  private void digest(byte[] out, int at) {
    try {
      sha256.digest(out, at, Hash.LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("no room for a hash at " + at, e);
    }
  }
}
