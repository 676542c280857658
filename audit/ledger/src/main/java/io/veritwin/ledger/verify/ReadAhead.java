package io.veritwin.ledger.verify;

import io.veritwin.ledger.tree.TileAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads and hashes bundles on all processors, a few ahead, and gives them in the log's order. */
final class ReadAhead implements AutoCloseable {

  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int BUNDLES_AHEAD = 4 * THREADS;

  private final StoredLog log;
  private final long size;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "ledger-verify");
            thread.setDaemon(true);
            return thread;
          });
  private final Deque<Future<HashedBundle>> ahead = new ArrayDeque<>();
  private long nextToRead;

  ReadAhead(StoredLog log, long size) {
    this.log = log;
    this.size = size;
  }

  boolean hasNext() {
    return !ahead.isEmpty() || nextToRead * TileAddress.FULL < size;
  }

  HashedBundle next() {
    while (ahead.size() < BUNDLES_AHEAD && nextToRead * TileAddress.FULL < size) {
      TileAddress address = TileAddress.inTree(TileAddress.ENTRIES, nextToRead++, size);
      ahead.add(threads.submit(() -> HashedBundle.read(log, address)));
    }
    try {
      return ahead.remove().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the verification was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bundle could not be hashed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
