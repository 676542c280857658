package io.veritwin.twin.integration;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.complex.Complex;
import org.hipparchus.complex.ComplexField;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayFieldVector;
import org.hipparchus.linear.EigenDecompositionNonSymmetric;
import org.hipparchus.linear.FieldLUDecomposition;
import org.hipparchus.linear.FieldMatrix;
import org.hipparchus.linear.FieldVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;

/**
 * Coefficients of the Radau IIA method with {@code s} stages, order {@code 2 s - 1}, computed from
 * their definition.
 *
 * <p>Hairer, Wanner: Solving Ordinary Differential Equations II, 2nd ed. 1996, IV.5 (nodes and
 * matrix), IV.8 (transformation of the inverse to blocks, embedded error estimate).
 */
final class RadauScheme {

  static final RadauScheme ORDER_5 = new RadauScheme(3);
  static final RadauScheme ORDER_9 = new RadauScheme(5);

  final int stages;

  /** Times of the stages as shares of the step; the last is 1. */
  final double[] nodes;

  /** {@code A^-1 T = T D}, with D made of one real eigenvalue and pairs of complex ones. */
  final double[][] transformation;

  final double[][] back;

  /** The real eigenvalue of {@code A^-1}. */
  final double real;

  /** Complex eigenvalues {@code alpha + i beta} of {@code A^-1}, one of each pair. */
  final double[] alpha;

  final double[] beta;

  /** Weights of the stages in the error estimate. */
  final double[] error;

  private final double[][] lagrangeDenominators;

  private RadauScheme(int stages) {
    this.stages = stages;
    this.nodes = nodes(stages);
    RealMatrix inverseOfA = differentiation(nodes);
    List<Complex> eigenvalues = oneOfEachPair(inverseOfA);
    this.transformation = new double[stages][stages];
    int column = 0;
    for (Complex eigenvalue : eigenvalues) {
      FieldVector<Complex> vector = eigenvector(inverseOfA, eigenvalue);
      for (int i = 0; i < stages; i++) {
        transformation[i][column] = vector.getEntry(i).getReal();
        if (column > 0) {
          transformation[i][column + 1] = vector.getEntry(i).getImaginary();
        }
      }
      column += column == 0 ? 1 : 2;
    }
    RealMatrix inverse = MatrixUtils.inverse(new Array2DRowRealMatrix(transformation));
    this.back = inverse.getData();
    RealMatrix blocks =
        inverse.multiply(inverseOfA).multiply(new Array2DRowRealMatrix(transformation));
    this.real = blocks.getEntry(0, 0);
    int pairs = (stages - 1) / 2;
    this.alpha = new double[pairs];
    this.beta = new double[pairs];
    for (int k = 0; k < pairs; k++) {
      int at = 2 * k + 1;
      alpha[k] = (blocks.getEntry(at, at) + blocks.getEntry(at + 1, at + 1)) / 2;
      beta[k] = (blocks.getEntry(at, at + 1) - blocks.getEntry(at + 1, at)) / 2;
    }
    this.error = errorWeights(inverseOfA);
    this.lagrangeDenominators = new double[stages][stages + 1];
    for (int i = 0; i < stages; i++) {
      lagrangeDenominators[i][stages] = nodes[i];
      for (int j = 0; j < stages; j++) {
        lagrangeDenominators[i][j] = nodes[i] - nodes[j];
      }
    }
  }

  /** Order of convergence at the end of a step. */
  int order() {
    return 2 * stages - 1;
  }

  /**
   * Weights of the stages' increments for the collocation polynomial at a share of the step; the
   * polynomial is the method's own continuous solution.
   */
  void continuousWeights(double share, double[] weights) {
    for (int i = 0; i < stages; i++) {
      double weight = share / lagrangeDenominators[i][stages];
      for (int j = 0; j < stages; j++) {
        if (j != i) {
          weight *= (share - nodes[j]) / lagrangeDenominators[i][j];
        }
      }
      weights[i] = weight;
    }
  }

