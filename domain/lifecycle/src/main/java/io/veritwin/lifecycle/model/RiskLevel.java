package io.veritwin.lifecycle.model;

/** Three levels, for influence, consequence and the risk that follows from both. */
public enum RiskLevel {
  LOW("low"),
  MEDIUM("medium"),
  HIGH("high");

  private final String inWords;

  RiskLevel(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }

  /**
   * Model risk = influence × decision consequence (ASME V&amp;V 40, FAI-02): the product of the two
   * ranks, 1 to 2 low, 3 to 4 medium, 6 and 9 high.
   */
  public static RiskLevel of(RiskLevel influence, RiskLevel consequence) {
    int product = (influence.ordinal() + 1) * (consequence.ordinal() + 1);
    return product <= 2 ? LOW : product <= 4 ? MEDIUM : HIGH;
  }
}
