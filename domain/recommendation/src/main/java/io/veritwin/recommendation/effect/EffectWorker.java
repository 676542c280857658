package io.veritwin.recommendation.effect;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link EffectWatch} going round. */
@ApplicationScoped
public class EffectWorker {

  private static final Logger LOG = LoggerFactory.getLogger(EffectWorker.class);
  private static final long PAUSE_SECONDS = 5;

  @Resource(lookup = "java:jboss/ee/concurrency/scheduler/default")
  ManagedScheduledExecutorService scheduler;

  @Inject EffectWatch watch;

  private Future<?> rounds;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    rounds =
        scheduler.scheduleWithFixedDelay(
            this::round, PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void round() {
    try {
      watch.round();
    } catch (Exception e) {
      // Also a commit that failed, which no method declares: the scheduler would drop the worker.
      LOG.error("The round of the effect watch was undone", e);
    }
  }
}
