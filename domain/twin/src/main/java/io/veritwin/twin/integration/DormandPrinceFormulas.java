package io.veritwin.twin.integration;

import org.hipparchus.util.FastMath;

/**
 * Dormand-Prince 5(4) for one component: stages, error, dense output, and the control of the step
 * (Hairer, Norsett, Wanner: Solving Ordinary Differential Equations I, 2nd ed. 1993, II.4 to II.6).
 *
 * <p>Powers of the error are taken by square roots, which are exact to rounding on each machine and
 * exist as vector instructions.
 */
final class DormandPrinceFormulas {

  private static final double SAFETY = 0.9;
  private static final double LARGEST_GROWTH = 10;
  private static final double LARGEST_SHRINKAGE = 5;

  /** What is remembered of the first step, as of an error of {@code 1e-4}. */
  static final double LEAST_MEMORY = memory(1e-4);

  private DormandPrinceFormulas() {}

  static double second(double y, double h, double k1) {
    return y + h * (1.0 / 5) * k1;
  }

  static double third(double y, double h, double k1, double k2) {
    return y + h * (3.0 / 40 * k1 + 9.0 / 40 * k2);
  }

  static double fourth(double y, double h, double k1, double k2, double k3) {
    return y + h * (44.0 / 45 * k1 - 56.0 / 15 * k2 + 32.0 / 9 * k3);
  }

  static double fifth(double y, double h, double k1, double k2, double k3, double k4) {
    return y
        + h * (19372.0 / 6561 * k1 - 25360.0 / 2187 * k2 + 64448.0 / 6561 * k3 - 212.0 / 729 * k4);
  }

  static double sixth(double y, double h, double k1, double k2, double k3, double k4, double k5) {
    return y
        + h
            * (9017.0 / 3168 * k1
                - 355.0 / 33 * k2
                + 46732.0 / 5247 * k3
                + 49.0 / 176 * k4
                - 5103.0 / 18656 * k5);
  }

  /** The solution at the step's end, where the seventh stage is. */
  static double end(double y, double h, double k1, double k3, double k4, double k5, double k6) {
    return y
        + h
            * (35.0 / 384 * k1
                + 500.0 / 1113 * k3
                + 125.0 / 192 * k4
                - 2187.0 / 6784 * k5
                + 11.0 / 84 * k6);
  }

  /** Difference of the two formulas. */
  static double difference(
      double h, double k1, double k3, double k4, double k5, double k6, double k7) {
    return h
        * (71.0 / 57600 * k1
            - 71.0 / 16695 * k3
            + 71.0 / 1920 * k4
            - 17253.0 / 339200 * k5
            + 22.0 / 525 * k6
            - 1.0 / 40 * k7);
  }

  /** That difference against the tolerance. */
  static double scaled(double difference, double y, double end, double absolute, double relative) {
    // these two, unlike FastMath's, become vector instructions
    return difference
        / (absolute + relative * StrictMath.max(StrictMath.abs(y), StrictMath.abs(end)));
  }

  /** The norm of an error from the sum of squares of its components. */
  static double error(double sum, int n) {
    return StrictMath.max(1e-10, FastMath.sqrt(sum / n));
  }

  /** The solution inside a step, of order 4. */
  static double inside(
      double share, double y, double difference, double bend, double bendBack, double last) {
    return y
        + share * (difference + (1 - share) * (bend + share * (bendBack + (1 - share) * last)));
  }

  /** What dense output needs beside values and slopes at both ends. */
  static double last(double h, double k1, double k3, double k4, double k5, double k6, double k7) {
    return h
        * (-12715105075.0 / 11282082432.0 * k1
            + 87487479700.0 / 32700410799.0 * k3
            - 10690763975.0 / 1880347072.0 * k4
            + 701980252875.0 / 199316789632.0 * k5
            - 1453857185.0 / 822651844.0 * k6
            + 69997945.0 / 29380423.0 * k7);
  }

  /** How a step depends on its error: the power 3/16, near the 1/5 of theory. */
  static double factor(double error) {
    double eighth = FastMath.sqrt(FastMath.sqrt(FastMath.sqrt(error)));
    return eighth * FastMath.sqrt(eighth);
  }

  /** What the next step remembers of an error: its power 1/32. */
  static double memory(double error) {
    double eighth = FastMath.sqrt(FastMath.sqrt(FastMath.sqrt(error)));
    return FastMath.sqrt(FastMath.sqrt(eighth));
  }

  /** What a rejected step is divided by. */
  static double shrinkage(double factor) {
    return FastMath.min(LARGEST_SHRINKAGE, factor / SAFETY);
  }

  /** What an accepted step is divided by. */
  static double quotient(double factor, double memory) {
    return FastMath.max(
        1 / LARGEST_GROWTH, FastMath.min(LARGEST_SHRINKAGE, factor / memory / SAFETY));
  }

  /** Whether a step is too small to go on. */
  static boolean isTooSmall(double h, double t, double end) {
    return h <= 8 * FastMath.ulp(FastMath.max(FastMath.abs(t), FastMath.abs(end) * 1e-3));
  }

  /** Where a step of this size ends, without a tiny one after it. */
  static double stepEnd(double t, double h, double end) {
    return t + h * (1 + 1e-12) >= end ? end : t + h;
  }
}
