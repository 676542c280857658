package io.veritwin.records.log;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's worker: one thread that gives waiting entries their place, batch by batch. It is woken
 * by every commit that wrote an entry, and looks by itself four times a second. After each batch it
 * brings the copy outside the database up to date, and only then tells those who wait for a
 * receipt.
 *
 * <p>Nothing is lost by a kill at any point: a batch is one transaction, and the copy goes on from
 * its own checkpoint.
 */
@ApplicationScoped
public class Sequencer {

  private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
  private static final Duration POLL = Duration.ofMillis(250);

  /**
   * After a batch the next one gathers so long: places, checkpoint and copy cost much the same for
   * one entry as for many, and who comes second would otherwise wait for two batches. An entry that
   * comes alone waits for nothing.
   */
  private static final Duration GATHERING = Duration.ofMillis(5);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

  @Inject BeginLog beginLog;
  @Inject SequenceEntries sequenceEntries;
  @Inject CopyLog copyLog;
  @Inject StampCheckpoint stampCheckpoint;
  @Inject LogHealth health;

  @Resource(lookup = "java:jboss/ee/concurrency/executor/default")
  ManagedExecutorService executor;

  private final Semaphore work = new Semaphore(0);
  private final Map<Long, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
  private volatile boolean stopping;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean started;
  private boolean begun;

  void onApplicationStart(@Observes @Initialized(ApplicationScoped.class) Object application) {
    start(
        task ->
            executor.execute(
                jakarta.enterprise.concurrent.ManagedExecutors.managedTask(
                    task, Map.of(ManagedTask.LONGRUNNING_HINT, "true"), null)));
  }

  /** Starts the worker on a thread of {@code threads}. */
  void start(Executor threads) {
    threads.execute(this::run);
  }

  /** Before the beans it works with are gone: lets the worker finish its batch. */
  void onApplicationEnd(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    stopping = true;
    work.release();
    try {
      if (started && !stopped.await(10, TimeUnit.SECONDS)) {
        LOG.warn("The log's worker did not stop within 10 s.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    copyLog.close();
  }

  /** Tells the worker that an entry was committed. */
  public void wake() {
    work.release();
  }

  /** Completes when the entry is placed and copied. */
  CompletableFuture<Void> covered(long entryId) {
    return awaited.computeIfAbsent(entryId, id -> new CompletableFuture<>());
  }

  /** The entry is placed and copied. */
  void announce(long entryId) {
    CompletableFuture<Void> waiting = awaited.remove(entryId);
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  private void run() {
    started = true;
    try {
      while (!stopping) {
        boolean sound = workOnce();
        Duration pause = sound ? POLL : PAUSE_AFTER_FAILURE;
        if (work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          work.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  /** Places all that waits; false when something stands against it. */
  boolean workOnce() {
    if (health.isHalted()) {
      return false;
    }
    try {
      if (!begun) {
        beginLog.recordWhenSucceeding();
        begun = true;
      }
      copyLog.bringUpToDate();
      while (placeBatch() && !stopping) {
        LockSupport.parkNanos(GATHERING.toNanos());
      }
      health.recover();
      return true;
    } catch (LogBrokenException e) {
      health.halt(e.refusal());
      return false;
    } catch (LogUnwritableException e) {
      health.hamper(e.refusal());
      return false;
    } catch (Exception e) {
      // Also a commit that failed, which no method declares: it must not end the worker.
      LOG.error("The log's worker failed; it tries again.", e);
      health.hamper(
          new LogUnwritableException("LOG-07", "The log cannot be written: " + said(e), e)
              .refusal());
      return false;
    }
  }

  /** Places, copies and announces what waits now; false when nothing did. */
  private boolean placeBatch() {
    List<Long> placed = sequenceEntries.placeBatch();
    if (!placed.isEmpty()) {
      copyLog.bringUpToDate();
      placed.forEach(this::announce);
    }
    copyLog.tidy();
    stampCheckpoint.stampWhenDue();
    return !placed.isEmpty();
  }

  /** What the innermost failure says: those around it only say that a transaction was undone. */
  private static String said(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost.getMessage();
  }
}
