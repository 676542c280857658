package io.veritwin.ledger.tree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything of a tree that growing it needs: the partial tile of each level and the partial entry
 * bundle at its right side. Immutable; {@link #grow} gives the next one and leaves this one as it
 * was, so that a batch that could not be stored is simply forgotten.
 */
public final class RightEdge {

  private static final RightEdge EMPTY = new RightEdge(0, List.of(), new byte[0]);

  private final long size;
  private final List<byte[]> partialTiles;
  private final byte[] partialBundle;

  private RightEdge(long size, List<byte[]> partialTiles, byte[] partialBundle) {
    this.size = size;
    this.partialTiles = partialTiles;
    this.partialBundle = partialBundle;
  }

  /** The edge of the tree without entries. */
  public static RightEdge empty() {
    return EMPTY;
  }

  /**
   * Reads the edge of a tree of {@code size} entries: one small tile per level and one bundle.
   *
   * @throws IOException when a tile is missing, too short or unreadable, naming it
   */
  public static RightEdge read(TileSource source, long size) throws IOException {
    TileReader reader = new TileReader(source, size);
    List<byte[]> tiles = new ArrayList<>();
    for (int level = 0; size >> (8 * level) > 0; level++) {
      long nodes = size >> (8 * level);
      tiles.add(nodes % 256 == 0 ? new byte[0] : reader.hashes(level, nodes / 256));
    }
    byte[] bundle = size % 256 == 0 ? new byte[0] : reader.bundle(size / 256);
    return new RightEdge(size, tiles, bundle);
  }

  /** The partial tiles and the partial bundle of this edge, as they must be stored. */
  public Map<TileAddress, byte[]> tiles() {
    Map<TileAddress, byte[]> tiles = new LinkedHashMap<>();
    if (partialBundle.length > 0) {
      tiles.put(TileAddress.inTree(TileAddress.ENTRIES, size / 256, size), partialBundle.clone());
    }
    for (int level = 0; level < partialTiles.size(); level++) {
      if (partialTiles.get(level).length > 0) {
        long index = (size >> (8 * level)) / 256;
        tiles.put(TileAddress.inTree(level, index, size), partialTiles.get(level).clone());
      }
    }
    return tiles;
  }

  /** Entries in the tree. */
  public long size() {
    return size;
  }

  /** The root of the tree (RFC 6962 section 2.1). */
  public Hash root() {
    return root(partialTiles);
  }

  /**
   * The root over the partial tiles of a right edge, level 0 first; a level without a partial tile
   * has an empty one.
   */
  public static Hash root(List<byte[]> partialTiles) {
    TreeHasher hasher = new TreeHasher();
    Hash root = null;
    for (byte[] tile : partialTiles) {
      int end = tile.length / Hash.LENGTH;
      while (end > 0) {
        int peak = Integer.lowestOneBit(end);
        end -= peak;
        Hash left = hasher.subtree(tile, end * Hash.LENGTH, peak);
        root = root == null ? left : hasher.node(left, root);
      }
    }
    return root == null ? TreeHasher.emptyRoot() : root;
  }

  /**
   * What appending a batch gives: the new edge and the tiles to store, entry bundles first.
   *
   * @param edge the right edge after the batch
   * @param tiles new full tiles and the new partial ones, in the order in which to store them
   * @param filled tiles that were partial before the batch and are full now
   */
  public record Growth(RightEdge edge, Map<TileAddress, byte[]> tiles, List<TileAddress> filled) {}

  /**
   * Appends entries.
   *
   * @throws IllegalArgumentException when an entry is longer than {@link EntryBundle#LONGEST_ENTRY}
   */
  public Growth grow(List<byte[]> entries) {
    for (int i = 0; i < entries.size(); i++) {
      EntryBundle.check(entries.get(i), i);
    }
    return new Growing().append(entries);
  }

  /** The edge while a batch is being appended. */
  private final class Growing {
    private final TreeHasher hasher = new TreeHasher();
    private final List<ByteArrayOutputStream> levels = new ArrayList<>();
    private final ByteArrayOutputStream bundle = copyOf(partialBundle);
    private final Map<TileAddress, byte[]> bundles = new LinkedHashMap<>();
    private final Map<TileAddress, byte[]> hashTiles = new LinkedHashMap<>();
    private long grown = size;

    Growing() {
      partialTiles.forEach(tile -> levels.add(copyOf(tile)));
    }

    Growth append(List<byte[]> entries) {
      for (byte[] entry : entries) {
        bundle.write(entry.length >> 8);
        bundle.write(entry.length);
        bundle.writeBytes(entry);
        grown++;
        if (grown % 256 == 0) {
          bundles.put(TileAddress.entries(grown / 256 - 1, 256), bundle.toByteArray());
          bundle.reset();
        }
        add(0, hasher.leaf(entry));
      }
      if (!entries.isEmpty() && bundle.size() > 0) {
        bundles.put(TileAddress.entries(grown / 256, (int) (grown % 256)), bundle.toByteArray());
      }
      List<byte[]> edgeTiles = new ArrayList<>();
      for (int level = 0; level < levels.size(); level++) {
        byte[] tile = levels.get(level).toByteArray();
        edgeTiles.add(tile);
        long nodes = grown >> (8 * level);
        if (tile.length > 0 && nodes > size >> (8 * level)) {
          hashTiles.put(TileAddress.hashes(level, nodes / 256, (int) (nodes % 256)), tile);
        }
      }
      Map<TileAddress, byte[]> tiles = new LinkedHashMap<>(bundles);
      tiles.putAll(hashTiles);
      return new Growth(
          new RightEdge(grown, edgeTiles, bundle.toByteArray()), tiles, filledTiles(tiles));
    }

    private void add(int level, Hash hash) {
      if (level == levels.size()) {
        levels.add(new ByteArrayOutputStream());
      }
      ByteArrayOutputStream tile = levels.get(level);
      tile.writeBytes(hash.bytes());
      if (tile.size() == TileAddress.FULL * Hash.LENGTH) {
        byte[] full = tile.toByteArray();
        tile.reset();
        long index = (grown >> (8 * level)) / 256 - 1;
        hashTiles.put(TileAddress.hashes(level, index, TileAddress.FULL), full);
        add(level + 1, hasher.subtree(full, 0, TileAddress.FULL));
      }
    }

    /** Of the full tiles, those of which partial forms were stored with earlier batches. */
    private List<TileAddress> filledTiles(Map<TileAddress, byte[]> tiles) {
      return tiles.keySet().stream()
          .filter(TileAddress::isFull)
          .filter(
              tile -> {
                long nodesBefore = size >> (8 * Math.max(tile.level(), 0));
                return nodesBefore % 256 != 0 && nodesBefore / 256 == tile.index();
              })
          .toList();
    }

    private static ByteArrayOutputStream copyOf(byte[] bytes) {
      ByteArrayOutputStream copy = new ByteArrayOutputStream(Math.max(bytes.length, 32));
      copy.writeBytes(bytes);
      return copy;
    }
  }
}
