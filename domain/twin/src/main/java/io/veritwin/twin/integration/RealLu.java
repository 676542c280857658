package io.veritwin.twin.integration;

import org.hipparchus.util.FastMath;

/**
 * {@code shift I - J} by rows, decomposed with partial pivoting; memory is used again.
 *
 * <p>Work is done inside the band only; exchanges of rows widen it upward by what it has below. A
 * dense matrix is a band as wide as itself.
 */
final class RealLu {

  private final int n;
  private final int lower;
  private final int upper;
  private final double[] lu;
  private final int[] pivot;

  /**
   * Takes memory.
   *
   * @param n rows
   * @param lower diagonals below the main one that are not zero
   * @param upper diagonals above it that are not zero
   */
  RealLu(int n, int lower, int upper) {
    this.n = n;
    this.lower = lower;
    this.upper = upper;
    this.lu = new double[n * n];
    this.pivot = new int[n];
  }

  /** Decomposes; false where the matrix is singular or not a number. */
  boolean decompose(double shift, double[][] jacobian) {
    for (int i = 0; i < n; i++) {
      int filled = FastMath.min(n, i + lower + upper + 1);
      int given = FastMath.min(n, i + upper + 1);
      for (int j = FastMath.max(0, i - lower); j < given; j++) {
        lu[i * n + j] = -jacobian[i][j];
      }
      for (int j = given; j < filled; j++) {
        lu[i * n + j] = 0;
      }
      lu[i * n + i] += shift;
    }
    for (int k = 0; k < n; k++) {
      int rows = FastMath.min(n, k + lower + 1);
      int columns = FastMath.min(n, k + lower + upper + 1);
      int best = k;
      double largest = FastMath.abs(lu[k * n + k]);
      for (int i = k + 1; i < rows; i++) {
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
        for (int j = k; j < columns; j++) {
          double swap = lu[k * n + j];
          lu[k * n + j] = lu[best * n + j];
          lu[best * n + j] = swap;
        }
      }
      double inverse = 1 / lu[k * n + k];
      for (int i = k + 1; i < rows; i++) {
        double factor = lu[i * n + k];
        if (factor != 0) {
          factor *= inverse;
          lu[i * n + k] = factor;
          for (int j = k + 1; j < columns; j++) {
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
      double bk = b[offset + row];
      b[offset + row] = b[offset + k];
      b[offset + k] = bk;
      int rows = FastMath.min(n, k + lower + 1);
      for (int i = k + 1; i < rows; i++) {
        b[offset + i] -= lu[i * n + k] * bk;
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double sum = b[offset + i];
      int columns = FastMath.min(n, i + lower + upper + 1);
      for (int j = i + 1; j < columns; j++) {
        sum -= lu[i * n + j] * b[offset + j];
      }
      b[offset + i] = sum / lu[i * n + i];
    }
  }
}
