package io.veritwin.twin.estimation;

import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.uncertainty.CovarianceRoot;
import java.util.List;
import org.hipparchus.util.FastMath;

/**
 * Sigma points of a state and what becomes of them (Julier and Uhlmann 1997).
 *
 * <p>Sigma points that would lie outside the physical range of a state are drawn back onto it, as
 * in the constrained filter of Kandepu, Foss and Imsland, Journal of Process Control 18 (2008)
 * 753-768; the estimate itself is never clamped.
 */
final class UnscentedTransform {

  private UnscentedTransform() {}

  /** The mean, then mean plus and minus each column of the square root of {@code n} covariances. */
  static double[][] sigmaPoints(double[] mean, double[][] covariance, List<Quantity> states) {
    int n = mean.length;
    double[][] root = CovarianceRoot.of(covariance);
    double[][] points = new double[2 * n + 1][];
    points[0] = mean.clone();
    double spread = FastMath.sqrt(n);
    for (int j = 0; j < n; j++) {
      points[1 + j] = mean.clone();
      points[1 + n + j] = mean.clone();
      for (int i = 0; i < n; i++) {
        points[1 + j][i] += spread * root[i][j];
        points[1 + n + j][i] -= spread * root[i][j];
      }
    }
    for (double[] point : points) {
      for (int i = 0; i < n; i++) {
        Quantity q = states.get(i);
        point[i] = FastMath.min(q.upper(), FastMath.max(q.lower(), point[i]));
      }
    }
    return points;
  }

  /** Weights: none on the centre, equal on the others. */
  static double[] mean(double[][] points) {
    double[] mean = new double[points[0].length];
    for (int k = 1; k < points.length; k++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += points[k][i] / (points.length - 1);
      }
    }
    return mean;
  }

  static double[][] covariance(double[][] a, double[] meanOfA, double[][] b, double[] meanOfB) {
    double[][] covariance = new double[meanOfA.length][meanOfB.length];
    for (int k = 1; k < a.length; k++) {
      for (int i = 0; i < meanOfA.length; i++) {
        for (int j = 0; j < meanOfB.length; j++) {
          covariance[i][j] += (a[k][i] - meanOfA[i]) * (b[k][j] - meanOfB[j]) / (a.length - 1);
        }
      }
    }
    return covariance;
  }
}
