package io.veritwin.ledger.verify;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.tree.EntryBundle;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verify.EntryAlignment.Moved;
import io.veritwin.ledger.verify.Finding.Kind;
import io.veritwin.ledger.verify.StoredLog.Stored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says what was altered where contents and tiles differ. The signed root decides: a stored tile
 * that leads to it is genuine, so the entries differ; where what the contents give leads to it, the
 * tile's file was altered.
 */
final class Attribution {

  private static final int MOST_ENTRIES_IN_BROKEN_BUNDLE = 2 * TileAddress.FULL;

  private final StoredLog log;
  private final long size;
  private final Hash signedRoot;
  private final ContentPass pass;
  private final Findings findings;
  private final TreeHasher hasher = new TreeHasher();

  /** The right edge that leads to the signed root; empty when none does. */
  private List<byte[]> genuineEdge = List.of();

  /** Hashes found where others were logged, to recognise entries moved between bundles. */
  private final Map<Hash, Long> loggedAt = new HashMap<>();

  private final List<Strange> strange = new ArrayList<>();

  private record Strange(Kind kind, long place, Hash found, String file) {}

  Attribution(LogFolder log, Checkpoint head, ContentPass pass, Findings findings) {
    this.log = new StoredLog(log);
    this.size = head.size();
    this.signedRoot = head.root();
    this.pass = pass;
    this.findings = findings;
  }

  void run() {
    boolean rootAgrees = RightEdge.root(pass.edge()).equals(signedRoot);
    if (rootAgrees && pass.suspects().isEmpty()) {
      return;
    }
    genuineEdge = rootAgrees ? pass.edge() : edgeThatLeadsToRoot();
    pass.suspects().forEach(this::explain);
    nameStrangeEntries();
    if (genuineEdge.isEmpty() && pass.complete()) {
      nameRewritten();
    }
  }

  /** Tries, level by level, the stored partial tile and the one the contents give. */
  private List<byte[]> edgeThatLeadsToRoot() {
    List<byte[]> derived = pass.edge();
    int levels = derived.size();
    for (int choice = 0; choice < 1 << levels; choice++) {
      List<byte[]> edge = new ArrayList<>();
      for (int level = 0; level < levels; level++) {
        byte[] own = derived.get(level);
        boolean takeStored = (choice >> level & 1) == 0;
        edge.add(
            takeStored && own.length > 0
                ? stored(TileAddress.inTree(level, (size >> (8 * level)) / 256, size))
                    .filter(tile -> tile.length == own.length)
                    .orElse(own)
                : own);
      }
      if (RightEdge.root(edge).equals(signedRoot)) {
        return edge;
      }
    }
    return List.of();
  }

  private void explain(TileAddress address, byte[] derived) {
    Optional<byte[]> tile = stored(address);
    if (tile.isEmpty()) {
      explainWithoutTile(address, derived);
      return;
    }
    boolean genuineTile = isGenuine(address, tile.get());
    if (address.level() == 0 && (genuineTile || !isGenuine(address, derived))) {
      explainEntries(address, tile.get(), genuineTile);
    } else if (!genuineTile) {
      nameAlteredTile(address, tile.get(), derived);
    } else {
      nameRewrittenBelow(address, tile.get(), derived);
    }
  }

  /** The tile's absence is named already; the contents may be wrong besides. */
  private void explainWithoutTile(TileAddress address, byte[] derived) {
    if (address.level() == 0 && !isGenuine(address, derived)) {
      long first = address.index() * 256;
      findings.entry(
          Kind.ENTRY_ALTERED,
          first,
          TileAddress.entries(address.index(), address.width()).path(),
          "Among the entries "
              + first
              + " to "
              + (first + address.width() - 1)
              + " at least one was altered or is missing; without the hash tile "
              + address.path()
              + " it cannot be told which.");
    }
  }

