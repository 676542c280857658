package io.veritwin.twin.integration;

import org.hipparchus.complex.Complex;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.util.FastMath;

/** Tells whether the steps of an explicit method are limited by stability, not by accuracy. */
final class Stiffness {

  /** After so many steps, and each time so many more, stiffness is looked for. */
  private static final int STEPS_BETWEEN_LOOKS = 25;

  /** A step this close to the limit of stability is held back by it. */
  private static final double STIFF_SHARE = 0.5;

  private Stiffness() {}

  static boolean isTimeToLook(int stepsTaken) {
    return stepsTaken % STEPS_BETWEEN_LOOKS == 0;
  }

  /**
   * Whether the fastest decay limits steps of this size; false for a system without Jacobian.
   *
   * @param limit length of the method's stability region on the negative real axis
   */
  static boolean limits(OdeSystem system, double t, double[] y, double step, double limit) {
    if (!(system instanceof StiffSystem stiff)) {
      return false;
    }
    int n = stiff.blockSize();
    double[][] jacobian = new double[n][n];
    stiff.jacobian(t, y, jacobian);
    if (step * norm(jacobian) <= STIFF_SHARE * limit) {
      return false;
    }
    try {
      double fastest = 0;
      for (Complex eigenvalue :
          new EigenDecompositionNonSymmetric(new Array2DRowRealMatrix(jacobian, false))
              .getEigenvalues()) {
        fastest = FastMath.max(fastest, -eigenvalue.getReal());
      }
      return step * fastest > STIFF_SHARE * limit;
    } catch (MathIllegalArgumentException | MathIllegalStateException e) {
      // eigenvalues that cannot be had say nothing of stiffness
      return false;
    }
  }

  /** Largest sum over a row, which no eigenvalue exceeds. */
  private static double norm(double[][] matrix) {
    double largest = 0;
    for (double[] row : matrix) {
      double sum = 0;
      for (double entry : row) {
        sum += FastMath.abs(entry);
      }
      // not a number stays one
      largest = sum <= largest ? largest : sum;
    }
    return largest;
  }
}
