package io.veritwin.twin.integration;

import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import java.util.Optional;
import org.hipparchus.util.FastMath;

/**
 * Radau IIA: implicit Runge-Kutta methods for stiff systems, L-stable, of order 5 or 9.
 *
 * <p>After Hairer, Wanner: Solving Ordinary Differential Equations II, 2nd ed. 1996, IV.8: stages
 * by simplified Newton iteration in the coordinates in which it falls apart into one real and some
 * complex systems of the size of a block; starting values from the step before; embedded error
 * estimate filtered by the real system; predictive step control after Gustafsson. The error that is
 * controlled is that of the continuous solution, so dense output is as exact as the step ends.
 *
 * <p>Not safe for use by several threads; memory is taken once.
 */
final class Radau {

  /** More steps than this over one smooth piece are a sign of something else than stiffness. */
  private static final int LARGEST_NUMBER_OF_STEPS = 100_000;

  private static final int LARGEST_NUMBER_OF_ITERATIONS = 10;

  /** Where the step must not be changed, a slow iteration is waited for. */
  private static final int PATIENT_NUMBER_OF_ITERATIONS = 100;

  /** Iteration error against the error that a step may have. */
  private static final double ITERATION_SHARE = 1e-2;

  /** Below this convergence rate the Jacobian of the step before is kept. */
  private static final double KEEP_JACOBIAN_BELOW = 2e-2;

  private static final double SAFETY = 0.9;
  private static final double LARGEST_GROWTH = 8;
  private static final double LARGEST_SHRINKAGE = 5;

  /** A growth below this is not worth new decompositions. */
  private static final double KEEP_STEP_BELOW = 1.2;

  private final RadauScheme scheme;
  private final StiffSystem system;
  private final int dimension;
  private final int blockSize;
  private final double relativeTolerance;
  private final double absoluteTolerance;
  private final double iterationShare;

  private final double[][] jacobian;
  private final RealLu realPart;
  private final ComplexLu[] complexParts;
  private final double[][] w;
  private final double[][] z;
  private final double[][] rates;
  private final double[][] rightSide;
  private final double[] f0;
  private final double[] stage;
  private final double[] scale;
  private final double[] errorVector;
  private final double[] weights;
  private long evaluations;
  private boolean sawNotANumber;

  /** What the corrections after the next one sum to, as a share of it; carried between steps. */
  private double remainder = 1;

  Radau(RadauScheme scheme, StiffSystem system, IntegrationSettings settings) {
    this.scheme = scheme;
    this.system = system;
    this.dimension = system.dimension();
    this.blockSize = system.blockSize();
    double wanted = settings.relativeTolerance();
    // Hairer and Wanner: the estimate is of order s where the step's end is of order 2 s - 1
    this.relativeTolerance =
        settings.accuracy() == IntegrationSettings.Accuracy.EVERYWHERE
            ? wanted
            : 0.1 * FastMath.pow(wanted, (scheme.stages + 1) / (2.0 * scheme.stages));
    this.absoluteTolerance = settings.absoluteTolerance() * (relativeTolerance / wanted);
    this.iterationShare = ITERATION_SHARE * FastMath.min(1, 10 * wanted / relativeTolerance);
    int s = scheme.stages;
    jacobian = new double[blockSize][blockSize];
    realPart = new RealLu(blockSize, system.lowerBandwidth(), system.upperBandwidth());
    complexParts = new ComplexLu[scheme.alpha.length];
    for (int k = 0; k < complexParts.length; k++) {
      complexParts[k] = new ComplexLu(blockSize, system.lowerBandwidth(), system.upperBandwidth());
    }
    w = new double[s][dimension];
    z = new double[s][dimension];
    rates = new double[s][dimension];
    rightSide = new double[s][dimension];
    f0 = new double[dimension];
    stage = new double[dimension];
    scale = new double[dimension];
    errorVector = new double[dimension];
    weights = new double[s];
  }

  static RadauScheme scheme(Method method) {
    return method == Method.RADAU_IIA_5 ? RadauScheme.ORDER_5 : RadauScheme.ORDER_9;
  }

