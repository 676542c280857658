package io.veritwin.recommendation.recommend;

/**
 * A recommendation as the type of its state: each type offers only the moves that state allows, so
 * that a {@link ProposedRecommendation} cannot be passed where a {@link SignedRecommendation} is
 * asked for (P11-09, 21 CFR 11.10(f)). Every move changes the entity; the caller writes the audit
 * entry in the same transaction.
 */
public sealed interface RecommendationStage
    permits ProposedRecommendation,
        SignedRecommendation,
        SendingRecommendation,
        WrittenRecommendation,
        UnknownRecommendation,
        ConfirmedRecommendation,
        EndedRecommendation {

  Recommendation recommendation();

  static RecommendationStage of(Recommendation r) {
    return switch (r.state) {
      case PROPOSED -> new ProposedRecommendation(r);
      case SIGNED -> new SignedRecommendation(r);
      case SENDING -> new SendingRecommendation(r);
      case WRITTEN -> new WrittenRecommendation(r);
      case UNKNOWN -> new UnknownRecommendation(r);
      case CONFIRMED -> new ConfirmedRecommendation(r);
      case NOT_WRITTEN, REJECTED, WITHDRAWN, EXPIRED, RELEASE_REFUSED, LAPSED, REFUSED_BY_PLANT ->
          new EndedRecommendation(r);
    };
  }
}
