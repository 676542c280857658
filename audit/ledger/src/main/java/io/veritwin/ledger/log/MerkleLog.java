package io.veritwin.ledger.log;

import io.veritwin.ledger.checkpoint.Checkpoint;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.tree.Hash;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.RightEdge.Growth;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.tree.TileTree;
import io.veritwin.ledger.tree.TreeHasher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one writer of a log (URS-107). Life of a batch:
 *
 * <ol>
 *   <li>the new tiles are computed from the right edge alone; nothing is stored yet;
 *   <li>entry bundles and hash tiles are stored; no checkpoint covers them, so a kill here leaves
 *       the log as it was, and opening it again puts them aside;
 *   <li>they are forced to disk; then the new checkpoint, signed, is published, durable and in one
 *       step: from here on the batch is in the log;
 *   <li>partial tiles that are full now are dropped; a kill before leaves them, which harms
 *       nothing.
 * </ol>
 *
 * Opening a log again is reading the right edge of its checkpoint and putting aside what is beyond.
 * A log has one writer at a time; {@link #append} is for one thread, {@link #receipt} and {@link
 * #head} are for any.
 */
public final class MerkleLog {

  private final LogStore store;
  private final LogKey key;
  private RightEdge edge;
  private boolean failed;
  private volatile SignedCheckpoint head;

  private MerkleLog(LogStore store, LogKey key, RightEdge edge, SignedCheckpoint head) {
    this.store = store;
    this.key = key;
    this.edge = edge;
    this.head = head;
  }

  /**
   * Opens a log where its checkpoint left it; an empty store becomes a log with a checkpoint of
   * size 0.
   *
   * @throws IOException when the store cannot be read, or when its checkpoint is not by this key or
   *     its tiles do not lead to the checkpoint's root: such a log must be examined, never
   *     continued
   */
  public static MerkleLog open(LogStore store, LogKey key) throws IOException {
    Optional<byte[]> note = store.checkpoint();
    if (note.isEmpty()) {
      SignedCheckpoint first = sign(key, 0, TreeHasher.emptyRoot());
      store.publish(first.note());
      return new MerkleLog(store, key, RightEdge.empty(), first);
    }
    var opened = key.verifierKey().open(note.get());
    if (opened.refusal().isPresent()) {
      throw new IOException("The log cannot be continued. " + opened.refusal().get());
    }
    SignedCheckpoint head = opened.orThrow();
    RightEdge edge = RightEdge.read(store, head.size());
    if (!edge.root().equals(head.checkpoint().root())) {
      throw new IOException(
          "The log cannot be continued. Its tiles do not lead to the root of its checkpoint at size "
              + head.size()
              + ".");
    }
    // The edge may have been read from tiles that a later batch filled: without them it must stay.
    for (Map.Entry<TileAddress, byte[]> tile : edge.tiles().entrySet()) {
      if (store.read(tile.getKey()).isEmpty()) {
        store.write(tile.getKey(), tile.getValue());
      }
    }
    store.putAsideBeyond(head.size());
    return new MerkleLog(store, key, edge, head);
  }

  /** The latest checkpoint. */
  public SignedCheckpoint head() {
    return head;
  }

  /** Entries under the latest checkpoint; also the index the next entry will get. */
  public long size() {
    return head.size();
  }

  /**
   * Appends a batch and covers it with a checkpoint. The first entry gets index {@link #size()} as
   * it was before.
   *
   * @return the checkpoint, durable
   * @throws IllegalArgumentException when an entry is too long; nothing is appended
   * @throws IOException when the store failed. Then it is not known whether the checkpoint went
   *     out, and signing another one beside it would be a fork: open the log again, its size tells
   *     whether all of the batch or nothing of it is in
   */
  public SignedCheckpoint append(List<byte[]> entries) throws IOException {
    if (failed) {
      throw new IOException("The log's store failed before: open the log again.");
    }
    if (entries.isEmpty()) {
      return head;
    }
    Growth growth = edge.grow(entries);
    failed = true;
    for (Map.Entry<TileAddress, byte[]> tile : growth.tiles().entrySet()) {
      store.write(tile.getKey(), tile.getValue());
    }
    SignedCheckpoint next = sign(key, growth.edge().size(), growth.edge().root());
    store.publish(next.note());
    edge = growth.edge();
    head = next;
    for (TileAddress full : growth.filled()) {
      store.dropPartials(full);
    }
    failed = false;
    return next;
  }

  /**
   * The receipt of an entry under the latest checkpoint.
   *
   * @throws IllegalArgumentException when no checkpoint covers the entry yet
   */
  public Receipt receipt(long index) throws IOException {
    return receipts(List.of(index)).get(0);
  }

  /** Receipts of several entries under one checkpoint; neighbours share the tiles read. */
  public List<Receipt> receipts(List<Long> indexes) throws IOException {
    SignedCheckpoint under = head;
    TileTree tree = new TileTree(store, under.size());
    List<Receipt> receipts = new ArrayList<>(indexes.size());
    for (long index : indexes) {
      receipts.add(new Receipt(index, tree.inclusionProof(index), under.text()));
    }
    return receipts;
  }

  /** The tree under the latest checkpoint, for reading entries and proving consistency. */
  public TileTree tree() {
    return new TileTree(store, head.size());
  }

  private static SignedCheckpoint sign(LogKey key, long size, Hash root) {
    return key.sign(new Checkpoint(key.verifierKey().name(), size, root));
  }
}
