package io.veritwin.recommendation.recommend;

/**
 * Where a recommendation stands. Only {@link #PROPOSED} can be signed, only {@link #SIGNED} can be
 * sent, and nothing leaves an end state; see {@link RecommendationStage} for the moves.
 */
public enum RecommendationState {
  PROPOSED("proposal", false),
  SIGNED("accepted, waiting for release", false),
  SENDING("sending to the plant", false),
  WRITTEN("sent, being read back", false),
  UNKNOWN("outcome unknown", false),
  CONFIRMED("written", true),
  NOT_WRITTEN("not written", true),
  REJECTED("rejected", true),
  WITHDRAWN("withdrawn", true),
  EXPIRED("expired", true),
  RELEASE_REFUSED("refused", true),
  LAPSED("lapsed", true),
  REFUSED_BY_PLANT("refused by the plant", true);

  private final String inWords;
  private final boolean closed;

  RecommendationState(String inWords, boolean closed) {
    this.inWords = inWords;
    this.closed = closed;
  }

  public String inWords() {
    return inWords;
  }

  /** True when no further move is possible (the effect of a confirmed write is still watched). */
  public boolean closed() {
    return closed;
  }
}
