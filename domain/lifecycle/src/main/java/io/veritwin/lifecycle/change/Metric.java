package io.veritwin.lifecycle.change;

/** What a criterion measures, with the direction in which it is good. */
public enum Metric {
  ORDER_OF_CONVERGENCE("order of convergence, difference from theory", true, Group.VERIFICATION),
  STEP_ERROR("error of the calculation against a finer one", true, Group.VERIFICATION),
  MASS_BALANCE("mass balance, closure error", true, Group.VERIFICATION),
  CALIBRATION_R2("R² on the calibration data", false, Group.CALIBRATION),
  PREDICTION_R2("R², predicted open loop", false, Group.PREDICTION),
  PREDICTION_NRMSE("error, predicted open loop, NRMSE", true, Group.PREDICTION),
  PREDICTION_COVERAGE("95 % band, share of values inside", false, Group.PREDICTION);

  /** The kind of check that measures it. */
  public enum Group {
    VERIFICATION("Verification"),
    CALIBRATION("Calibration check"),
    PREDICTION("Prediction test");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    public String title() {
      return title;
    }
  }

  private final String inWords;
  private final boolean smallIsGood;
  private final Group group;

  Metric(String inWords, boolean smallIsGood, Group group) {
    this.inWords = inWords;
    this.smallIsGood = smallIsGood;
    this.group = group;
  }

  public String inWords() {
    return inWords;
  }

  /** True when the value may be at most the limit, false when it must be at least the limit. */
  public boolean smallIsGood() {
    return smallIsGood;
  }

  public Group group() {
    return group;
  }

  /** Whether a value meets a limit; a value that is no number meets none. */
  public boolean meets(double value, double limit) {
    return smallIsGood ? value <= limit : value >= limit;
  }

  /** A value of this metric: R² with three decimals, percentages with one. */
  public String print(double value, String unit) {
    if (this == CALIBRATION_R2 || this == PREDICTION_R2) {
      return Quantities.decimals(value, 3);
    }
    if (group == Group.PREDICTION) {
      return Quantities.decimals(value, 1) + "\u00A0" + unit;
    }
    return Quantities.inWords(value, unit);
  }
}
