package io.veritwin.plant.opcua;

import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.ReadingStore;
import io.veritwin.plant.ReadingStore.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what the subscription delivers, in batches and in order, by a thread of its own: the
 * protocol's callbacks only hand over. While the database does not answer, readings wait; should so
 * many wait that no more fit, the loss becomes a gap.
 */
final class ReadingIntake implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadingIntake.class);
  private static final int WAITING_MOST = 200_000;
  private static final int BATCH_MOST = 1000;
  private static final long RETRY_MS = 1000;

  private final ReadingStore store;
  private final ReadingSink sink;
  private final Map<String, LiveUnit> units;
  private final Map<String, GapWatch> watches = new HashMap<>();
  private final BlockingQueue<Item> waiting = new LinkedBlockingQueue<>(WAITING_MOST);
  private final AtomicBoolean overflowed = new AtomicBoolean();
  private volatile boolean stopped;

  private sealed interface Item {}

  private record Value(Received received) implements Item {}

  private record Interruption(String unit, String words) implements Item {}

  ReadingIntake(
      ReadingStore store,
      ReadingSink sink,
      Map<String, LiveUnit> units,
      Map<String, GapWatch> watches) {
    this.store = store;
    this.sink = sink;
    this.units = units;
    this.watches.putAll(watches);
  }

  /** Hands a value over; never blocks. */
  void take(Received received) {
    if (!waiting.offer(new Value(received))) {
      overflowed.set(true);
    }
  }

  /** Says that values of the unit may have been lost before the next one. */
  void interrupted(String unit, String words) {
    if (!waiting.offer(new Interruption(unit, words))) {
      overflowed.set(true);
    }
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    List<Item> batch = new ArrayList<>();
    while (!stopped || !waiting.isEmpty()) {
      try {
        Item first = waiting.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          waiting.drainTo(batch, BATCH_MOST - 1);
          process(batch);
          batch.clear();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void process(List<Item> batch) throws InterruptedException {
    List<Received> readings = new ArrayList<>();
    List<ReadingGap> gaps = new ArrayList<>();
    if (overflowed.getAndSet(false)) {
      watches
          .values()
          .forEach(w -> w.interrupted("The platform could not store as fast as values came."));
    }
    for (Item item : batch) {
      if (item instanceof Interruption interruption) {
        watches.get(interruption.unit()).interrupted(interruption.words());
      } else if (item instanceof Value value) {
        Received received = value.received();
        GapWatch watch = watches.get(received.unit());
        if (watch.repeats(received)) {
          continue;
        }
        LiveUnit unit = units.get(received.unit());
        gaps.addAll(watch.next(received, unit.maximumAge(unit.tag(received.tag()))));
        readings.add(received);
      }
    }
    store(readings, gaps);
  }

  private void store(List<Received> readings, List<ReadingGap> gaps) throws InterruptedException {
    ReadingStore.Stored stored = null;
    while (stored == null) {
      try {
        stored = store.store(readings, gaps);
      } catch (Exception failed) {
        // Also a commit that failed, which no method declares. Nothing is dropped: the same batch
        // is tried until the database answers again.
        LOG.warn("{} readings could not be stored and wait", readings.size(), failed);
        if (stopped) {
          return;
        }
        Thread.sleep(RETRY_MS);
      }
    }
    // What is not stored is not yet true for the rest of the platform.
    stored.readings().forEach(reading -> units.get(reading.unit()).received(reading));
    sink.stored(stored);
  }
}
