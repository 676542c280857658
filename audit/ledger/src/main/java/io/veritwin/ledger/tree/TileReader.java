package io.veritwin.ledger.tree;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Reads the tiles of a tree of known size; takes the full tile where the partial one is gone. */
final class TileReader {

  private final TileSource source;
  private final long size;

  TileReader(TileSource source, long size) {
    this.source = source;
    this.size = size;
  }

  /** The hashes of a tile, exactly as many as a tree of this size has there. */
  byte[] hashes(int level, long index) throws IOException {
    TileAddress address = TileAddress.inTree(level, index, size);
    byte[] tile = readOrFull(address);
    int wanted = address.width() * Hash.LENGTH;
    if (tile.length < wanted) {
      throw new IOException(address.path() + " is too short: " + tile.length + " bytes");
    }
    return tile.length == wanted ? tile : Arrays.copyOf(tile, wanted);
  }

  /** The entries of a bundle with their lengths, exactly as many as a tree of this size has. */
  byte[] bundle(long index) throws IOException {
    TileAddress address = TileAddress.inTree(TileAddress.ENTRIES, index, size);
    byte[] bundle = readOrFull(address);
    int end = 0;
    for (int i = 0; i < address.width(); i++) {
      int length = EntryBundle.length(bundle, end);
      if (length < 0) {
        throw new IOException(address.path() + " ends before its entry " + i);
      }
      end += 2 + length;
    }
    return end == bundle.length ? bundle : Arrays.copyOf(bundle, end);
  }

  private byte[] readOrFull(TileAddress address) throws IOException {
    Optional<byte[]> tile = source.read(address);
    if (tile.isEmpty() && !address.isFull()) {
      tile = source.read(address.full());
    }
    return tile.orElseThrow(() -> new IOException(address.path() + " is missing"));
  }
}
