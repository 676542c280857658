package io.veritwin.plant;

/** How closely a twin is coupled to its unit, computed from live facts (URS-248). */
public enum TwinLevel {
  /** No live subscription. */
  MODEL("model"),
  /** A live subscription: the twin follows the plant. */
  SHADOW("shadow"),
  /** A live subscription, a granted write path, and a signed release is possible. */
  SUPERVISED_TWIN("supervised twin");

  private final String inWords;

  TwinLevel(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }

  /**
   * The level.
   *
   * @param facts what the plant link shows now
   * @param signedReleasePossible true when a version is assigned and effective with an equal
   *     digest, and the kill switch is open; {@code recommendation} knows
   */
  public static TwinLevel of(LevelFacts facts, boolean signedReleasePossible) {
    if (!facts.subscriptionLive()) {
      return MODEL;
    }
    return facts.actuator() && facts.writeGranted() && signedReleasePossible
        ? SUPERVISED_TWIN
        : SHADOW;
  }
}
