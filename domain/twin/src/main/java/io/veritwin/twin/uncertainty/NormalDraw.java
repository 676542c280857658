package io.veritwin.twin.uncertainty;

import org.hipparchus.random.RandomGenerator;

/** Draws from a normal distribution. */
public final class NormalDraw {

  private final double[] mean;
  private final double[][] root;

  public NormalDraw(double[] mean, double[][] covariance) {
    this.mean = mean.clone();
    this.root = CovarianceRoot.of(covariance);
  }

  public double[] next(RandomGenerator random) {
    double[] standard = new double[mean.length];
    for (int i = 0; i < standard.length; i++) {
      standard[i] = random.nextGaussian();
    }
    double[] values = mean.clone();
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j <= i; j++) {
        values[i] += root[i][j] * standard[j];
      }
    }
    return values;
  }
}
