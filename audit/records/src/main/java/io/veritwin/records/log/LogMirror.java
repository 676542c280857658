package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The log's copy outside the database: a folder in the C2SP tlog-tiles layout, which the ledger's
 * own program and other people's tools verify. It hashes the entries anew, so an entry altered in
 * the database is noticed before the copy signs it off. One thread writes it.
 */
final class LogMirror implements AutoCloseable {

  /** More than the two to four that a batch adds, so that none remain in the end. */
  private static final int TIDIED_AT_ONCE = 12;

  private final LogDirectory folder;
  private RightEdge edge;
  private SignedCheckpoint head;
  private final Queue<TileAddress> filled = new ArrayDeque<>();

  private LogMirror(LogDirectory folder, RightEdge edge, SignedCheckpoint head) {
    this.folder = folder;
    this.edge = edge;
    this.head = head;
  }

  /**
   * Opens the copy where its own checkpoint left it.
   *
   * @throws IOException when the folder cannot be read or written
   * @throws LogBrokenException when its checkpoint is not by this key or its tiles contradict it
   */
  static LogMirror open(Path path, LogVerifierKey key) throws IOException {
    LogDirectory folder = LogDirectory.open(path);
    try {
      folder.writeVerifierKey(key.toString());
      Optional<byte[]> note = folder.checkpoint();
      if (note.isEmpty()) {
        return new LogMirror(folder, RightEdge.empty(), null);
      }
      Verdict<SignedCheckpoint> opened = key.open(note.get());
      if (opened instanceof Verdict.Refused<SignedCheckpoint> refused) {
        throw new LogBrokenException(
            "LOG-05", "The log's copy is not by this platform. " + refused.reason());
      }
      SignedCheckpoint head = opened.orThrow();
      RightEdge edge = RightEdge.read(folder, head.size());
      if (!edge.root().equals(head.checkpoint().root())) {
        throw new LogBrokenException(
            "LOG-05",
            "The log's copy was altered: its tiles do not lead to its checkpoint at "
                + head.size()
                + " entries.");
      }
      // What a kill left half done is put aside; what the next batch needs is put back.
      for (Map.Entry<TileAddress, byte[]> tile : edge.tiles().entrySet()) {
        if (folder.read(tile.getKey()).isEmpty()) {
          folder.write(tile.getKey(), tile.getValue());
        }
      }
      folder.putAsideBeyond(head.size());
      return new LogMirror(folder, edge, head);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /** The checkpoint the copy stands at; empty for a new copy. */
  Optional<SignedCheckpoint> head() {
    return Optional.ofNullable(head);
  }

  /** Entries in the copy, including those no checkpoint covers yet. */
  long size() {
    return edge.size();
  }

  /** Adds entries; they count once {@link #publish} has put a checkpoint over them. */
  void add(List<byte[]> entries) throws IOException {
    RightEdge.Growth growth = edge.grow(entries);
    for (Map.Entry<TileAddress, byte[]> tile : growth.tiles().entrySet()) {
      folder.write(tile.getKey(), tile.getValue());
    }
    filled.addAll(growth.filled());
    edge = growth.edge();
  }

  /**
   * Puts the database's checkpoint over the entries added.
   *
   * @throws LogBrokenException when they do not lead to its root; the copy keeps its old checkpoint
   */
  void publish(SignedCheckpoint checkpoint) throws IOException {
    if (checkpoint.size() != edge.size() || !checkpoint.checkpoint().root().equals(edge.root())) {
      throw new LogBrokenException(
          "LOG-03",
          "The entries in the database do not lead to its checkpoint at "
              + checkpoint.size()
              + " entries: at least one was altered.");
    }
    folder.publish(checkpoint.note());
    head = checkpoint;
  }

  /**
   * Removes some of the partial tiles whose full one a checkpoint covers. Not all at once: the 128
   * of a tile that filled entry by entry took 20 to 60 ms, for which the next receipt had to wait.
   */
  void tidy() throws IOException {
    int left = TIDIED_AT_ONCE;
    while (left > 0 && !filled.isEmpty()) {
      int dropped = folder.dropPartials(filled.peek(), left);
      if (dropped < left) {
        filled.remove();
      }
      left -= dropped;
    }
  }

  /** Keeps a time stamp together with the checkpoint it is over. */
  void keepStamp(SignedCheckpoint checkpoint, byte[] stamp) throws IOException {
    folder.keepTimeStamp(checkpoint, stamp);
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
