package io.veritwin.plant;

/** Why values are missing. */
public enum GapKind {
  /** The link was down, and what the plant kept for us was lost. */
  LINK_LOSS("link lost"),
  /** The platform itself was not running. */
  PLATFORM_STOPPED("platform stopped"),
  /** The plant's queue overflowed: the overflow bit stood in a status code. */
  QUEUE_OVERFLOW("queue overflowed"),
  /** The plant's own times jump: forwards past the tag's maximum age, or backwards. */
  SOURCE_TIME_JUMP("source time jumped");

  private final String inWords;

  GapKind(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
