package io.veritwin.twin.uncertainty;

import org.hipparchus.util.FastMath;

/** Square root of a covariance that may have directions without uncertainty. */
public final class CovarianceRoot {

  /** A pivot below this share of its variance is rounding: a direction without uncertainty. */
  private static final double ROUNDING = 1e-14;

  private CovarianceRoot() {}

  /**
   * Lower triangular root {@code L} with {@code L L' = covariance}; a direction without uncertainty
   * gets a column of zeros, where an ordinary Cholesky decomposition would fail.
   */
  public static double[][] of(double[][] covariance) {
    int n = covariance.length;
    double[][] root = new double[n][n];
    for (int j = 0; j < n; j++) {
      double pivot = covariance[j][j];
      for (int k = 0; k < j; k++) {
        pivot -= root[j][k] * root[j][k];
      }
      if (pivot <= ROUNDING * FastMath.max(covariance[j][j], Double.MIN_NORMAL)) {
        continue;
      }
      root[j][j] = FastMath.sqrt(pivot);
      for (int i = j + 1; i < n; i++) {
        double sum = covariance[i][j];
        for (int k = 0; k < j; k++) {
          sum -= root[i][k] * root[j][k];
        }
        root[i][j] = sum / root[j][j];
      }
    }
    return root;
  }
}
