package io.veritwin.recommendation.recommend;

import java.time.Instant;

/**
 * The intent to write is committed. Found after a restart it becomes unknown, because nobody can
 * say whether the write left.
 */
public record SendingRecommendation(Recommendation recommendation) implements RecommendationStage {

  public SendingRecommendation {
    StageMoves.require(recommendation, RecommendationState.SENDING);
  }

  public void noteIntent(long auditEntryId) {
    StageMoves.require(recommendation, RecommendationState.SENDING);
    recommendation.intentEntry = auditEntryId;
  }

  /** The plant answered Good for the node. */
  public WrittenRecommendation written(Instant at, long statusCode, long windowMicros) {
    StageMoves.require(recommendation, RecommendationState.SENDING);
    recommendation.state = RecommendationState.WRITTEN;
    recommendation.writtenAt = at;
    recommendation.writeStatus = statusCode;
    recommendation.writeWindowMicros = windowMicros;
    return new WrittenRecommendation(recommendation);
  }

  /** A gate answered NOT OK in the last look before the write: nothing was sent. */
  public EndedRecommendation refuse(
      String gateAnswers, Instant gatesAt, String rule, String sentence) {
    StageMoves.require(recommendation, RecommendationState.SENDING);
    recommendation.gateAnswers = gateAnswers;
    recommendation.gatesAt = gatesAt;
    return StageMoves.end(
        recommendation, RecommendationState.RELEASE_REFUSED, rule, sentence, gatesAt);
  }

  /** The plant answered with another status than Good: the value was not taken. */
  public EndedRecommendation refusedByPlant(long statusCode, String sentence, Instant at) {
    StageMoves.require(recommendation, RecommendationState.SENDING);
    recommendation.writeStatus = statusCode;
    return StageMoves.end(
        recommendation, RecommendationState.REFUSED_BY_PLANT, "REL-20", sentence, at);
  }

  /** No answer came: it may have been written or not. */
  public UnknownRecommendation unknown(String sentence) {
    StageMoves.require(recommendation, RecommendationState.SENDING);
    return StageMoves.unknown(recommendation, sentence);
  }
}
