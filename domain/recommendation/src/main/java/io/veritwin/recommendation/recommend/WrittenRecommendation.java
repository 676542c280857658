package io.veritwin.recommendation.recommend;

import java.time.Instant;

/** The plant said Good; the value is still to be read back over the settle time (OPC-04). */
public record WrittenRecommendation(Recommendation recommendation) implements RecommendationStage {

  public WrittenRecommendation {
    StageMoves.require(recommendation, RecommendationState.WRITTEN);
  }

  /** Every read-back showed the signed value. */
  public ConfirmedRecommendation confirm(
      double readBack, Instant at, Instant watchUntil, String sentence) {
    StageMoves.require(recommendation, RecommendationState.WRITTEN);
    return StageMoves.confirm(recommendation, readBack, at, watchUntil, sentence);
  }

  /** The plant said Good but holds another value. */
  public EndedRecommendation notApplied(double readBack, Instant at, String sentence) {
    StageMoves.require(recommendation, RecommendationState.WRITTEN);
    recommendation.readBackValue = readBack;
    recommendation.readBackAt = at;
    return StageMoves.end(recommendation, RecommendationState.NOT_WRITTEN, "REL-21", sentence, at);
  }

  /** The plant could not be read over the settle time. */
  public UnknownRecommendation unknown(String sentence) {
    StageMoves.require(recommendation, RecommendationState.WRITTEN);
    return StageMoves.unknown(recommendation, sentence);
  }
}
