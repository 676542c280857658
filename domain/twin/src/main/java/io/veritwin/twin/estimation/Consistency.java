package io.veritwin.twin.estimation;

import java.util.List;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Whether innovations, or errors of estimates, are as large as the estimator's own uncertainty says
 * (URS-216).
 *
 * @param count innovations, or estimates times their states
 * @param sumOfNis the normalised squares, which sum to chi-square with {@code count} degrees of
 *     freedom when model and noise are right
 * @param lower bound of that sum
 * @param upper bound of that sum
 */
public record Consistency(int count, double sumOfNis, double lower, double upper) {

  /**
   * Checks innovations.
   *
   * @param innovations with a prediction; those refused before comparison are left out
   * @param probability inside the bounds, for example 0.95
   */
  public static Consistency of(List<Innovation> innovations, double probability) {
    List<Innovation> compared = innovations.stream().filter(i -> Double.isFinite(i.nis())).toList();
    if (compared.isEmpty()) {
      return new Consistency(0, 0, 0, 0);
    }
    ChiSquaredDistribution expected = new ChiSquaredDistribution(compared.size());
    return new Consistency(
        compared.size(),
        compared.stream().mapToDouble(Innovation::nis).sum(),
        expected.inverseCumulativeProbability((1 - probability) / 2),
        expected.inverseCumulativeProbability((1 + probability) / 2));
  }

  /**
   * Checks estimates against the truth, which only a simulation knows: the normalised estimation
   * error squared (NEES).
   *
   * @param nees of independent estimates
   * @param states how many states each compares
   * @param probability inside the bounds, for example 0.95
   */
  public static Consistency ofNees(double[] nees, int states, double probability) {
    ChiSquaredDistribution expected = new ChiSquaredDistribution(nees.length * (double) states);
    return new Consistency(
        nees.length * states,
        java.util.Arrays.stream(nees).sum(),
        expected.inverseCumulativeProbability((1 - probability) / 2),
        expected.inverseCumulativeProbability((1 + probability) / 2));
  }

  /** Normalised estimation error squared of some states, {@code e' P^-1 e}. */
  public static double nees(EstimatorState estimate, double[] truth, int[] states) {
    int m = states.length;
    RealMatrix covariance = new Array2DRowRealMatrix(m, m);
    RealVector error = new ArrayRealVector(m);
    for (int a = 0; a < m; a++) {
      error.setEntry(a, estimate.mean()[states[a]] - truth[states[a]]);
      for (int b = 0; b < m; b++) {
        covariance.setEntry(a, b, estimate.covariance()[states[a]][states[b]]);
      }
    }
    return error.dotProduct(new LUDecomposition(covariance).getSolver().solve(error));
  }

  public boolean consistent() {
    return sumOfNis >= lower && sumOfNis <= upper;
  }
}
