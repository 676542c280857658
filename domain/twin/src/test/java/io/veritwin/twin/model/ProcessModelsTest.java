package io.veritwin.twin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Optional;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for each model structure of this build. */
class ProcessModelsTest {

  static List<ProcessModel> models() {
    return ProcessModels.all();
  }

  @ParameterizedTest
  @MethodSource("models")
  @Verifies("URS-203")
  void jacobiansEqualDifferencesOfWhatTheyDifferentiate(ProcessModel model) {
    RandomGenerator random = new Well19937c(1);
    int n = model.states().size();
    int k = model.parameters().size();
    int m = model.outputs().size();
    for (int point = 0; point < 20; point++) {
      Point at = new Point(model, random);
      double[][] dfdy = new double[n][n];
      double[][] dfdp = new double[n][k];
      double[][] dhdy = new double[m][n];
      double[][] dhdp = new double[m][k];
      model.jacobian(at.t, at.y, at.u, at.p, dfdy);
      model.parameterJacobian(at.t, at.y, at.u, at.p, dfdp);
      model.outputJacobian(at.t, at.y, at.u, at.p, dhdy);
      model.outputParameterJacobian(at.t, at.y, at.u, at.p, dhdp);
      Function f = out -> model.derivatives(at.t, at.y, at.u, at.p, out);
      Function h = out -> model.outputs(at.t, at.y, at.u, at.p, out);
      for (int j = 0; j < n; j++) {
        compare(model, "df/dy", column(dfdy, j), difference(f, n, at.y, j));
        compare(model, "dh/dy", column(dhdy, j), difference(h, m, at.y, j));
      }
      double[][] dfdu = new double[n][at.u.length];
      model.inputJacobian(at.t, at.y, at.u, at.p, dfdu);
      for (int j = 0; j < at.u.length; j++) {
        compare(model, "df/du", column(dfdu, j), difference(f, n, at.u, j));
      }
      for (int j = 0; j < k; j++) {
        compare(model, "df/dp", column(dfdp, j), difference(f, n, at.p, j));
        compare(model, "dh/dp", column(dhdp, j), difference(h, m, at.p, j));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  @Verifies("URS-205")
  void balancesCloseAtAnyState(ProcessModel model) {
    RandomGenerator random = new Well19937c(2);
    double[] residuals = new double[model.balances().size()];
    double[] rates = new double[model.states().size()];
    assertTrue(residuals.length > 0);
    for (int point = 0; point < 100; point++) {
      Point at = new Point(model, random);
      model.balanceResiduals(at.t, at.y, at.u, at.p, residuals);
      model.derivatives(at.t, at.y, at.u, at.p, rates);
      double scale = 1;
      for (int i = 0; i < rates.length; i++) {
        scale += Math.abs(rates[i]) * (1 + Math.abs(at.y[i]) + at.y[rates.length - 1]);
      }
      for (int b = 0; b < residuals.length; b++) {
        assertEquals(0, residuals[b] / scale, 1e-11, model.balances().get(b));
      }
    }
  }

  @Test
  @Verifies("URS-202")
  void aStructureIsFoundByItsIdentifierOnly() {
    assertEquals(
        "CHO fed-batch, monoclonal antibody",
        ProcessModels.find("cho-fed-batch/1").orElseThrow().title());
    assertTrue(ProcessModels.find("yeast-overflow/1").isPresent());
    assertEquals(Optional.empty(), ProcessModels.find("cho-fed-batch/0"));
  }

  @Test
  @Verifies("URS-206")
  void theDigestChangesWithTheEquationsAndBoundsAndNotWithTheLayoutOfTheText() {
    String digest = decay("der X = -k*X\noutput A = X", 1).codeDigest();
    assertEquals(64, digest.length());
    assertEquals(digest, decay("  der X   =  -k*X\n\n# remark\noutput A = X\n", 1).codeDigest());
    assertNotEquals(digest, decay("der X = -k*X*X\noutput A = X", 1).codeDigest());
    assertNotEquals(digest, decay("der X = -k*X\noutput A = X", 2).codeDigest());
  }

  @Test
  @Verifies("URS-206")
  void digestsOfTheShippedStructuresAreThoseThatWereReviewed() {
    // a tripwire: when this fails the structure has changed and each model version needs
    // verification before it may be used again
    assertEquals(REVIEWED_CHO, ChoFedBatch.model().codeDigest());
    assertEquals(REVIEWED_YEAST, YeastOverflow.model().codeDigest());
  }

  private static final String REVIEWED_CHO =
      "cea47b44653be42c46b8028aa4b4c7a22c82095044d70566c35e3fb06c39492e";
  private static final String REVIEWED_YEAST =
      "b7196fec48cc1fd76510bbc7048c00ca4f27af1075d06b31da32530b442ff4c1";

  @Test
  @Verifies("URS-202")
  void equationsThatAreNotUnderstoodAreRefusedWithTheLine() {
    for (String wrong :
        List.of(
            "der X = -k*Y\noutput A = X",
            "der X = -k*X",
            "der X = -k*X)\noutput A = X",
            "der X = -k*X\nder X = X\noutput A = X",
            "der X = sinh(X)\noutput A = X",
            "der X = \noutput A = X")) {
      assertThrows(IllegalArgumentException.class, () -> decay(wrong, 1), wrong);
    }
  }

  @Test
  @Verifies("URS-203")
  void eachFunctionOfTheEquationsIsComputedAndDifferentiated() {
    ProcessModel model =
        decay(
            "a = exp(-X)*log(1+X) + sqrt(X)^3 - min(X, k) / max(X, k)\nder X = a*t\noutput A = a",
            9);
    for (double x : new double[] {0.5, 2, 4}) {
      double[] y = {x};
      double[] p = {1.5};
      double[] out = new double[1];
      model.derivatives(2, y, new double[0], p, out);
      double expected =
          StrictMath.exp(-x) * StrictMath.log(1 + x)
              + StrictMath.pow(StrictMath.sqrt(x), 3)
              - StrictMath.min(x, 1.5) / StrictMath.max(x, 1.5);
      assertEquals(2 * expected, out[0], 1e-12);
      double[][] slope = new double[1][1];
      model.jacobian(2, y, new double[0], p, slope);
      Function f = values -> model.derivatives(2, y, new double[0], p, values);
      compare(model, "slope", slope[0], difference(f, 1, y, 0));
    }
  }

  private static ProcessModel decay(String equations, double upper) {
    return new EquationModel(
        "decay/1",
        "Decay",
        List.of(new Quantity("X", "X", "g/L", 0, upper)),
        List.of(),
        List.of(new Quantity("A", "A", "g/L", 0, 1)),
        List.of(new ParameterDefinition("k", "k", "/h", 1, 0, 2, "test")),
        equations);
  }

  private interface Function {
    void at(double[] out);
  }

  /** A difference quotient and how far rounding can mislead it. */
  private record Slope(double[] values, double rounding) {}

  /** Difference of fourth order, in place. */
  private static Slope difference(Function f, int rows, double[] x, int j) {
    double step = 1e-3 * Math.max(Math.abs(x[j]), 1e-3);
    double kept = x[j];
    double[] slope = new double[rows];
    double[] weights = {1, -8, 8, -1};
    double[] places = {-2, -1, 1, 2};
    double[] value = new double[rows];
    double largest = 0;
    for (int k = 0; k < places.length; k++) {
      x[j] = kept + places[k] * step;
      f.at(value);
      for (int i = 0; i < rows; i++) {
        largest = Math.max(largest, Math.abs(value[i]));
        slope[i] += weights[k] * value[i] / (12 * step);
      }
    }
    x[j] = kept;
    return new Slope(slope, 1e-14 * largest / step);
  }

  private static void compare(ProcessModel model, String what, double[] exact, Slope difference) {
    double scale = 1e-3;
    for (double value : exact) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < exact.length; i++) {
      assertEquals(
          difference.values[i],
          exact[i],
          1e-7 * scale + difference.rounding,
          what + " row " + i + " of " + model.structureId());
    }
  }

  private static double[] column(double[][] matrix, int j) {
    double[] column = new double[matrix.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = matrix[i][j];
    }
    return column;
  }

  /** A random point of plausible size. */
  private static final class Point {
    final double t;
    final double[] y;
    final double[] u;
    final double[] p;

    Point(ProcessModel model, RandomGenerator random) {
      t = 100 * random.nextDouble();
      y =
          model.states().stream()
              .mapToDouble(q -> 0.5 + Math.min(20, q.upper()) * random.nextDouble())
              .toArray();
      u =
          model.inputs().stream()
              .mapToDouble(q -> 0.1 + Math.min(2, q.upper()) * random.nextDouble())
              .toArray();
      p =
          model.parameters().stream()
              .mapToDouble(
                  d ->
                      Math.min(
                          d.upper(),
                          Math.max(d.lower(), d.nominal() * (0.7 + 0.6 * random.nextDouble()))))
              .toArray();
    }
  }
}
