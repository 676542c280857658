package io.veritwin.recommendation.release;

import static io.veritwin.recommendation.recommend.RecommendationState.SENDING;
import static io.veritwin.recommendation.recommend.RecommendationState.SIGNED;
import static io.veritwin.recommendation.recommend.RecommendationState.UNKNOWN;
import static io.veritwin.recommendation.recommend.RecommendationState.WRITTEN;

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
import java.util.function.Consumer;
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

  /**
   * One round. It begins with nothing under way, so what is found half sent was left by a round, or
   * a process, that did not come to its end. What fails is undone and tried again in the next
   * round; nothing is sent twice. Nothing leaves a round, because the scheduler would drop the
   * worker; a commit that fails arrives here as a checked exception that no method declares.
   */
  void round() {
    try {
      each(SENDING, number -> steps.unknown(number, "The release was interrupted in the sending."));
      each(WRITTEN, release::readBack);
      each(UNKNOWN, release::resolve);
      each(SIGNED, release::release);
    } catch (Exception e) {
      LOG.error("The round of the release worker was undone", e);
    }
  }

  private void each(RecommendationState state, Consumer<String> step) {
    for (String number : recommendations.numbersIn(state)) {
      try {
        step.accept(number);
      } catch (Exception e) {
        LOG.error("A release step of {} was undone", number, e);
      }
    }
  }
}
