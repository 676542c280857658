package io.veritwin.lifecycle.change;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Prints values of checks the same way everywhere (DI-05): three significant digits, exponent below
 * 0.0001, a true minus, a space before the unit; unit 1 is not printed.
 */
public final class Quantities {

  private static final int DIGITS = 3;

  private Quantities() {}

  /** "0.966", "5.5 %", "1.2 ×10⁻⁹", "not a number". */
  public static String inWords(double value, String unit) {
    String number = number(value);
    return unit.isEmpty() || unit.equals("1") ? number : number + "\u00A0" + unit;
  }

  /** The number alone. */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      return "not a number";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent > 5) {
      String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      return (mantissa + "\u00A0×10" + superscript(exponent)).replace('-', '−');
    }
    if (rounded.scale() < 0) {
      rounded = rounded.setScale(0);
    }
    String plain = rounded.toPlainString();
    return plain.replace('-', '−');
  }

  /** With a fixed number of decimals, "−0.028". */
  public static String decimals(double value, int decimals) {
    return Double.isFinite(value)
        ? new BigDecimal(value)
            .setScale(decimals, RoundingMode.HALF_EVEN)
            .toPlainString()
            .replace('-', '−')
        : "not a number";
  }

  private static String superscript(int exponent) {
    StringBuilder text = new StringBuilder();
    for (char c : Integer.toString(exponent).toCharArray()) {
      text.append(c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0'));
    }
    return text.toString();
  }
}
