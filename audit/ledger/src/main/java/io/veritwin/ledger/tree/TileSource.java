package io.veritwin.ledger.tree;

import java.io.IOException;
import java.util.Optional;

/** Where tiles and entry bundles are read from. */
public interface TileSource {

  /**
   * The bytes of exactly this tile.
   *
   * @return empty when there is none; a partial tile may be gone once the full one exists
   * @throws IOException when it is there but cannot be read
   */
  Optional<byte[]> read(TileAddress address) throws IOException;
}
