package io.veritwin.lifecycle.model;

/** Where a version stands. The moves between states are methods of the stage types. */
public enum ModelVersionState {
  DRAFT("draft"),
  SUBMITTED("submitted"),
  EFFECTIVE("effective"),
  REJECTED("rejected"),
  RETIRED("retired");

  private final String inWords;

  ModelVersionState(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
