package io.veritwin.ledger.canonical;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Number to text as ECMAScript does it (RFC 8785 section 3.2.2.3). {@code Double.toString} is not
 * used: before Java 19 it is not always the shortest text, and a record's bytes must not depend on
 * the Java version that wrote it.
 */
final class EcmaScriptNumber {

  /** Any decimal of so many digits survives the way through a double of normal size. */
  private static final int SAFE_DIGITS = 15;

  private static final int ENOUGH_DIGITS = 17;

  private EcmaScriptNumber() {}

  static String format(double value) {
    if (value == 0) {
      return "0";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      return Long.toString((long) value);
    }
    BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
    String digits = shortest.unscaledValue().toString();
    int pointAfter = digits.length() - shortest.scale();
    return (value < 0 ? "-" : "") + layOut(digits, pointAfter);
  }

  /** The decimal of fewest digits that reads back as {@code value}; the nearest of several. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    int first = value < Double.MIN_NORMAL ? 1 : SAFE_DIGITS;
    for (int digits = first; digits < ENOUGH_DIGITS; digits++) {
      // Just above a power of two the interval is lopsided: the nearest decimal may fall outside
      // while its neighbour on the other side reads back.
      BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      BigDecimal below = exact.round(new MathContext(digits, RoundingMode.DOWN));
      BigDecimal above = exact.round(new MathContext(digits, RoundingMode.UP));
      for (BigDecimal candidate : new BigDecimal[] {nearest, below, above}) {
        if (candidate.doubleValue() == value) {
          return candidate;
        }
      }
    }
    return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN));
  }

  /** ECMA-262 Number::toString, steps 6 to 10. */
  private static String layOut(String digits, int pointAfter) {
    int count = digits.length();
    if (count <= pointAfter && pointAfter <= 21) {
      return digits + "0".repeat(pointAfter - count);
    }
    if (0 < pointAfter && pointAfter <= 21) {
      return digits.substring(0, pointAfter) + "." + digits.substring(pointAfter);
    }
    if (-6 < pointAfter && pointAfter <= 0) {
      return "0." + "0".repeat(-pointAfter) + digits;
    }
    int exponent = pointAfter - 1;
    String mantissa = count == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
