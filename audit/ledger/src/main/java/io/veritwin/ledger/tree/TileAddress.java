package io.veritwin.ledger.tree;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile lies in the C2SP tlog-tiles layout (URS-102): {@code tile/<L>/<N>[.p/<W>]} for
 * hashes, {@code tile/entries/<N>[.p/<W>]} for entry bundles.
 *
 * @param level level of a hash tile, 0 to 63; {@link #ENTRIES} for an entry bundle
 * @param index index within the level
 * @param width hashes or entries in it, 1 to 256; 256 is a full tile
 */
public record TileAddress(int level, long index, int width) {

  /** The level of entry bundles. */
  public static final int ENTRIES = -1;

  /** Hashes in a full tile: height 8. */
  public static final int FULL = 256;

  private static final Pattern PATH =
      Pattern.compile(
          "tile/([0-9]{1,2}|entries)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  public TileAddress {
    if (level < ENTRIES || level > 63 || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "no such tile: level " + level + ", index " + index + ", width " + width);
    }
  }

  public static TileAddress hashes(int level, long index, int width) {
    if (level < 0) {
      throw new IllegalArgumentException("no such level: " + level);
    }
    return new TileAddress(level, index, width);
  }

  public static TileAddress entries(long index, int width) {
    return new TileAddress(ENTRIES, index, width);
  }

  /** Reads a path as {@link #path} writes it; empty when it is not one. */
  public static Optional<TileAddress> parse(String path) {
    Matcher parts = PATH.matcher(path);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      int level = parts.group(1).equals("entries") ? ENTRIES : Integer.parseInt(parts.group(1));
      long index = Long.parseLong(parts.group(2).replaceAll("[x/]", ""));
      int width = parts.group(3) == null ? FULL : Integer.parseInt(parts.group(3));
      TileAddress address = new TileAddress(level, index, width);
      return address.path().equals(path) ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a tree of {@code size} entries has every hash or entry of this tile. */
  public boolean isCovered(long size) {
    long nodes = size >> (8 * Math.max(level, 0));
    return index * FULL + width <= nodes;
  }

  /** The widest form of tile {@code index} of {@code level} in a tree of {@code size} entries. */
  public static TileAddress inTree(int level, long index, long size) {
    long nodes = size >> (8 * Math.max(level, 0));
    return new TileAddress(level, index, (int) Math.min(FULL, nodes - index * FULL));
  }

  public boolean isEntries() {
    return level == ENTRIES;
  }

  public boolean isFull() {
    return width == FULL;
  }

  public TileAddress full() {
    return new TileAddress(level, index, FULL);
  }

  /** The path below the log's folder, with forward slashes. */
  public String path() {
    return isFull() ? stem() : partialFolder() + "/" + width;
  }

  /** The folder of the partial forms of this tile. */
  public String partialFolder() {
    return stem() + ".p";
  }

  private String stem() {
    StringBuilder number = new StringBuilder(String.format("%03d", index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      number.insert(0, String.format("x%03d/", rest % 1000));
    }
    return "tile/" + (isEntries() ? "entries" : level) + "/" + number;
  }

  @Override
  public String toString() {
    return path();
  }
}
