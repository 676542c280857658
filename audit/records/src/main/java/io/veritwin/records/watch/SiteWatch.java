package io.veritwin.records.watch;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedExecutors;
import jakarta.enterprise.concurrent.ManagedTask;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything that is watched, each in its own rhythm, on one thread of its own: apart from
 * the log's worker, whose standstill it must notice.
 */
@ApplicationScoped
public class SiteWatch {

  private static final Logger LOG = LoggerFactory.getLogger(SiteWatch.class);
  private static final Duration TICK = Duration.ofMillis(500);

  @Inject @Any Instance<Watch> watches;
  @Inject SiteAlarms alarms;
  @Inject RecordAlarms recordAlarms;

  @Resource(lookup = "java:jboss/ee/concurrency/executor/default")
  ManagedExecutorService executor;

  private final Map<String, Long> lastLook = new HashMap<>();
  private final Map<String, Long> failingSince = new HashMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  void onApplicationStart(@Observes @Initialized(ApplicationScoped.class) Object application) {
    executor.execute(
        ManagedExecutors.managedTask(
            this::run, Map.of(ManagedTask.LONGRUNNING_HINT, "true"), null));
  }

  void onApplicationEnd(@Observes @BeforeDestroyed(ApplicationScoped.class) Object application) {
    stopping.countDown();
  }

  private void run() {
    try {
      do {
        lookWhereDue();
      } while (!stopping.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One round: every watch whose time has come. */
  void lookWhereDue() {
    recordAlarms.writeWaiting();
    for (Watch watch : watches) {
      Long last = lastLook.get(watch.rule());
      if (stopping.getCount() > 0
          && (last == null || System.nanoTime() - last >= watch.every().toNanos())) {
        look(watch);
        lastLook.put(watch.rule(), System.nanoTime());
      }
    }
  }

  /** Looks, and says so when that was not possible. */
  void look(Watch watch) {
    try {
      watch.look();
      failingSince.remove(watch.rule());
      alarms.end(watch.rule());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      long since = failingSince.computeIfAbsent(watch.rule(), rule -> System.nanoTime());
      if (stopping.getCount() > 0 && System.nanoTime() - since >= watch.patience().toNanos()) {
        LOG.debug("{} could not be looked at", watch.what(), e);
        alarms.raise(
            watch.rule(), sentence(watch.what(), e) + " It is tried again by itself.", false);
      }
    }
  }

  private static String sentence(String what, Exception e) {
    String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return Character.toUpperCase(what.charAt(0))
        + what.substring(1)
        + " could not be looked at: "
        + why.replaceAll("\\.$", "")
        + ".";
  }
}
