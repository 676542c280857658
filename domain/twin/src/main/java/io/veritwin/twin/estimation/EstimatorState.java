package io.veritwin.twin.estimation;

/**
 * What is believed about a batch at a time.
 *
 * @param time hours since the batch began
 * @param mean of the model's states
 * @param covariance of the model's states
 */
public record EstimatorState(double time, double[] mean, double[][] covariance) {

  public EstimatorState {
    mean = mean.clone();
    covariance = copy(covariance);
  }

  @Override
  public double[] mean() {
    return mean.clone();
  }

  @Override
  public double[][] covariance() {
    return copy(covariance);
  }

  private static double[][] copy(double[][] matrix) {
    double[][] copy = new double[matrix.length][];
    for (int i = 0; i < matrix.length; i++) {
      copy[i] = matrix[i].clone();
    }
    return copy;
  }
}
