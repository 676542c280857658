package io.veritwin.recommendation.release;

import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
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

/**
 * The release worker: one round a second over what is signed, written or unknown. It is no engine
 * job, and it knows nothing that is not stored: after a restart it goes on from the states.
 */
@ApplicationScoped
public class ReleaseWorker {

  private static final Logger LOG = LoggerFactory.getLogger(ReleaseWorker.class);

  @Resource(lookup = "java:jboss/ee/concurrency/scheduler/default")
  ManagedScheduledExecutorService scheduler;

  @Inject Recommendations recommendations;
  @Inject ReleaseRecommendation release;
  @Inject ReleaseSteps steps;

  private boolean recovered;
  private Future<?> rounds;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    rounds = scheduler.scheduleWithFixedDelay(this::round, 1, 1, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  /** One round. What fails is undone and tried again in the next; nothing is sent twice. */
  void round() {
    try {
      if (!recovered) {
        recover();
        recovered = true;
      }
    } catch (RuntimeException e) {
      LOG.error("What was under way before the restart could not be settled yet", e);
      return;
    }
    for (String number : recommendations.numbersIn(RecommendationState.UNKNOWN)) {
      guarded(number, () -> release.resolve(number));
    }
    for (String number : recommendations.numbersIn(RecommendationState.SIGNED)) {
      guarded(number, () -> release.release(number));
    }
  }

  /**
   * After a restart: nobody can say whether what was being sent left, and what was written is read
   * back now.
   */
  void recover() {
    for (String number : recommendations.numbersIn(RecommendationState.SENDING)) {
      steps.unknown(number, "The platform was restarted while it was being sent.");
    }
    for (String number : recommendations.numbersIn(RecommendationState.WRITTEN)) {
      guarded(number, () -> release.readBack(number));
    }
  }

  private static void guarded(String number, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("A release step of {} was undone", number, e);
    }
  }
}
