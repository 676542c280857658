package io.veritwin.twin.calibration;

import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.util.FastMath;

/**
 * Bounded Levenberg-Marquardt.
 *
 * <p>Hipparchus' optimiser has no bounds and reports success when its step or its cost stops
 * changing, also where the gradient is far from zero. Here only a vanishing projected gradient is
 * convergence; everything else has another name.
 */
public final class LeastSquares {

  /** Residuals and their derivatives at a point; empty where there is no solution. */
  public interface Residuals {
    Optional<Evaluation> at(double[] x);
  }

  /** Weighted residuals and their Jacobian {@code dr_i/dx_j}. */
  public record Evaluation(double[] residuals, double[][] jacobian) {
    public double sumOfSquares() {
      double sum = 0;
      for (double r : residuals) {
        sum += r * r;
      }
      return sum;
    }
  }

  /** Where a descent ended. */
  public record Descent(
      double[] x, Evaluation evaluation, boolean[] atBound, int iterations, StopReason reason) {}

  /**
   * Relative offset (Bates and Watts 1981) of a minimum: the part of the residuals that the free
   * parameters could still explain, against the part they cannot. At 1e-4 the parameters are within
   * a ten-thousandth of their confidence region's radius of the minimum.
   */
  private static final double CONVERGED_OFFSET = 1e-4;

  /** Where rounding or a kink prevents further descent, this offset is still accepted. */
  private static final double ACCEPTED_OFFSET = 1e-2;

  /**
   * Cosine between the residuals and each free column below which the gradient is rounding. It
   * decides where the offset cannot: at a minimum where the Jacobian has no full rank.
   */
  private static final double CONVERGED_COSINE = 1e-8;

  /** Where rounding or a kink prevents further descent, this cosine is still accepted. */
  private static final double ACCEPTED_COSINE = 1e-5;

  /** Share of the first sum of squares below which residuals are rounding. */
  private static final double PERFECT_FIT = 1e-20;

  /** A variable whose influence fell below this share of what it was ran off to a plateau. */
  private static final double LOST_SHARE = 1e-7;

  private static final double SMALLEST_DAMPING = 1e-12;
  private static final double GREATEST_DAMPING = 1e12;

  private final Residuals residuals;
  private final double[] lower;
  private final double[] upper;
  private final int iterationLimit;

  public LeastSquares(Residuals residuals, double[] lower, double[] upper, int iterationLimit) {
    this.residuals = residuals;
    this.lower = lower;
    this.upper = upper;
    this.iterationLimit = iterationLimit;
  }

  /**
   * Descends from a point.
   *
   * @param outOfTime ends the descent with what is reached
   * @param goOn told the iteration number and the sum of squares; false cancels
   */
  public Descent descend(double[] start, BooleanSupplier outOfTime, Progress goOn) {
    double[] x = start.clone();
    Evaluation here = residuals.at(x).orElse(null);
    if (here == null) {
      return new Descent(x, null, new boolean[x.length], 0, StopReason.NO_SOLUTION);
    }
    double perfect = PERFECT_FIT * here.sumOfSquares();
    double damping = 1e-3;
    double[] largestColumn = new double[x.length];
    for (int iteration = 1; iteration <= iterationLimit; iteration++) {
      boolean[] fixed = heldAtBound(x, here);
      double[] scale = columnScale(here, largestColumn);
      boolean lost = hasLostInfluence(here, fixed, scale);
      double offset = relativeOffset(here, fixed);
      double cosine = largestCosine(here, fixed);
      if (here.sumOfSquares() <= perfect) {
        return new Descent(x, here, fixed, iteration, StopReason.CONVERGED);
      }
      if (offset <= CONVERGED_OFFSET || cosine <= CONVERGED_COSINE) {
        StopReason reason = lost ? StopReason.STALLED : StopReason.CONVERGED;
        return new Descent(x, here, fixed, iteration, reason);
      }
      Evaluation better = null;
      double[] trial = x;
      while (better == null && damping < GREATEST_DAMPING) {
        if (outOfTime.getAsBoolean()) {
          return new Descent(x, here, fixed, iteration, StopReason.OUT_OF_TIME);
        }
        trial = projected(x, step(here, fixed, scale, damping));
        Optional<Evaluation> there = residuals.at(trial);
        if (there.isPresent() && there.get().sumOfSquares() < here.sumOfSquares()) {
          better = there.get();
          damping = FastMath.max(SMALLEST_DAMPING, damping / 5);
        } else {
          damping *= 4;
        }
      }
      if (better == null) {
        boolean minimum = !lost && (offset <= ACCEPTED_OFFSET || cosine <= ACCEPTED_COSINE);
        StopReason reason = minimum ? StopReason.CONVERGED : StopReason.STALLED;
        return new Descent(x, here, fixed, iteration, reason);
      }
      x = trial;
      here = better;
      if (!goOn.iterationDone(iteration, here.sumOfSquares())) {
        return new Descent(x, here, heldAtBound(x, here), iteration, StopReason.CANCELLED);
      }
    }
    return new Descent(x, here, heldAtBound(x, here), iterationLimit, StopReason.ITERATION_LIMIT);
  }