  /** Solves to the end, or until the collected steps say stop. */
  Optional<Failed> solve(SolvedSteps steps, double end) {
    double t = steps.time();
    double[] y = steps.state().clone();
    system.derivatives(t, y, f0);
    evaluations++;
    if (!isFinite(f0)) {
      return Optional.of(notANumber(steps));
    }
    scaleBy(y);
    double h = FastMath.min(end - t, firstStep(y));
    boolean jacobianIsUsable = false;
    boolean jacobianIsFresh = false;
    boolean haveDecomposition = false;
    boolean haveBefore = false;
    double stepBefore = 0;
    double stepOfDecomposition = 0;
    double errorBefore = 0;
    double acceptedBefore = 0;
    double[] yBefore = y;
    boolean rejected = false;
    int attempts = 0;

    while (t < end) {
      if (attempts++ > LARGEST_NUMBER_OF_STEPS) {
        steps.countEvaluations(evaluations);
        return Optional.of(
            steps.failure(
                Cause.TOO_MANY_STEPS,
                "After " + attempts + " steps the solution is only at " + Hours.words(t) + "."));
      }
      if (h <= 8 * FastMath.ulp(FastMath.max(FastMath.abs(t), FastMath.abs(end) * 1e-16))) {
        steps.countEvaluations(evaluations);
        return Optional.of(
            sawNotANumber
                ? notANumber(steps)
                : steps.failure(
                    Cause.STEP_TOO_SMALL,
                    "The step at " + Hours.words(t) + " became too small to go on."));
      }
      boolean last = t + h * (1 + 1e-12) >= end;
      double to = last ? end : t + h;
      h = to - t;
      if (!jacobianIsUsable) {
        system.jacobian(t, y, jacobian);
        jacobianIsUsable = true;
        jacobianIsFresh = true;
        haveDecomposition = false;
      }
      if (!haveDecomposition || h != stepOfDecomposition) {
        if (!decompose(h)) {
          h /= 2;
          haveDecomposition = false;
          rejected = true;
          continue;
        }
        haveDecomposition = true;
        stepOfDecomposition = h;
      }
      if (haveBefore) {
        extrapolate(yBefore, y, stepBefore, h);
      } else {
        clear(w);
        clear(z);
      }
      Newton newton = iterate(t, y, h, LARGEST_NUMBER_OF_ITERATIONS);
      if (!newton.converged()) {
        h *= newton.shrink();
        rejected = true;
        haveBefore = false;
        jacobianIsUsable = jacobianIsFresh;
        continue;
      }
      double error = errorNorm(t, y, h, attempts == 1 || rejected);
      double safety =
          SAFETY
              * (2.0 * LARGEST_NUMBER_OF_ITERATIONS + 1)
              / (2.0 * LARGEST_NUMBER_OF_ITERATIONS + newton.iterations());
      double quotient =
          FastMath.max(1 / LARGEST_GROWTH, FastMath.min(LARGEST_SHRINKAGE, root(error) / safety));
      if (!(error < 1)) {
        h = Double.isFinite(error) ? h / FastMath.max(1.1, quotient) : h / 4;
        rejected = true;
        haveBefore = false;
        jacobianIsUsable = jacobianIsFresh;
        continue;
      }
      // Gustafsson: the trend of the error between steps
      if (acceptedBefore > 0) {
        double predicted = acceptedBefore / h * root(error * error / errorBefore) / SAFETY;
        quotient =
            FastMath.max(quotient, FastMath.max(1 / LARGEST_GROWTH, FastMath.min(5, predicted)));
      }
      acceptedBefore = h;
      errorBefore = FastMath.max(1e-2, error);
      RadauStep step = new RadauStep(scheme, t, h, to, y, copy(z));
      Optional<Failed> stopped = steps.add(step);
      if (stopped.isPresent() || steps.happened().isPresent()) {
        steps.countEvaluations(evaluations);
        return stopped;
      }
      yBefore = y;
      y = steps.state().clone();
      t = to;
      haveBefore = true;
      stepBefore = h;
      if (t >= end) {
        break;
      }
      system.derivatives(t, y, f0);
      evaluations++;
      scaleBy(y);
      double next = h / quotient;
      if (rejected) {
        next = FastMath.min(next, h);
      }
      rejected = false;
      boolean keepJacobian = newton.rate() <= KEEP_JACOBIAN_BELOW;
      if (keepJacobian && next >= h && next < KEEP_STEP_BELOW * h && t + 2 * h < end) {
        next = h;
      }
      jacobianIsUsable = keepJacobian;
      jacobianIsFresh = false;
      // two even steps rather than a long one and a tiny one
      double left = end - t;
      h = next >= left ? left : FastMath.min(next, 2 * next > left ? left / 2 : next);
    }
    steps.countEvaluations(evaluations);
    return Optional.empty();
  }

  /** State after steps of one size, the iteration carried on to rounding. */
  static double[] fixedSteps(
      RadauScheme scheme, StiffSystem system, double[] y0, double start, double end, double step) {
    Radau radau =
        new Radau(
            scheme,
            system,
            new IntegrationSettings(Method.RADAU_IIA_9, 1e-12, 1e-14, Deadline.none()));
    double[] y = y0.clone();
    int count = (int) FastMath.rint((end - start) / step);
    for (int k = 0; k < count; k++) {
      double t = start + (end - start) * k / count;
      radau.scaleBy(y);
      radau.system.jacobian(t, y, radau.jacobian);
      clear(radau.w);
      clear(radau.z);
      if (!radau.decompose(step)
          || !radau.iterate(t, y, step, PATIENT_NUMBER_OF_ITERATIONS).converged()) {
        throw new IllegalArgumentException("A step of " + step + " at " + t + " cannot be solved");
      }
      for (int i = 0; i < y.length; i++) {
        y[i] += radau.z[scheme.stages - 1][i];
      }
    }
    return y;
  }

