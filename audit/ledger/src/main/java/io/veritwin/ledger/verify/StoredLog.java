package io.veritwin.ledger.verify;

import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.tree.EntryBundle;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.TileAddress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files of a log as a reader of C2SP tlog-tiles looks for them: the partial file, or the
 * beginning of the full one once that exists.
 */
record StoredLog(LogFolder folder) {

  /** A file that was found, with the part of its bytes that belongs to the tile asked for. */
  record Stored(TileAddress address, byte[] bytes) {}

  Optional<Stored> tile(TileAddress address) throws IOException {
    Optional<byte[]> exact = folder.read(address);
    if (exact.isPresent() || address.isFull()) {
      return exact.map(bytes -> new Stored(address, bytes));
    }
    return folder
        .read(address.full())
        .filter(bytes -> bytes.length == TileAddress.FULL * Hash.LENGTH)
        .map(bytes -> Arrays.copyOf(bytes, address.width() * Hash.LENGTH))
        .map(bytes -> new Stored(address.full(), bytes));
  }

  /**
   * A bundle; at worst a narrower one, so that a missing last entry is told from a missing file.
   */
  Optional<Stored> bundle(TileAddress address) throws IOException {
    Optional<byte[]> exact = folder.read(address);
    if (exact.isPresent()) {
      return exact.map(bytes -> new Stored(address, bytes));
    }
    if (!address.isFull()) {
      Optional<byte[]> full = folder.read(address.full());
      if (full.isPresent()) {
        byte[] bytes = full.get();
        int end = endOf(bytes, address.width());
        return Optional.of(new Stored(address.full(), end < 0 ? bytes : Arrays.copyOf(bytes, end)));
      }
    }
    List<Integer> widths = folder.partialWidths(address);
    for (int i = widths.size() - 1; i >= 0; i--) {
      if (widths.get(i) < address.width()) {
        TileAddress narrower = TileAddress.entries(address.index(), widths.get(i));
        return folder.read(narrower).map(bytes -> new Stored(narrower, bytes));
      }
    }
    return Optional.empty();
  }

  /** Where the first {@code count} entries of a bundle end; -1 when they are not all there. */
  static int endOf(byte[] bundle, int count) {
    int end = 0;
    for (int i = 0; i < count; i++) {
      int length = EntryBundle.length(bundle, end);
      if (length < 0) {
        return -1;
      }
      end += 2 + length;
    }
    return end;
  }
}
