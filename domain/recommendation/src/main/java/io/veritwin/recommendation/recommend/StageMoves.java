package io.veritwin.recommendation.recommend;

import java.time.Instant;

/** The field changes that several stages share; only the stage types call them. */
final class StageMoves {

  private StageMoves() {}

  /** Guards a stage object kept across two moves: the entity must still be where the type says. */
  static void require(Recommendation r, RecommendationState expected) {
    if (r.state != expected) {
      throw new IllegalStateException(
          r.number() + " is " + r.state.inWords() + ", not " + expected.inWords());
    }
  }

  static EndedRecommendation end(
      Recommendation r, RecommendationState state, String rule, String sentence, Instant at) {
    r.state = state;
    r.closedRule = rule;
    r.closedSentence = sentence;
    r.closedAt = at;
    return new EndedRecommendation(r);
  }

  static UnknownRecommendation unknown(Recommendation r, String sentence) {
    r.state = RecommendationState.UNKNOWN;
    r.closedSentence = sentence;
    return new UnknownRecommendation(r);
  }

  static ConfirmedRecommendation confirm(
      Recommendation r, double readBack, Instant at, Instant watchUntil, String sentence) {
    r.state = RecommendationState.CONFIRMED;
    r.readBackValue = readBack;
    r.readBackAt = at;
    r.closedSentence = sentence;
    r.closedAt = at;
    r.effect = Recommendation.Effect.WATCHING;
    r.effectUntil = watchUntil;
    return new ConfirmedRecommendation(r);
  }
}
