package io.veritwin.twin.integration;

import org.hipparchus.util.FastMath;

/** {@code shift I - J} by rows, decomposed with partial pivoting; memory is used again. */
final class RealLu {

  private final int n;
  private final double[] lu;
  private final int[] pivot;

  RealLu(int n) {
    this.n = n;
    this.lu = new double[n * n];
    this.pivot = new int[n];
  }

  /** Decomposes; false where the matrix is singular or not a number. */
  boolean decompose(double shift, double[][] jacobian) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        lu[i * n + j] = -jacobian[i][j];
      }
      lu[i * n + i] += shift;
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      double largest = FastMath.abs(lu[k * n + k]);
      for (int i = k + 1; i < n; i++) {
        double size = FastMath.abs(lu[i * n + k]);
        if (size > largest) {
          largest = size;
          best = i;
        }
      }
      if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
        return false;
      }
      pivot[k] = best;
      if (best != k) {
        for (int j = 0; j < n; j++) {
          double swap = lu[k * n + j];
          lu[k * n + j] = lu[best * n + j];
          lu[best * n + j] = swap;
        }
      }
      double inverse = 1 / lu[k * n + k];
      for (int i = k + 1; i < n; i++) {
        double factor = lu[i * n + k];
        if (factor != 0) {
          factor *= inverse;
          lu[i * n + k] = factor;
          for (int j = k + 1; j < n; j++) {
            lu[i * n + j] -= factor * lu[k * n + j];
          }
        }
      }
    }
    return true;
  }

  /** Solves in place, for the block of {@code b} that begins at an offset. */
  void solve(double[] b, int offset) {
    for (int k = 0; k < n; k++) {
      int row = pivot[k];
      if (row != k) {
        double swap = b[offset + k];
        b[offset + k] = b[offset + row];
        b[offset + row] = swap;
      }
    }
    for (int i = 1; i < n; i++) {
      double sum = b[offset + i];
      for (int j = 0; j < i; j++) {
        sum -= lu[i * n + j] * b[offset + j];
      }
      b[offset + i] = sum;
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = b[offset + i];
      for (int j = i + 1; j < n; j++) {
        sum -= lu[i * n + j] * b[offset + j];
      }
      b[offset + i] = sum / lu[i * n + i];
    }
  }
}
