package io.veritwin.ledger.verify;

import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.tree.EntryBundle;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verify.Finding.Kind;
import io.veritwin.ledger.verify.StoredLog.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One pass over all entry bundles: hashes their contents, grows the tree from nothing else,
 * compares each hash tile as it is completed. Remembers which tiles differ; says nothing yet about
 * whose fault a difference is.
 */
final class ContentPass {

  /** So many differing tiles are explained one by one; beyond that the log is plainly ruined. */
  private static final int MOST_SUSPECTS = 200;

  private final LogFolder log;
  private final StoredLog stored;
  private final long size;
  private final long olderSize;
  private final Findings findings;
  private final List<String> notes;
  private final TreeHasher hasher = new TreeHasher();
  private final List<GrowingTile> levels = new ArrayList<>();
  private final Map<TileAddress, byte[]> suspects = new LinkedHashMap<>();
  private List<byte[]> edge = List.of();
  private long entriesHashed;
  private boolean complete = true;
  private Hash olderRoot = TreeHasher.emptyRoot();

  ContentPass(LogFolder log, long size, long olderSize, Findings findings, List<String> notes) {
    this.log = log;
    this.stored = new StoredLog(log);
    this.size = size;
    this.olderSize = olderSize;
    this.findings = findings;
    this.notes = notes;
  }

  /** A hash tile being built from the level below. */
  private static final class GrowingTile {
    private final byte[] hashes = new byte[TileAddress.FULL * Hash.LENGTH];
    private long index;
    private int width;

    byte[] filled() {
      return Arrays.copyOf(hashes, width * Hash.LENGTH);
    }
  }

  void run() {
    try (ReadAhead bundles = new ReadAhead(stored, size)) {
      while (bundles.hasNext()) {
        HashedBundle bundle = bundles.next();
        TileAddress tile =
            TileAddress.hashes(0, bundle.address().index(), bundle.address().width());
        byte[] leaves = leaves(bundle, tile);
        noteOlderRoot(tile.index(), leaves);
        compare(tile, leaves);
        grow(tile, leaves);
      }
    }
    edge = levels.stream().map(GrowingTile::filled).toList();
    for (int level = 1; level < levels.size(); level++) {
      GrowingTile tile = levels.get(level);
      if (tile.width > 0) {
        compare(TileAddress.hashes(level, tile.index, tile.width), tile.filled());
      }
    }
    noteBeyond();
  }

  /** Entries whose contents were hashed. */
  long entriesHashed() {
    return entriesHashed;
  }

  /** Whether every entry's hash could be had, from its contents or at least from its tile. */
  boolean complete() {
    return complete;
  }

  /** Tiles that differ from what the contents give, with what the contents give. */
  Map<TileAddress, byte[]> suspects() {
    return suspects;
  }

  /** Partial tiles at the right edge as the contents give them, level 0 first. */
  List<byte[]> edge() {
    return edge;
  }

  /** Root of the entries that the older checkpoint covers, from their contents. */
  Hash rootAtOlderSize() {
    return olderRoot;
  }

  /** Leaf hashes of a bundle's contents; where they cannot be had, those of the stored tile. */
  private byte[] leaves(HashedBundle bundle, TileAddress tile) {
    if (bundle.bytes().isEmpty()) {
      nameAbsent(bundle);
      Optional<byte[]> instead = storedHashes(tile);
      complete &= instead.isPresent();
      return instead.orElse(bundle.leaves());
    }
    entriesHashed += bundle.entries();
    byte[] bytes = bundle.bytes().get();
    if (bundle.end() != bytes.length) {
      suspect(tile, bundle.leaves());
    }
    comparePartialBundles(bundle.address(), tile, bytes);
    return bundle.leaves();
  }

  private void nameAbsent(HashedBundle bundle) {
    TileAddress address = bundle.address();
    if (bundle.problem().isPresent()) {
      findings.unreadable(address.path(), bundle.problem().get());
      return;
    }
    long first = address.index() * 256;
    findings.entry(
        Kind.ENTRY_MISSING,
        first,
        address.path(),
        Words.capitalEntries(first, first + address.width() - 1)
            + " missing: the file "
            + address.path()
            + " is not there.");
  }