  /** Whether a tile with these bytes leads to the signed root. */
  private boolean isGenuine(TileAddress address, byte[] tile) {
    if (!address.isFull()) {
      return address.level() < genuineEdge.size()
          && Arrays.equals(genuineEdge.get(address.level()), tile);
    }
    if (tile.length != TileAddress.FULL * Hash.LENGTH) {
      return false;
    }
    TileAddress above = TileAddress.inTree(address.level() + 1, address.index() / 256, size);
    int place = (int) (address.index() % 256);
    Hash root = hasher.subtree(tile, 0, TileAddress.FULL);
    if (!above.isFull()) {
      return above.level() < genuineEdge.size()
          && Hash.at(genuineEdge.get(above.level()), place).equals(root);
    }
    Optional<byte[]> parent = stored(above).filter(bytes -> isGenuine(above, bytes));
    if (parent.isEmpty()) {
      parent = Optional.ofNullable(pass.suspects().get(above)).filter(b -> isGenuine(above, b));
    }
    return parent.isPresent() && Hash.at(parent.get(), place).equals(root);
  }

  private void explainEntries(TileAddress tileAddress, byte[] tile, boolean genuine) {
    TileAddress bundle = TileAddress.entries(tileAddress.index(), tileAddress.width());
    Optional<Stored> read = storedBundle(bundle);
    if (read.isEmpty()) {
      if (!genuine) {
        nameAlteredTile(tileAddress, tile, new byte[0]);
      }
      return; // the bundle's absence is named already
    }
    byte[] bytes = read.get().bytes();
    List<Hash> logged = hashes(tile);
    List<Hash> found = new ArrayList<>();
    int end = 0;
    int length = EntryBundle.length(bytes, end);
    while (length >= 0 && found.size() < MOST_ENTRIES_IN_BROKEN_BUNDLE) {
      byte[] leaf = new byte[Hash.LENGTH];
      hasher.leaf(bytes, end + 2, length, leaf, 0);
      found.add(Hash.of(leaf));
      end += 2 + length;
      length = EntryBundle.length(bytes, end);
    }
    long first = tileAddress.index() * 256;
    String file = read.get().address().path();
    if (end < bytes.length) {
      nameBroken(first, logged, found, file);
      return;
    }
    String doubt =
        genuine
            ? ""
            : " (the hash tile "
                + tileAddress.path()
                + " does not lead to the signed root either, so which of the two was altered"
                + " cannot be told)";
    EntryAlignment alignment = EntryAlignment.of(logged, found);
    for (int place : alignment.altered()) {
      loggedAt.put(logged.get(place), first + place);
      strange.add(new Strange(Kind.ENTRY_ALTERED, first + place, found.get(place), file + doubt));
    }
    alignment.missing().forEach(place -> loggedAt.put(logged.get(place), first + place));
    nameMissing(first, alignment.missing(), file, doubt);
    for (Moved moved : alignment.reordered()) {
      nameReordered(first + moved.found(), first + moved.logged(), file);
    }
    for (int place : alignment.foreign()) {
      strange.add(new Strange(Kind.ENTRY_FOREIGN, first + place, found.get(place), file + doubt));
    }
  }

  /** One finding for each run of neighbours. */
  private void nameMissing(long first, List<Integer> places, String file, String doubt) {
    for (int i = 0; i < places.size(); i++) {
      int from = places.get(i);
      while (i + 1 < places.size() && places.get(i + 1) == places.get(i) + 1) {
        i++;
      }
      findings.entry(
          Kind.ENTRY_MISSING,
          first + from,
          file,
          Words.capitalEntries(first + from, first + places.get(i))
              + " missing from "
              + file
              + doubt
              + ".");
    }
  }

