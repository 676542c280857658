package io.veritwin.recommendation.recommend;

import java.time.Instant;

/** Written and read back. Its effect is watched against the forecast that was signed. */
public record ConfirmedRecommendation(Recommendation recommendation)
    implements RecommendationStage {

  public ConfirmedRecommendation {
    StageMoves.require(recommendation, RecommendationState.CONFIRMED);
  }

  public void endWatch(Recommendation.Effect effect, String sentence, Instant at) {
    if (recommendation.effect != Recommendation.Effect.WATCHING) {
      throw new IllegalStateException(
          "the effect of " + recommendation.number() + " is " + recommendation.effect.inWords());
    }
    recommendation.effect = effect;
    recommendation.effectSentence = sentence;
    recommendation.effectAt = at;
  }
}
