package io.veritwin.twin.uncertainty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Work on several cores whose result does not depend on their number: each task has its own index
 * and writes only what belongs to it.
 */
public final class Cores {

  private final int count;

  private Cores(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, not " + count);
    }
    this.count = count;
  }

  /** All cores of this machine. */
  public static Cores all() {
    return new Cores(Runtime.getRuntime().availableProcessors());
  }

  public static Cores of(int count) {
    return new Cores(count);
  }

  public int count() {
    return count;
  }

  /**
   * Runs tasks 0 to {@code tasks - 1} and waits for them. When tasks throw, the exception of the
   * least index is thrown here, after all running tasks have ended.
   */
  public void run(int tasks, IntConsumer task) {
    AtomicInteger next = new AtomicInteger();
    RuntimeException[] thrown = new RuntimeException[tasks];
    Runnable worker =
        () -> {
          for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
            try {
              task.accept(i);
            } catch (RuntimeException e) {
              thrown[i] = e;
            }
          }
        };
    Thread[] helpers =
        new Thread[org.hipparchus.util.FastMath.min(count, tasks) - (tasks > 0 ? 1 : 0)];
    for (int k = 0; k < helpers.length; k++) {
      helpers[k] = new Thread(worker, "twin-" + (k + 1));
      helpers[k].setDaemon(true);
      helpers[k].start();
    }
    worker.run();
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (RuntimeException e : thrown) {
      if (e != null) {
        throw e;
      }
    }
  }
}
