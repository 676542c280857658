package io.veritwin.recommendation.recommend;

import java.time.Instant;

/** Sent perhaps. Never sent again; only reading the plant resolves it. */
public record UnknownRecommendation(Recommendation recommendation) implements RecommendationStage {

  public UnknownRecommendation {
    StageMoves.require(recommendation, RecommendationState.UNKNOWN);
  }

  /** The plant holds the signed value. */
  public ConfirmedRecommendation resolveWritten(
      double readBack, Instant at, Instant watchUntil, String sentence) {
    StageMoves.require(recommendation, RecommendationState.UNKNOWN);
    return StageMoves.confirm(recommendation, readBack, at, watchUntil, sentence);
  }

  /** The plant holds another value than the one signed. */
  public EndedRecommendation resolveNotWritten(double readBack, Instant at, String sentence) {
    StageMoves.require(recommendation, RecommendationState.UNKNOWN);
    recommendation.readBackValue = readBack;
    recommendation.readBackAt = at;
    return StageMoves.end(recommendation, RecommendationState.NOT_WRITTEN, "REL-22", sentence, at);
  }
}
