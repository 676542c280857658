package io.veritwin.twin.integration;

import org.hipparchus.util.FastMath;

/**
 * {@code (alpha + i beta) I - J} by rows, decomposed with partial pivoting inside its band, as
 * {@link RealLu}.
 */
final class ComplexLu {

  private final int n;
  private final int lower;
  private final int upper;
  private final double[] re;
  private final double[] im;
  private final int[] pivot;

  ComplexLu(int n, int lower, int upper) {
    this.n = n;
    this.lower = lower;
    this.upper = upper;
    this.re = new double[n * n];
    this.im = new double[n * n];
    this.pivot = new int[n];
  }

  /** Decomposes; false where the matrix is singular or not a number. */
  boolean decompose(double alpha, double beta, double[][] jacobian) {
    for (int i = 0; i < n; i++) {
      int filled = FastMath.min(n, i + lower + upper + 1);
      for (int j = FastMath.max(0, i - lower); j < filled; j++) {
        re[i * n + j] = j <= i + upper ? -jacobian[i][j] : 0;
        im[i * n + j] = 0;
      }
      re[i * n + i] += alpha;
      im[i * n + i] = beta;
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      double largest = size(k * n + k);
      int rows = FastMath.min(n, k + lower + 1);
      for (int i = k + 1; i < rows; i++) {
        double size = size(i * n + k);
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
        swapRows(k, best);
      }
      eliminate(k);
    }
    return true;
  }

  private double size(int at) {
    return FastMath.abs(re[at]) + FastMath.abs(im[at]);
  }

  /** Exchanges two rows, the first from its diagonal on. */
  private void swapRows(int a, int b) {
    int columns = FastMath.min(n, a + lower + upper + 1);
    for (int j = a; j < columns; j++) {
      double swap = re[a * n + j];
      re[a * n + j] = re[b * n + j];
      re[b * n + j] = swap;
      swap = im[a * n + j];
      im[a * n + j] = im[b * n + j];
      im[b * n + j] = swap;
    }
  }

  private void eliminate(int k) {
    double pr = re[k * n + k];
    double pi = im[k * n + k];
    double square = pr * pr + pi * pi;
    double ir = pr / square;
    double ii = -pi / square;
    int rows = FastMath.min(n, k + lower + 1);
    int columns = FastMath.min(n, k + lower + upper + 1);
    for (int i = k + 1; i < rows; i++) {
      double ar = re[i * n + k];
      double ai = im[i * n + k];
      if (ar != 0 || ai != 0) {
        double fr = ar * ir - ai * ii;
        double fi = ar * ii + ai * ir;
        re[i * n + k] = fr;
        im[i * n + k] = fi;
        for (int j = k + 1; j < columns; j++) {
          double br = re[k * n + j];
          double bi = im[k * n + j];
          re[i * n + j] -= fr * br - fi * bi;
          im[i * n + j] -= fr * bi + fi * br;
        }
      }
    }
    // the inverse of the pivot is what a solution needs
    re[k * n + k] = ir;
    im[k * n + k] = ii;
  }

  /** Solves in place, for the blocks that begin at an offset. */
  void solve(double[] br, double[] bi, int offset) {
    for (int k = 0; k < n; k++) {
      int row = pivot[k];
      double kr = br[offset + row];
      double ki = bi[offset + row];
      br[offset + row] = br[offset + k];
      bi[offset + row] = bi[offset + k];
      br[offset + k] = kr;
      bi[offset + k] = ki;
      int rows = FastMath.min(n, k + lower + 1);
      for (int i = k + 1; i < rows; i++) {
        double ar = re[i * n + k];
        double ai = im[i * n + k];
        br[offset + i] -= ar * kr - ai * ki;
        bi[offset + i] -= ar * ki + ai * kr;
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      double sr = br[offset + i];
      double si = bi[offset + i];
      int columns = FastMath.min(n, i + lower + upper + 1);
      for (int j = i + 1; j < columns; j++) {
        double ar = re[i * n + j];
        double ai = im[i * n + j];
        sr -= ar * br[offset + j] - ai * bi[offset + j];
        si -= ar * bi[offset + j] + ai * br[offset + j];
      }
      double ir = re[i * n + i];
      double ii = im[i * n + i];
      br[offset + i] = sr * ir - si * ii;
      bi[offset + i] = sr * ii + si * ir;
    }
  }
}
