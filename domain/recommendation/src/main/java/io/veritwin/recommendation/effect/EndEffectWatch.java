package io.veritwin.recommendation.effect;

import io.veritwin.recommendation.recommend.ConfirmedRecommendation;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendation.Effect;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Ends the watch of an effect and says in the trail how it ended. */
@ApplicationScoped
public class EndEffectWatch {

  /** The machine that watches. */
  public static final Machine EFFECT_WATCH = new Machine("effect watch");

  @Inject Recommendations recommendations;
  @Inject AuditTrail trail;
  @Inject Clock clock;

  /** Ends it; false when it is no longer watched. */
  @Transactional
  public boolean end(String number, Effect effect, String sentence) {
    if (!(recommendations.lock(number).stage() instanceof ConfirmedRecommendation confirmed)) {
      return false;
    }
    Recommendation r = confirmed.recommendation();
    if (r.effect() != Effect.WATCHING) {
      return false;
    }
    AuditEvent event =
        AuditEvent.of(
            "RECOMMENDATION_EFFECT_" + effect.name(),
            EFFECT_WATCH,
            r.recordRef(),
            "The effect of " + number + " " + effect.inWords() + ". " + sentence);
    confirmed.endWatch(effect, sentence, clock.instant());
    trail.record(event);
    return true;
  }
}