  private Failed notANumber(SolvedSteps steps) {
    return steps.failure(
        Cause.NOT_A_NUMBER,
        "A rate of change at " + Hours.words(steps.time()) + " is not a finite number.");
  }

  /** How an iteration ended; the rate is that of its last two corrections. */
  private record Newton(boolean converged, int iterations, double rate, double shrink) {}

  /** Solves for the stage increments {@code z}; {@code w} are the same in split coordinates. */
  private Newton iterate(double t, double[] y, double h, int limit) {
    int s = scheme.stages;
    double normBefore = 0;
    double rate = 0;
    // Hairer and Wanner: the rate of the step before is trusted, but a little less each time
    remainder = FastMath.pow(FastMath.max(remainder, 1e-2), 0.8);
    double[][] transformation = scheme.transformation;
    for (int iteration = 1; iteration <= limit; iteration++) {
      for (int i = 0; i < s; i++) {
        double[] zi = z[i];
        for (int k = 0; k < dimension; k++) {
          stage[k] = y[k] + zi[k];
        }
        system.derivatives(t + scheme.nodes[i] * h, stage, rates[i]);
      }
      evaluations += s;
      multiply(scheme.back, rates, rightSide);
      double norm = FastMath.sqrt(correct(h) / (s * (double) dimension));
      if (!(norm < Double.POSITIVE_INFINITY)) {
        sawNotANumber = true;
        return new Newton(false, iteration, Double.NaN, 0.25);
      }
      multiply(transformation, w, z);
      if (norm == 0) {
        return new Newton(true, iteration, rate, 1);
      }
      if (iteration > 1) {
        rate = norm / normBefore;
        if (rate >= 0.99) {
          if (norm < 1e-4) {
            // corrections no longer shrink because they are rounding
            return new Newton(true, iteration, rate, 1);
          }
          if (limit < PATIENT_NUMBER_OF_ITERATIONS) {
            return new Newton(false, iteration, rate, 0.5);
          }
          normBefore = norm;
          continue;
        }
        remainder = rate / (1 - rate);
      }
      double left = remainder * norm;
      if (left <= iterationShare) {
        return new Newton(true, iteration, rate, 1);
      }
      if (iteration > 1) {
        double expected = left * FastMath.pow(rate, limit - iteration) / iterationShare;
        if (expected > 1 && iteration < limit) {
          double factor =
              0.8 * FastMath.pow(FastMath.min(20, expected), -1.0 / (4 + limit - iteration));
          return new Newton(false, iteration, rate, FastMath.min(0.8, factor));
        }
      }
      normBefore = norm;
    }
    return new Newton(false, limit, rate, 0.5);
  }

  /** Adds a correction to {@code w}; its weighted sum of squares. */
  private double correct(double h) {
    double sum = 0;
    double[] real = rightSide[0];
    double[] w0 = w[0];
    double shift = scheme.real / h;
    for (int k = 0; k < dimension; k++) {
      real[k] -= shift * w0[k];
    }
    for (int offset = 0; offset < dimension; offset += blockSize) {
      realPart.solve(real, offset);
    }
    for (int k = 0; k < dimension; k++) {
      w0[k] += real[k];
      double size = real[k] * scale[k];
      sum += size * size;
    }
    for (int pair = 0; pair < complexParts.length; pair++) {
      double alpha = scheme.alpha[pair] / h;
      double beta = scheme.beta[pair] / h;
      double[] a = rightSide[2 * pair + 1];
      double[] b = rightSide[2 * pair + 2];
      double[] wa = w[2 * pair + 1];
      double[] wb = w[2 * pair + 2];
      for (int k = 0; k < dimension; k++) {
        a[k] -= alpha * wa[k] + beta * wb[k];
        b[k] = alpha * wb[k] - beta * wa[k] - b[k];
      }
      for (int offset = 0; offset < dimension; offset += blockSize) {
        complexParts[pair].solve(a, b, offset);
      }
      for (int k = 0; k < dimension; k++) {
        wa[k] += a[k];
        wb[k] -= b[k];
        double sizeA = a[k] * scale[k];
        double sizeB = b[k] * scale[k];
        sum += sizeA * sizeA + sizeB * sizeB;
      }
    }
    return sum;
  }

  private boolean decompose(double h) {
    boolean regular = realPart.decompose(scheme.real / h, jacobian);
    for (int k = 0; k < complexParts.length; k++) {
      regular &= complexParts[k].decompose(scheme.alpha[k] / h, scheme.beta[k] / h, jacobian);
    }
    return regular;
  }

