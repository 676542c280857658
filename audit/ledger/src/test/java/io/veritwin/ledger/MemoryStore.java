package io.veritwin.ledger;

import io.veritwin.ledger.log.LogStore;
import io.veritwin.ledger.tree.TileAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store that keeps everything in memory, for tests of the tree alone. */
public final class MemoryStore implements LogStore {

  private final Map<TileAddress, byte[]> tiles = new HashMap<>();
  private byte[] checkpoint;
  private int reads;

  @Override
  public Optional<byte[]> read(TileAddress address) {
    reads++;
    return Optional.ofNullable(tiles.get(address));
  }

  @Override
  public void write(TileAddress address, byte[] bytes) {
    tiles.put(address, bytes);
  }

  @Override
  public void dropPartials(TileAddress full) {
    tiles
        .keySet()
        .removeIf(
            tile -> tile.level() == full.level() && tile.index() == full.index() && !tile.isFull());
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.ofNullable(checkpoint);
  }

  @Override
  public void publish(byte[] signedNote) {
    checkpoint = signedNote;
  }

  @Override
  public void putAsideBeyond(long size) {
    tiles.keySet().removeIf(tile -> !tile.isCovered(size));
  }

  public Map<TileAddress, byte[]> tiles() {
    return tiles;
  }

  /** Reads since the last call. */
  public int takeReads() {
    int taken = reads;
    reads = 0;
    return taken;
  }
}
