package io.veritwin.lifecycle.dataset;

/** What a data set may be used for. One batch never serves both (A22-09). */
public enum DataSetRole {
  CALIBRATION("calibration"),
  HOLD_OUT("hold-out");

  private final String inWords;

  DataSetRole(String inWords) {
    this.inWords = inWords;
  }

  public String inWords() {
    return inWords;
  }
}
