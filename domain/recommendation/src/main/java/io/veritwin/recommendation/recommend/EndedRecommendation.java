package io.veritwin.recommendation.recommend;

/** Closed; nothing moves it any more. */
public record EndedRecommendation(Recommendation recommendation) implements RecommendationStage {

  public EndedRecommendation {
    if (!recommendation.state.closed()) {
      throw new IllegalStateException(
          recommendation.number() + " is " + recommendation.state.inWords() + ", not closed");
    }
  }
}