  /** The embedded error estimate; where it is large on a doubtful step, filtered once more. */
  private double errorNorm(double t, double[] y, double h, boolean doubtful) {
    double[] differences = rightSide[0];
    for (int k = 0; k < dimension; k++) {
      double sum = 0;
      for (int i = 0; i < scheme.stages; i++) {
        sum += scheme.error[i] * z[i][k];
      }
      differences[k] = sum / h;
      errorVector[k] = differences[k] + f0[k];
    }
    double error = filteredNorm();
    if (error >= 1 && doubtful) {
      for (int k = 0; k < dimension; k++) {
        stage[k] = y[k] + errorVector[k];
      }
      system.derivatives(t, stage, rates[0]);
      evaluations++;
      for (int k = 0; k < dimension; k++) {
        errorVector[k] = rates[0][k] + differences[k];
      }
      error = filteredNorm();
    }
    return error;
  }

  private double filteredNorm() {
    for (int offset = 0; offset < dimension; offset += blockSize) {
      realPart.solve(errorVector, offset);
    }
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      double size = errorVector[k] * scale[k];
      sum += size * size;
    }
    return FastMath.max(FastMath.sqrt(sum / dimension), 1e-10);
  }

  /** The continuous solution of the step before, carried on, as first guess of this step. */
  private void extrapolate(double[] yBefore, double[] y, double stepBefore, double h) {
    int s = scheme.stages;
    double[][] guess = rates;
    for (int i = 0; i < s; i++) {
      scheme.continuousWeights(1 + scheme.nodes[i] * h / stepBefore, weights);
      double[] gi = guess[i];
      for (int k = 0; k < dimension; k++) {
        gi[k] = yBefore[k] - y[k];
      }
      for (int j = 0; j < s; j++) {
        double weight = weights[j];
        double[] zj = z[j];
        for (int k = 0; k < dimension; k++) {
          gi[k] += weight * zj[k];
        }
      }
    }
    for (int i = 0; i < s; i++) {
      System.arraycopy(guess[i], 0, z[i], 0, dimension);
    }
    multiply(scheme.back, z, w);
  }

  private static void multiply(double[][] matrix, double[][] x, double[][] out) {
    for (int i = 0; i < matrix.length; i++) {
      double[] row = matrix[i];
      double[] target = out[i];
      double first = row[0];
      double[] x0 = x[0];
      for (int k = 0; k < target.length; k++) {
        target[k] = first * x0[k];
      }
      for (int j = 1; j < row.length; j++) {
        double factor = row[j];
        double[] xj = x[j];
        for (int k = 0; k < target.length; k++) {
          target[k] += factor * xj[k];
        }
      }
    }
  }

  /** Keeps what an error is divided by, as its inverse. */
  private void scaleBy(double[] y) {
    for (int k = 0; k < dimension; k++) {
      scale[k] = 1 / (absoluteTolerance + relativeTolerance * FastMath.abs(y[k]));
    }
  }

  private double firstStep(double[] y) {
    double size = 0;
    double slope = 0;
    for (int k = 0; k < dimension; k++) {
      size += y[k] * scale[k] * y[k] * scale[k];
      slope += f0[k] * scale[k] * f0[k] * scale[k];
    }
    return size < 1e-10 || slope < 1e-10 ? 1e-6 : 0.01 * FastMath.sqrt(size / slope);
  }

  /** The error is of this order in the step: {@code x^(1/(stages + 1))}. */
  private double root(double x) {
    return scheme.stages == 3 ? FastMath.sqrt(FastMath.sqrt(x)) : FastMath.sqrt(FastMath.cbrt(x));
  }

  private static boolean isFinite(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += FastMath.abs(value);
    }
    return sum < Double.POSITIVE_INFINITY;
  }

  private static void clear(double[][] matrix) {
    for (double[] row : matrix) {
      java.util.Arrays.fill(row, 0);
    }
  }

  private static double[][] copy(double[][] matrix) {
    double[][] copy = new double[matrix.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = matrix[i].clone();
    }
    return copy;
  }

  /** The collocation polynomial of a step. */
  private record RadauStep(
      RadauScheme scheme, double start, double size, double end, double[] y, double[][] z)
      implements SolvedStep {

    @Override
    public double[] stateAt(double time) {
      double[] weights = new double[z.length];
      if (time == end) {
        weights[z.length - 1] = 1;
      } else {
        scheme.continuousWeights((time - start) / size, weights);
      }
      double[] state = y.clone();
      for (int i = 0; i < z.length; i++) {
        for (int k = 0; k < state.length; k++) {
          state[k] += weights[i] * z[i][k];
        }
      }
      return state;
    }
  }
}
