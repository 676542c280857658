package io.veritwin.recommendation.recommend;

import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Unit;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker per unit going round {@link AdviseUnit}. */
@ApplicationScoped
public class AdviceWorker {

  private static final Logger LOG = LoggerFactory.getLogger(AdviceWorker.class);
  private static final long PAUSE_SECONDS = 2;

  @Resource(lookup = "java:jboss/ee/concurrency/scheduler/default")
  ManagedScheduledExecutorService scheduler;

  @Inject PlantRegister register;
  @Inject AdviseUnit advise;

  private final List<Future<?>> rounds = new ArrayList<>();

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    for (Unit unit : register.units()) {
      String name = unit.name();
      rounds.add(
          scheduler.scheduleWithFixedDelay(
              () -> round(name), PAUSE_SECONDS, PAUSE_SECONDS, TimeUnit.SECONDS));
    }
  }

  @PreDestroy
  void stop() {
    rounds.forEach(round -> round.cancel(false));
  }

  private void round(String unit) {
    try {
      advise.round(unit);
    } catch (Exception e) {
      // Also a commit that failed, which no method declares: the scheduler would drop the worker.
      // The round is undone; the next one starts from what is stored.
      LOG.error("The round for {} was undone", unit, e);
    }
  }
}
