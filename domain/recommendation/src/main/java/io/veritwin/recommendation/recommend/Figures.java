package io.veritwin.recommendation.recommend;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How computed values are printed: three significant digits, intervals in words. */
public final class Figures {

  /** More decimals than this no instrument of a bioreactor shows. */
  private static final int MOST_DECIMALS = 3;

  private Figures() {}

  /**
   * Three significant digits, without an exponent and with three decimals at most: "2.05", "148".
   */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN));
    int digits = Math.max(0, Math.min(MOST_DECIMALS, rounded.scale()));
    rounded = rounded.setScale(digits, RoundingMode.HALF_EVEN);
    if (rounded.signum() == 0) {
      return "0";
    }
    return rounded.toPlainString().replace('-', '−');
  }

  /** "1.90 to 2.30". */
  public static String interval(double low, double high) {
    return of(low) + " to " + of(high);
  }

  /** A probability in words: "under 1 %", "48 %", "over 99 %". */
  public static String probability(double p) {
    if (p < 0.01) {
      return "under 1 %";
    }
    if (p > 0.99) {
      return "over 99 %";
    }
    return Math.round(100 * p) + " %";
  }

  /** A change with sign: "+4.5". */
  public static String change(BigDecimal change) {
    return change.signum() < 0
        ? "−" + change.negate().toPlainString()
        : "+" + change.toPlainString();
  }
}
