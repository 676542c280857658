package io.veritwin.twin.integration;

import org.hipparchus.util.FastMath;

/** {@code (alpha + i beta) I - J} by rows, decomposed with partial pivoting. */
final class ComplexLu {

  private final int n;
  private final double[] re;
  private final double[] im;
  private final int[] pivot;

  ComplexLu(int n) {
    this.n = n;
    this.re = new double[n * n];
    this.im = new double[n * n];
    this.pivot = new int[n];
  }

  /** Decomposes; false where the matrix is singular or not a number. */
  boolean decompose(double alpha, double beta, double[][] jacobian) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        re[i * n + j] = -jacobian[i][j];
        im[i * n + j] = 0;
      }
      re[i * n + i] += alpha;
      im[i * n + i] = beta;
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      double largest = size(k * n + k);
      for (int i = k + 1; i < n; i++) {
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

  private void swapRows(int a, int b) {
    for (int j = 0; j < n; j++) {
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
    for (int i = k + 1; i < n; i++) {
      double ar = re[i * n + k];
      double ai = im[i * n + k];
      if (ar != 0 || ai != 0) {
        double fr = ar * ir - ai * ii;
        double fi = ar * ii + ai * ir;
        re[i * n + k] = fr;
        im[i * n + k] = fi;
        for (int j = k + 1; j < n; j++) {
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
      if (row != k) {
        double swap = br[offset + k];
        br[offset + k] = br[offset + row];
        br[offset + row] = swap;
        swap = bi[offset + k];
        bi[offset + k] = bi[offset + row];
        bi[offset + row] = swap;
      }
    }
    for (int i = 0; i < n; i++) {
      double sr = br[offset + i];
      double si = bi[offset + i];
      for (int j = 0; j < i; j++) {
        double ar = re[i * n + j];
        double ai = im[i * n + j];
        sr -= ar * br[offset + j] - ai * bi[offset + j];
        si -= ar * bi[offset + j] + ai * br[offset + j];
      }
      br[offset + i] = sr;
      bi[offset + i] = si;
    }
    for (int i = n - 1; i >= 0; i--) {
      double sr = br[offset + i];
      double si = bi[offset + i];
      for (int j = i + 1; j < n; j++) {
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
