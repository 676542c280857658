package io.veritwin.lifecycle.change;

/** Where a change request stands. */
public enum ChangeRequestState {
  DRAFT("draft"),
  SUBMITTED("submitted, checks running"),
  AWAITING_DECISION("waiting for QA"),
  APPROVED("approved"),
  REJECTED("rejected");

  private final String inWords;

  ChangeRequestState(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