  /** A stored tile of the right length; what is wrong with it is named when it is compared. */
  private Optional<byte[]> storedHashes(TileAddress tile) {
    try {
      return stored
          .tile(tile)
          .map(Stored::bytes)
          .filter(bytes -> bytes.length == tile.width() * Hash.LENGTH);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void compare(TileAddress address, byte[] derived) {
    byte[] present = derived;
    try {
      Optional<Stored> tile = stored.tile(address);
      if (tile.isEmpty()) {
        findings.file(
            Kind.TILE_MISSING, address.path(), "The hash tile " + address.path() + " is missing.");
      }
      present = tile.map(Stored::bytes).orElse(derived);
      if (tile.isEmpty() || !Arrays.equals(present, derived)) {
        suspect(address, derived);
      }
    } catch (IOException e) {
      findings.unreadable(address.path(), e);
      suspect(address, derived);
    }
    comparePartialTiles(address, derived, present);
  }

  private void suspect(TileAddress address, byte[] derived) {
    if (suspects.size() < MOST_SUSPECTS) {
      suspects.put(address, derived);
    } else {
      findings.noteMore();
    }
  }

  private void grow(TileAddress address, byte[] leaves) {
    if (levels.isEmpty()) {
      levels.add(new GrowingTile());
    }
    if (address.isFull()) {
      push(1, hasher.subtree(leaves, 0, TileAddress.FULL));
    } else {
      GrowingTile zero = levels.get(0);
      System.arraycopy(leaves, 0, zero.hashes, 0, leaves.length);
      zero.width = address.width();
    }
  }

  private void push(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new GrowingTile());
    }
    GrowingTile tile = levels.get(level);
    hash.copyTo(tile.hashes, tile.width++);
    if (tile.width == TileAddress.FULL) {
      byte[] full = tile.filled();
      compare(TileAddress.hashes(level, tile.index, TileAddress.FULL), full);
      tile.index++;
      tile.width = 0;
      push(level + 1, hasher.subtree(full, 0, TileAddress.FULL));
    }
  }

  /** The older checkpoint's root, when the pass has come to its size. */
  private void noteOlderRoot(long bundle, byte[] leaves) {
    long inside = olderSize - bundle * 256;
    if (inside <= 0 || inside > leaves.length / Hash.LENGTH) {
      return;
    }
    List<byte[]> olderEdge = new ArrayList<>();
    olderEdge.add(Arrays.copyOf(leaves, (int) inside * Hash.LENGTH));
    levels.stream().skip(1).map(GrowingTile::filled).forEach(olderEdge::add);
    olderRoot = RightEdge.root(olderEdge);
  }

  /**
   * Partial tiles of earlier checkpoints may remain; they must be the beginning of the tile. Where
   * the stored tile differs from what the contents give, that is named by itself.
   */
  private void comparePartialTiles(TileAddress address, byte[] derived, byte[] present) {
    for (int width : narrowerWidths(address)) {
      int length = width * Hash.LENGTH;
      comparePartial(
          new TileAddress(address.level(), address.index(), width),
          bytes -> isBeginning(bytes, length, derived) || isBeginning(bytes, length, present));
    }
  }

  private void comparePartialBundles(TileAddress address, TileAddress tile, byte[] bundle) {
    for (int width : narrowerWidths(address)) {
      comparePartial(
          TileAddress.entries(address.index(), width),
          bytes ->
              isBeginning(bytes, StoredLog.endOf(bundle, width), bundle)
                  || storedHashes(tile)
                      .map(hashes -> isBeginning(leaves(bytes, width), width * Hash.LENGTH, hashes))
                      .orElse(false));
    }
  }

  private byte[] leaves(byte[] bundle, int width) {
    byte[] leaves = new byte[width * Hash.LENGTH];
    int at = 0;
    for (int i = 0; i < width; i++) {
      int length = EntryBundle.length(bundle, at);
      if (length < 0) {
        return new byte[0];
      }
      hasher.leaf(bundle, at + 2, length, leaves, i * Hash.LENGTH);
      at += 2 + length;
    }
    return at == bundle.length ? leaves : new byte[0];
  }

  private static boolean isBeginning(byte[] bytes, int length, byte[] whole) {
    return bytes.length == length
        && whole.length >= length
        && Arrays.equals(bytes, 0, length, whole, 0, length);
  }

  private List<Integer> narrowerWidths(TileAddress address) {
    return partialWidths(address).stream().filter(width -> width < address.width()).toList();
  }

  private List<Integer> partialWidths(TileAddress address) {
    try {
      return log.partialWidths(address);
    } catch (IOException e) {
      findings.unreadable(address.partialFolder(), e);
      return List.of();
    }
  }

  private void comparePartial(TileAddress partial, Predicate<byte[]> fits) {
    try {
      // The writer of a living log removes partial files whose full one it has published, maybe
      // between the folder's listing and this reading: a file that is gone says nothing false.
      Optional<byte[]> bytes = log.read(partial);
      if (bytes.isPresent() && !fits.test(bytes.get())) {
        findings.file(
            partial.isEntries() ? Kind.ENTRY_ALTERED : Kind.TILE_ALTERED,
            partial.path(),
            "The partial file "
                + partial.path()
                + " of an earlier checkpoint is not the beginning of the present one.");
      }
    } catch (IOException e) {
      findings.unreadable(partial.path(), e);
    }
  }

  /**
   * Files for entries that the checkpoint does not cover: a writer that was stopped, or a
   * roll-back.
   */
  private void noteBeyond() {
    try {
      TileAddress next = TileAddress.entries(size / 256, 1);
      boolean wider =
          log.partialWidths(next).stream().anyMatch(width -> width > size % 256)
              || log.read(next.full()).isPresent();
      if (wider) {
        notes.add(
            "The folder holds files of entries from "
                + size
                + " on, which the checkpoint does not cover: the writer was stopped before its"
                + " checkpoint, or the checkpoint was put back. An older checkpoint kept elsewhere"
                + " tells which (--older).");
      }
    } catch (IOException e) {
      findings.unreadable(TileAddress.entries(size / 256, 1).partialFolder(), e);
    }
  }
}
