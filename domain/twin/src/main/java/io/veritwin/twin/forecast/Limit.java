package io.veritwin.twin.forecast;

/**
 * A limit on an output.
 *
 * @param outputId the output
 * @param side which side of the value is not allowed
 * @param value in the output's unit
 */
public record Limit(String outputId, Side side, double value) {

  /** Which side of a limit is a breach. */
  public enum Side {
    /** Values above are a breach. */
    MAXIMUM,
    /** Values below are a breach. */
    MINIMUM
  }

  /** Whether the value breaches the limit. */
  public boolean isBreachedBy(double output) {
    return side == Side.MAXIMUM ? output > value : output < value;
  }

  /** Index of the first value that breaches, or the number of values when none does. */
  public int firstBreach(double[] values) {
    int k = 0;
    while (k < values.length && !isBreachedBy(values[k])) {
      k++;
    }
    return k;
  }
}
