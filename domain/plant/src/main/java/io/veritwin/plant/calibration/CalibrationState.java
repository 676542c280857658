package io.veritwin.plant.calibration;

import java.util.Locale;

/** The life of a tag calibration. */
public enum CalibrationState {
  /** Waits for the signature of a second person. */
  PROPOSED,
  /** Signed: readings from its effective time on are scaled by it. */
  EFFECTIVE,
  /** A later calibration of the tag was signed. */
  SUPERSEDED;

  public String inWords() {
    return name().toLowerCase(Locale.ROOT);
  }
}
