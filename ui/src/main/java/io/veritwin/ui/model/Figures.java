package io.veritwin.ui.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Figures a form starts with: round numbers that the engineer then sets. */
final class Figures {

  private Figures() {}

  /** Two percent of the largest value seen, with one digit: a floor under a relative error. */
  static double twoPercent(double largest) {
    return largest <= 0
        ? 0
        : new BigDecimal(0.02 * largest).round(new MathContext(1)).doubleValue();
  }

  /** The next number below with three digits. */
  static double below(double value) {
    return new BigDecimal(value).round(new MathContext(3, RoundingMode.FLOOR)).doubleValue();
  }

  /** The next number above with three digits. */
  static double above(double value) {
    return new BigDecimal(value).round(new MathContext(3, RoundingMode.CEILING)).doubleValue();
  }

  /** Three digits, rounded. */
  static double threeDigits(double value) {
    return new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN)).doubleValue();
  }
}
