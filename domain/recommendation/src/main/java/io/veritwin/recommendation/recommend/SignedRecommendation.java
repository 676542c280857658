package io.veritwin.recommendation.recommend;

import java.time.Instant;

/** Accepted by a person; only the release worker moves it on. */
public record SignedRecommendation(Recommendation recommendation) implements RecommendationStage {

  public SignedRecommendation {
    StageMoves.require(recommendation, RecommendationState.SIGNED);
  }

  /** Keeps the answers of the gates and the intent to write, before anything is sent. */
  public SendingRecommendation intend(String gateAnswers, Instant gatesAt, Instant at) {
    StageMoves.require(recommendation, RecommendationState.SIGNED);
    recommendation.state = RecommendationState.SENDING;
    recommendation.gateAnswers = gateAnswers;
    recommendation.gatesAt = gatesAt;
    recommendation.intentAt = at;
    return new SendingRecommendation(recommendation);
  }

  /** A gate answered NOT OK. */
  public EndedRecommendation refuse(
      String gateAnswers, Instant gatesAt, String rule, String sentence) {
    StageMoves.require(recommendation, RecommendationState.SIGNED);
    recommendation.gateAnswers = gateAnswers;
    recommendation.gatesAt = gatesAt;
    return StageMoves.end(
        recommendation, RecommendationState.RELEASE_REFUSED, rule, sentence, gatesAt);
  }

  /** Its expiry passed before it could be released. */
  public EndedRecommendation lapse(String sentence, Instant at) {
    StageMoves.require(recommendation, RecommendationState.SIGNED);
    return StageMoves.end(recommendation, RecommendationState.LAPSED, "REL-03", sentence, at);
  }
}