  /** Told after each iteration. */
  public interface Progress {
    boolean iterationDone(int iteration, double sumOfSquares);
  }

  /** A variable is held while it lies at a bound and descent would push it beyond. */
  private boolean[] heldAtBound(double[] x, Evaluation here) {
    boolean[] held = new boolean[x.length];
    for (int j = 0; j < x.length; j++) {
      double gradient = dot(column(here, j), here.residuals);
      held[j] = (x[j] <= lower[j] && gradient >= 0) || (x[j] >= upper[j] && gradient <= 0);
    }
    return held;
  }

  /**
   * Whether a free variable ran off to where it no longer has the influence it had, or none has
   * any: the gradient vanishes there too, but not because of a minimum.
   */
  private static boolean hasLostInfluence(Evaluation here, boolean[] fixed, double[] largest) {
    boolean any = false;
    boolean free = false;
    for (int j = 0; j < fixed.length; j++) {
      if (!fixed[j]) {
        double[] column = column(here, j);
        double length = FastMath.sqrt(dot(column, column));
        if (length < LOST_SHARE * largest[j]) {
          return true;
        }
        free = true;
        any |= length > 0;
      }
    }
    return free && !any;
  }

  private static double largestCosine(Evaluation here, boolean[] fixed) {
    double norm = FastMath.sqrt(here.sumOfSquares());
    double largest = 0;
    for (int j = 0; j < fixed.length; j++) {
      double[] column = column(here, j);
      double length = FastMath.sqrt(dot(column, column));
      if (!fixed[j] && length > 0) {
        largest = FastMath.max(largest, FastMath.abs(dot(column, here.residuals)) / length / norm);
      }
    }
    return largest;
  }

  /** Splits the residuals into what the free columns span (Gram-Schmidt) and the rest. */
  private static double relativeOffset(Evaluation here, boolean[] fixed) {
    List<double[]> basis = new ArrayList<>();
    double[] rest = here.residuals.clone();
    double explained = 0;
    for (int j = 0; j < fixed.length; j++) {
      double[] column = column(here, j);
      double length = FastMath.sqrt(dot(column, column));
      if (fixed[j] || length == 0) {
        continue;
      }
      for (double[] direction : basis) {
        subtract(column, dot(column, direction), direction);
      }
      double left = FastMath.sqrt(dot(column, column));
      if (left <= 1e-10 * length) {
        continue;
      }
      for (int i = 0; i < column.length; i++) {
        column[i] /= left;
      }
      double along = dot(rest, column);
      subtract(rest, along, column);
      explained += along * along;
      basis.add(column);
    }
    if (explained == 0) {
      return 0;
    }
    int freedom = FastMath.max(1, rest.length - basis.size());
    return FastMath.sqrt(explained / basis.size()) / FastMath.sqrt(dot(rest, rest) / freedom);
  }

  private static void subtract(double[] from, double times, double[] direction) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= times * direction[i];
    }
  }

  /** Marquardt's scaling: the largest length each column has had. */
  private static double[] columnScale(Evaluation here, double[] largestColumn) {
    for (int j = 0; j < largestColumn.length; j++) {
      double[] column = column(here, j);
      largestColumn[j] = FastMath.max(largestColumn[j], FastMath.sqrt(dot(column, column)));
    }
    return largestColumn;
  }

  /** Minimises {@code |J d + r|^2 + damping |scale d|^2} over the free variables. */
  private static double[] step(Evaluation here, boolean[] fixed, double[] scale, double damping) {
    int m = here.residuals.length;
    int n = fixed.length;
    RealMatrix a = new Array2DRowRealMatrix(m + n, n);
    RealVector b = new ArrayRealVector(m + n);
    for (int i = 0; i < m; i++) {
      b.setEntry(i, -here.residuals[i]);
      for (int j = 0; j < n; j++) {
        a.setEntry(i, j, fixed[j] ? 0 : here.jacobian[i][j]);
      }
    }
    for (int j = 0; j < n; j++) {
      double weight = scale[j] > 0 ? scale[j] * FastMath.sqrt(damping) : 1;
      a.setEntry(m + j, j, fixed[j] ? 1 : weight);
    }
    return new QRDecomposition(a).getSolver().solve(b).toArray();
  }

  private double[] projected(double[] x, double[] step) {
    double[] trial = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      trial[j] = FastMath.min(upper[j], FastMath.max(lower[j], x[j] + step[j]));
    }
    return trial;
  }

  private static double[] column(Evaluation here, int j) {
    double[] column = new double[here.residuals.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = here.jacobian[i][j];
    }
    return column;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