  /** Zeros of the difference of two Legendre polynomials, moved to 0 to 1. */
  private static double[] nodes(int stages) {
    double[] nodes = new double[stages];
    int intervals = 64 * stages;
    int found = 0;
    for (int i = 0; i < intervals && found < stages - 1; i++) {
      double a = -1 + 2.0 * i / intervals;
      double b = -1 + 2.0 * (i + 1) / intervals;
      if (legendreDifference(stages, a) * legendreDifference(stages, b) < 0) {
        while (true) {
          double middle = (a + b) / 2;
          if (middle <= a || middle >= b) {
            break;
          }
          if (legendreDifference(stages, a) * legendreDifference(stages, middle) <= 0) {
            b = middle;
          } else {
            a = middle;
          }
        }
        nodes[found] = (1 + b) / 2;
        found++;
      }
    }
    nodes[stages - 1] = 1;
    return nodes;
  }

  private static double legendreDifference(int n, double x) {
    double before = 1;
    double here = x;
    for (int k = 1; k < n; k++) {
      double next = ((2 * k + 1) * x * here - k * before) / (k + 1);
      before = here;
      here = next;
    }
    return here - before;
  }

  /** The real eigenvalue, then those with a positive imaginary part. */
  private static List<Complex> oneOfEachPair(RealMatrix matrix) {
    Complex[] all = new EigenDecompositionNonSymmetric(matrix).getEigenvalues();
    return Stream.of(all)
        .filter(value -> value.getImaginary() >= 0)
        .sorted(Comparator.comparingDouble(Complex::getImaginary))
        .toList();
  }

  /** By inverse iteration, whose result is exact to rounding where a decomposition's is not. */
  private static FieldVector<Complex> eigenvector(RealMatrix matrix, Complex eigenvalue) {
    int n = matrix.getRowDimension();
    FieldMatrix<Complex> shifted = MatrixUtils.createFieldMatrix(ComplexField.getInstance(), n, n);
    Complex beside = eigenvalue.multiply(1 + 1e-9);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        Complex entry = new Complex(matrix.getEntry(i, j));
        shifted.setEntry(i, j, i == j ? entry.subtract(beside) : entry);
      }
    }
    FieldVector<Complex> vector = new ArrayFieldVector<>(n, Complex.ONE);
    FieldLUDecomposition<Complex> decomposition = new FieldLUDecomposition<>(shifted);
    for (int k = 0; k < 4; k++) {
      vector = decomposition.getSolver().solve(vector);
      vector.mapDivideToSelf(vector.getEntry(n - 1));
    }
    return vector;
  }

  /**
   * The embedded formula has the weight {@code 1/real} at the step's start, and order {@code s};
   * its difference from the method, by stage increments.
   */
  private double[] errorWeights(RealMatrix inverseOfA) {
    RealMatrix powers = new Array2DRowRealMatrix(stages, stages);
    for (int i = 0; i < stages; i++) {
      double power = 1;
      for (int k = 0; k < stages; k++) {
        powers.setEntry(k, i, power);
        power *= nodes[i];
      }
    }
    double[] conditions = new double[stages];
    conditions[0] = -1;
    double[] weights =
        new LUDecomposition(powers)
            .getSolver()
            .solve(MatrixUtils.createRealVector(conditions))
            .toArray();
    return inverseOfA.preMultiply(weights);
  }

  /**
   * {@code A^-1}: the slope at each node of the polynomial through zero at the step's start and
   * given values at the nodes (Berrut, Trefethen: Barycentric Lagrange interpolation, SIAM Review
   * 46 (2004), 9).
   */
  private static RealMatrix differentiation(double[] nodes) {
    int s = nodes.length;
    double[] barycentric = new double[s];
    for (int i = 0; i < s; i++) {
      double product = nodes[i];
      for (int j = 0; j < s; j++) {
        product *= j == i ? 1 : nodes[i] - nodes[j];
      }
      barycentric[i] = 1 / product;
    }
    RealMatrix slopes = new Array2DRowRealMatrix(s, s);
    for (int i = 0; i < s; i++) {
      double own = 1 / nodes[i];
      for (int j = 0; j < s; j++) {
        if (j != i) {
          double distance = nodes[i] - nodes[j];
          own += 1 / distance;
          slopes.setEntry(i, j, barycentric[j] / barycentric[i] / distance);
        }
      }
      slopes.setEntry(i, i, own);
    }
    return slopes;
  }
}