  private void nameBroken(long first, List<Hash> logged, List<Hash> found, String file) {
    int good = 0;
    while (good < found.size()
        && good < logged.size()
        && found.get(good).equals(logged.get(good))) {
      good++;
    }
    if (good >= logged.size()) {
      findings.entry(
          Kind.ENTRY_FOREIGN,
          first + good,
          file,
          "After entry " + (first + good - 1) + ", " + file + " holds bytes that are no entry.");
      return;
    }
    findings.entry(
        Kind.ENTRY_ALTERED,
        first + good,
        file,
        "Entry " + (first + good) + " in " + file + " was altered: its length is wrong.");
    if (good + 1 < logged.size()) {
      findings.entry(
          Kind.ENTRY_UNREADABLE,
          first + good + 1,
          file,
          Words.capitalEntries(first + good + 1, first + logged.size() - 1)
              + " no longer readable in "
              + file
              + ", because the lengths do not add up.");
    }
  }

  /** Entries with unexpected content: moved here from another bundle, altered, or never logged. */
  private void nameStrangeEntries() {
    for (Strange entry : strange) {
      Long belongs = loggedAt.get(entry.found());
      if (belongs != null) {
        nameReordered(entry.place(), belongs, entry.file());
      } else if (entry.kind() == Kind.ENTRY_ALTERED) {
        findings.entry(
            Kind.ENTRY_ALTERED,
            entry.place(),
            entry.file(),
            "Entry " + entry.place() + " in " + entry.file() + " was altered.");
      } else {
        findings.entry(
            Kind.ENTRY_FOREIGN,
            entry.place(),
            entry.file(),
            "At place "
                + entry.place()
                + " in "
                + entry.file()
                + " stands an entry that was not logged there.");
      }
    }
  }

  private void nameReordered(long found, long logged, String file) {
    findings.entry(
        Kind.ENTRY_REORDERED,
        logged,
        file,
        "Entry " + logged + " was reordered: it stands at place " + found + " in " + file + ".");
  }

  private void nameAlteredTile(TileAddress address, byte[] tile, byte[] derived) {
    int at = Math.max(0, Arrays.mismatch(tile, derived));
    findings.file(
        Kind.TILE_ALTERED,
        address.path(),
        "The hash tile " + address.path() + " was altered, at its hash " + at / Hash.LENGTH + ".");
  }

  /**
   * A genuine tile differs though no tile below it does: content and tiles below were rewritten.
   */
  private void nameRewrittenBelow(TileAddress address, byte[] tile, byte[] derived) {
    for (int place = 0; place < address.width(); place++) {
      long child = address.index() * 256 + place;
      boolean explained =
          pass.suspects().containsKey(TileAddress.hashes(address.level() - 1, child, 256));
      if (!Hash.at(tile, place).equals(Hash.at(derived, place)) && !explained) {
        long first = child << (8 * address.level());
        long last = (child + 1 << (8 * address.level())) - 1;
        findings.entry(
            Kind.REWRITTEN,
            first,
            TileAddress.hashes(address.level() - 1, child, 256).path(),
            "Among the entries "
                + first
                + " to "
                + last
                + " contents were altered together with their hash tiles: they do not lead to "
                + address.path()
                + ".");
      }
    }
  }

  private void nameRewritten() {
    findings.file(
        Kind.REWRITTEN,
        LogFolder.CHECKPOINT,
        "Neither the "
            + size
            + " entries nor their hash tiles lead to the root that the checkpoint signs: the log was"
            + " rewritten.");
  }

  private Optional<byte[]> stored(TileAddress address) {
    try {
      return log.tile(address).map(Stored::bytes);
    } catch (IOException e) {
      return Optional.empty(); // named by the pass
    }
  }

  private Optional<Stored> storedBundle(TileAddress address) {
    try {
      return log.bundle(address);
    } catch (IOException e) {
      return Optional.empty(); // named by the pass
    }
  }

  private static List<Hash> hashes(byte[] tile) {
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < tile.length / Hash.LENGTH; i++) {
      hashes.add(Hash.at(tile, i));
    }
    return hashes;
  }
}
