package io.veritwin.twin.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.LinearModel;
import io.veritwin.validation.evidence.Verifies;
import java.lang.management.ManagementFactory;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Equations along a column, whose Jacobian is a band. */
class BandTest {

  /** Cells of the column; two quantities in each. */
  private static final int CELLS = 100;

  /**
   * The Brusselator with diffusion in a column of cells (Hairer, Wanner, Solving Ordinary
   * Differential Equations II, IV.10), its quantities side by side, with and without the knowledge
   * that its Jacobian is a band.
   */
  private record Column(boolean band) implements StiffSystem {

    private static final double EXCHANGE = 0.02 * (CELLS + 1) * (CELLS + 1);

    @Override
    public int dimension() {
      return 2 * CELLS;
    }

    @Override
    public int lowerBandwidth() {
      return band ? 2 : dimension() - 1;
    }

    @Override
    public int upperBandwidth() {
      return band ? 2 : dimension() - 1;
    }

    static double[] start() {
      double[] y = new double[2 * CELLS];
      for (int i = 0; i < CELLS; i++) {
        y[2 * i] = 1 + StrictMath.sin(2 * StrictMath.PI * (i + 1) / (CELLS + 1));
        y[2 * i + 1] = 3;
      }
      return y;
    }

    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      for (int i = 0; i < CELLS; i++) {
        double u = y[2 * i];
        double v = y[2 * i + 1];
        double uLeft = i == 0 ? 1 : y[2 * i - 2];
        double vLeft = i == 0 ? 3 : y[2 * i - 1];
        double uRight = i == CELLS - 1 ? 1 : y[2 * i + 2];
        double vRight = i == CELLS - 1 ? 3 : y[2 * i + 3];
        dydt[2 * i] = 1 + u * u * v - 4 * u + EXCHANGE * (uLeft - 2 * u + uRight);
        dydt[2 * i + 1] = 3 * u - u * u * v + EXCHANGE * (vLeft - 2 * v + vRight);
      }
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      for (int i = 0; i < CELLS; i++) {
        double u = y[2 * i];
        double v = y[2 * i + 1];
        dfdy[2 * i][2 * i] = 2 * u * v - 4 - 2 * EXCHANGE;
        dfdy[2 * i][2 * i + 1] = u * u;
        dfdy[2 * i + 1][2 * i] = 3 - 2 * u * v;
        dfdy[2 * i + 1][2 * i + 1] = -u * u - 2 * EXCHANGE;
        for (int k = 0; k < 2; k++) {
          if (i > 0) {
            dfdy[2 * i + k][2 * i + k - 2] = EXCHANGE;
          }
          if (i < CELLS - 1) {
            dfdy[2 * i + k][2 * i + k + 2] = EXCHANGE;
          }
        }
      }
    }
  }

  @Test
  @Verifies("URS-811")
  void aColumnOfTwoHundredEquationsGetsTheSameAnswerInLessTimeWhenItsBandIsKnown() {
    double[] known = new double[1];
    double[] dense = new double[1];
    double[] byBand = solved(true, known);
    double[] byAll = solved(false, dense);
    assertArrayEquals(byAll, byBand, 1e-12);
    System.out.printf(
        java.util.Locale.ROOT,
        "Column of %d equations: %.3f s by its band, %.3f s dense%n",
        2 * CELLS,
        known[0],
        dense[0]);
    assertTrue(
        known[0] < dense[0] / 3, () -> known[0] + " s by the band, " + dense[0] + " s dense");
  }

  /** The end state; its processor time after warming up. */
  private static double[] solved(boolean band, double[] seconds) {
    double[] end = new double[0];
    for (int k = 0; k < 2; k++) {
      long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      end =
          assertInstanceOf(
                  Solved.class,
                  Integration.solve(
                      new Column(band),
                      Column.start(),
                      0,
                      10,
                      new IntegrationSettings(Method.RADAU_IIA_5, 1e-6, 1e-8, Deadline.none())))
              .trajectory()
              .stateAt(10);
      seconds[0] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) * 1e-9;
    }
    return end;
  }

  @Test
  @Verifies("URS-811")
  void aBandWithExchangesOfRowsIsSolvedLikeADenseMatrix() {
    RandomGenerator random = new Well19937c(5);
    int n = 40;
    double[][] jacobian = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = Math.max(0, i - 2); j <= Math.min(n - 1, i + 3); j++) {
        // weak diagonals make rows change places
        jacobian[i][j] = random.nextGaussian() * (i == j ? 1e-3 : 1);
      }
    }
    double[] b = new double[n];
    java.util.Arrays.setAll(b, i -> random.nextDouble());
    RealLu band = new RealLu(n, 2, 3);
    // what an earlier decomposition left must not matter
    band.decompose(0.2, jacobian);
    assertTrue(band.decompose(0.1, jacobian));
    double[] x = b.clone();
    band.solve(x, 0);
    ComplexLu complex = new ComplexLu(n, 2, 3);
    complex.decompose(0.2, 0.1, jacobian);
    assertTrue(complex.decompose(0.1, 0.3, jacobian));
    double[] re = b.clone();
    double[] im = new double[n];
    complex.solve(re, im, 0);
    for (int i = 0; i < n; i++) {
      double real = 0.1 * x[i];
      double complexReal = 0.1 * re[i] - 0.3 * im[i];
      double complexImaginary = 0.1 * im[i] + 0.3 * re[i];
      for (int j = 0; j < n; j++) {
        real -= jacobian[i][j] * x[j];
        complexReal -= jacobian[i][j] * re[j];
        complexImaginary -= jacobian[i][j] * im[j];
      }
      assertEquals(b[i], real, 1e-10);
      assertEquals(b[i], complexReal, 1e-10);
      assertEquals(0, complexImaginary, 1e-10);
    }
  }

  @Test
  @Verifies("URS-811")
  void aModelKnowsTheBandOfItsEquations() {
    // A feeds B, nothing feeds back
    assertEquals(1, LinearModel.model().lowerBandwidth());
    assertEquals(0, LinearModel.model().upperBandwidth());
    // each concentration depends on the volume, the last state
    assertEquals(6, ChoCases.MODEL.upperBandwidth());
  }
}
