package io.veritwin.twin.estimation;

import java.util.List;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/**
 * Whether innovations are as large as the estimator's own uncertainty says (URS-216).
 *
 * @param count innovations
 * @param sumOfNis their normalised squares, which sum to chi-square with {@code count} degrees of
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

  public boolean consistent() {
    return sumOfNis >= lower && sumOfNis <= upper;
  }
}
