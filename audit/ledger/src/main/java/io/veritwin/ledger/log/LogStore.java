package io.veritwin.ledger.log;

import io.veritwin.ledger.tree.TileStore;
import java.io.IOException;
import java.util.Optional;

/** Where a log lives: its tiles and its latest checkpoint. */
public interface LogStore extends TileStore {

  /** The latest published checkpoint as a signed note; empty before the first one. */
  Optional<byte[]> checkpoint() throws IOException;

  /**
   * Replaces the checkpoint. On return it is durable, and so is every tile written before; after a
   * kill either the old or the new one is there.
   */
  void publish(byte[] signedNote) throws IOException;

  /**
   * Puts aside every tile that a log of {@code size} entries does not cover: what a batch left that
   * was interrupted. Put aside and not deleted, because after a checkpoint was put back by somebody
   * these tiles are the evidence.
   */
  void putAsideBeyond(long size) throws IOException;
}
