package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.LogTables.Head;
import io.veritwin.records.log.LogTables.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Sequence entries: in one transaction a batch of waiting entries gets its places, the tree grows,
 * its full tiles are kept and a checkpoint over it is signed. A kill at any point leaves all of it
 * or nothing.
 */
@ApplicationScoped
public class SequenceEntries {

  private static final int BATCH = 2000;

  @Inject LogTables tables;
  @Inject PlatformKeys keys;
  @Inject Clock clock;

  /**
   * What growing the tree needs; forgotten and read again whenever it does not fit the database.
   */
  private RightEdge edge = RightEdge.empty();

  /**
   * Places the next batch.
   *
   * @return the entries placed, oldest first; empty when none waited or another sequencer is at
   *     work
   * @throws LogBrokenException when the database's log contradicts itself; nothing is placed
   */
  @Transactional
  public List<Long> placeBatch() {
    if (!tables.lockSequencing()) {
      return List.of();
    }
    List<Waiting> waiting = tables.waiting(BATCH);
    if (waiting.isEmpty()) {
      return List.of();
    }
    RightEdge before = edge();
    requireOwnHashes(waiting);
    RightEdge.Growth growth = before.grow(waiting.stream().map(Waiting::canonical).toList());
    tables.makeSearchable();
    tables.place(before.size(), waiting);
    tables.keepFullTiles(growth.tiles());
    LogKey key = keys.logKey();
    SignedCheckpoint checkpoint =
        key.sign(
            new Checkpoint(key.verifierKey().name(), growth.edge().size(), growth.edge().root()));
    tables.keepCheckpoint(checkpoint, clock.instant());
    edge = growth.edge();
    return waiting.stream().map(Waiting::entryId).toList();
  }

  /** The edge of the tree under the newest checkpoint, read from the database where needed. */
  private RightEdge edge() {
    Optional<Head> head = tables.head();
    long size = head.map(Head::size).orElse(0L);
    if (edge.size() == size && head.map(h -> h.root().equals(edge.root())).orElse(true)) {
      return edge;
    }
    try {
      RightEdge read = RightEdge.read(tables, size);
      if (head.isPresent() && !read.root().equals(head.get().root())) {
        throw new LogBrokenException(
            "LOG-03",
            "The log in the database does not lead to its own checkpoint at "
                + size
                + " entries: the tree's root is "
                + read.root()
                + ", the checkpoint says "
                + head.get().root()
                + ".");
      }
      return read;
    } catch (IOException e) {
      throw new LogBrokenException(
          "LOG-03", "The log in the database is incomplete: " + e.getMessage() + ".");
    }
  }

  private static void requireOwnHashes(List<Waiting> waiting) {
    TreeHasher hasher = new TreeHasher();
    for (Waiting entry : waiting) {
      if (!hasher.leaf(entry.canonical()).equals(entry.leafHash())) {
        throw new LogBrokenException(
            "LOG-04",
            "Audit entry "
                + entry.entryId()
                + " was altered before it got its place in the log: its bytes no longer give its"
                + " hash.");
      }
    }
  }
}
