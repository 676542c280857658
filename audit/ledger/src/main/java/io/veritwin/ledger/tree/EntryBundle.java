package io.veritwin.ledger.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The coding of an entry bundle: each entry after its length as a big-endian uint16. */
public final class EntryBundle {

  /** The longest entry in bytes that the layout can hold. */
  public static final int LONGEST_ENTRY = 65_535;

  private EntryBundle() {}

  /**
   * The entries of a bundle.
   *
   * @return empty when the lengths do not add up
   */
  public static Optional<List<byte[]>> decode(byte[] bundle) {
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (at < bundle.length) {
      int length = length(bundle, at);
      if (length < 0) {
        return Optional.empty();
      }
      entries.add(Arrays.copyOfRange(bundle, at + 2, at + 2 + length));
      at += 2 + length;
    }
    return Optional.of(entries);
  }

  /** The length of the entry whose prefix stands at {@code at}; -1 when it is not all there. */
  public static int length(byte[] bundle, int at) {
    if (at + 2 > bundle.length) {
      return -1;
    }
    int length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
    return at + 2 + length > bundle.length ? -1 : length;
  }

  /** Refuses an entry that the layout cannot hold, naming its place in the batch. */
  static void check(byte[] entry, int place) {
    if (entry.length > LONGEST_ENTRY) {
      throw new IllegalArgumentException(
          "entry "
              + place
              + " of the batch has "
              + entry.length
              + " bytes; a log entry has at most "
              + LONGEST_ENTRY
              + ": log its digest and keep the content beside it");
    }
  }
}
