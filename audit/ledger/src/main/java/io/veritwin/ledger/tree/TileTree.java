package io.veritwin.ledger.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree read from its tiles, to prove things with (URS-103). Proving one entry reads one tile per
 * level and never the other entries. One instance serves one thread.
 */
public final class TileTree {

  private static final int TILES_KEPT = 64;

  private final TileReader reader;
  private final long size;
  private final TreeHasher hasher = new TreeHasher();
  private final Map<TileAddress, byte[]> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TileAddress, byte[]> eldest) {
          return size() > TILES_KEPT;
        }
      };

  /**
   * @param size entries in the tree; the tiles of a larger tree serve as well once full
   */
  public TileTree(TileSource source, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("a tree of " + size + " entries");
    }
    this.reader = new TileReader(source, size);
    this.size = size;
  }

  public long size() {
    return size;
  }

  public Hash root() throws IOException {
    return root(size);
  }

  /** The root the tree had when it held the first {@code atSize} entries. */
  public Hash root(long atSize) throws IOException {
    requireSize(atSize);
    return atSize == 0 ? TreeHasher.emptyRoot() : range(0, atSize);
  }

  public Hash leafHash(long index) throws IOException {
    requireEntry(index, size);
    return subtree(0, index);
  }

  /** The bytes of an entry. */
  public byte[] entry(long index) throws IOException {
    requireEntry(index, size);
    byte[] bundle = reader.bundle(index / 256);
    return EntryBundle.decode(bundle).orElseThrow().get((int) (index % 256));
  }

  /** The path of RFC 6962 section 2.1.1 for an entry in the whole tree, leaf's sibling first. */
  public List<Hash> inclusionProof(long index) throws IOException {
    return inclusionProof(index, size);
  }

  /** The path of an entry in the tree of the first {@code atSize} entries. */
  public List<Hash> inclusionProof(long index, long atSize) throws IOException {
    requireSize(atSize);
    requireEntry(index, atSize);
    List<Hash> path = new ArrayList<>();
    inclusion(index, 0, atSize, path);
    return path;
  }

  /** The proof of RFC 6962 section 2.1.2 that the whole tree begins with the older one. */
  public List<Hash> consistencyProof(long olderSize) throws IOException {
    requireSize(olderSize);
    List<Hash> proof = new ArrayList<>();
    if (olderSize > 0 && olderSize < size) {
      consistency(olderSize, 0, size, true, proof);
    }
    return proof;
  }

  private void inclusion(long index, long from, long to, List<Hash> path) throws IOException {
    if (to - from == 1) {
      return;
    }
    long middle = from + split(to - from);
    if (index < middle) {
      inclusion(index, from, middle, path);
      path.add(range(middle, to));
    } else {
      inclusion(index, middle, to, path);
      path.add(range(from, middle));
    }
  }

  /** SUBPROOF of RFC 6962 section 2.1.2 for the entries {@code [from, to)}. */
  private void consistency(long older, long from, long to, boolean whole, List<Hash> proof)
      throws IOException {
    if (older == to) {
      if (!whole) {
        proof.add(range(from, to));
      }
      return;
    }
    long middle = from + split(to - from);
    if (older <= middle) {
      consistency(older, from, middle, whole, proof);
      proof.add(range(middle, to));
    } else {
      consistency(older, middle, to, false, proof);
      proof.add(range(from, middle));
    }
  }

  private Hash range(long from, long to) throws IOException {
    long count = to - from;
    if (Long.bitCount(count) == 1 && from % count == 0) {
      return subtree(Long.numberOfTrailingZeros(count), from / count);
    }
    long middle = from + split(count);
    return hasher.node(range(from, middle), range(middle, to));
  }

  /** The root of a full subtree, from the nodes of one tile. */
  private Hash subtree(int height, long index) throws IOException {
    int level = height / 8;
    int count = 1 << (height % 8);
    long first = index * count;
    byte[] tile = tile(level, first / 256);
    return hasher.subtree(tile, (int) (first % 256) * Hash.LENGTH, count);
  }

  private byte[] tile(int level, long index) throws IOException {
    TileAddress address = TileAddress.inTree(level, index, size);
    byte[] tile = kept.get(address);
    if (tile == null) {
      tile = reader.hashes(level, index);
      kept.put(address, tile);
    }
    return tile;
  }

  /** The largest power of two smaller than {@code count}. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }

  private void requireSize(long atSize) {
    if (atSize < 0 || atSize > size) {
      throw new IllegalArgumentException("size " + atSize + " in a tree of " + size + " entries");
    }
  }

  private static void requireEntry(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("entry " + index + " in a tree of " + size + " entries");
    }
  }
}
