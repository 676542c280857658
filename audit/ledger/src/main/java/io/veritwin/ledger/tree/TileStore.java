package io.veritwin.ledger.tree;

import java.io.IOException;

/** Where tiles and entry bundles are written to. */
public interface TileStore extends TileSource {

  /**
   * Keeps the tile, durable at the latest when a checkpoint is published over it. A tile that no
   * checkpoint covers may be there in part after a kill, and may be written again with other bytes.
   */
  void write(TileAddress address, byte[] bytes) throws IOException;

  /** Drops the partial forms of a tile whose full form a checkpoint covers. */
  void dropPartials(TileAddress full) throws IOException;
}
