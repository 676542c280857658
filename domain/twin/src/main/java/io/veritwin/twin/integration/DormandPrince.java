package io.veritwin.twin.integration;

import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.NonStiff.Ending;
import io.veritwin.twin.integration.NonStiff.Failure;
import io.veritwin.twin.integration.NonStiff.Stiff;
import java.util.Optional;
import org.hipparchus.util.FastMath;

/**
 * Dormand-Prince 5(4) with dense output of order 4, without garbage: memory is taken once, and per
 * accepted step what dense output needs.
 *
 * <p>Coefficients and step control of DOPRI5 (Hairer, Norsett, Wanner: Solving Ordinary
 * Differential Equations I, 2nd ed. 1993, II.4 to II.6). Hipparchus' implementation of the same
 * method makes new arrays and interpolators at each step and takes three times as long.
 *
 * <p>What is particular to solving several draws together is in {@link LaneDormandPrince}.
 */
class DormandPrince {

  private static final int LARGEST_NUMBER_OF_STEPS = 5_000;
  private static final double SAFETY = 0.9;
  private static final double LARGEST_GROWTH = 10;
  private static final double LARGEST_SHRINKAGE = 5;

  /** Share of the error of the step before in the control of the step. */
  private static final double MEMORY = 0.04;

  private final OdeSystem system;
  private final int n;
  private final double[] k1;
  private final double[] k2;
  private final double[] k3;
  private final double[] k4;
  private final double[] k5;
  private final double[] k6;
  private final double[] k7;
  private final double[] next;
  private final double[] scaled;
  private long evaluations;

  DormandPrince(OdeSystem system) {
    this.system = system;
    this.n = system.dimension();
    k1 = new double[n];
    k2 = new double[n];
    k3 = new double[n];
    k4 = new double[n];
    k5 = new double[n];
    k6 = new double[n];
    k7 = new double[n];
    next = new double[n];
    scaled = new double[n];
  }

  /** Solves to the end, or until the collected steps say stop. */
  Optional<Ending> solve(SolvedSteps steps, double end, IntegrationSettings settings) {
    Optional<Ending> ending = advance(steps, end, settings);
    steps.countEvaluations(evaluations);
    return ending;
  }

  private Optional<Ending> advance(SolvedSteps steps, double end, IntegrationSettings settings) {
    double absolute = settings.absoluteTolerance();
    double relative = settings.relativeTolerance();
    double t = steps.time();
    double[] y = steps.state().clone();
    if (!rates(t, y, k1)) {
      return notANumber(steps);
    }
    double h = FastMath.min(end - t, firstStep(t, y, absolute, relative));
    double errorBefore = 1e-4;
    boolean rejected = false;
    boolean sawNotANumber = false;
    int taken = 0;
    while (t < end) {
      if (h <= 8 * FastMath.ulp(FastMath.max(FastMath.abs(t), FastMath.abs(end) * 1e-3))) {
        return sawNotANumber
            ? notANumber(steps)
            : failure(
                steps,
                Cause.STEP_TOO_SMALL,
                "The step at " + Hours.words(t) + " became too small to go on.");
      }
      boolean last = t + h * (1 + 1e-12) >= end;
      double to = last ? end : t + h;
      h = to - t;
      double error = stages(t, y, h) ? error(y, h, absolute, relative) : Double.NaN;
      if (Double.isNaN(error)) {
        sawNotANumber = true;
        rejected = true;
        h /= 4;
        continue;
      }
      double factor = FastMath.pow(error, 0.2 - MEMORY * 0.75);
      if (!(error <= 1)) {
        h /= FastMath.min(LARGEST_SHRINKAGE, factor / SAFETY);
        rejected = true;
        continue;
      }
      double quotient =
          FastMath.max(
              1 / LARGEST_GROWTH,
              FastMath.min(LARGEST_SHRINKAGE, factor / FastMath.pow(errorBefore, MEMORY) / SAFETY));
      errorBefore = FastMath.max(error, 1e-4);
      taken++;
      Optional<IntegrationResult.Failed> stopped = steps.add(step(t, to, h, y));
      if (stopped.isPresent()) {
        return Optional.of(new Failure(stopped.get()));
      }
      if (steps.happened().isPresent()) {
        return Optional.empty();
      }
      System.arraycopy(next, 0, y, 0, n);
      System.arraycopy(k7, 0, k1, 0, n);
      t = to;
      if (handsOver(taken, t, y, h)) {
        return Optional.of(new Stiff());
      }
      if (taken > LARGEST_NUMBER_OF_STEPS) {
        return failure(
            steps,
            Cause.TOO_MANY_STEPS,
            "After "
                + LARGEST_NUMBER_OF_STEPS
                + " steps the solution is only at "
                + Hours.words(t)
                + ": the equations are too stiff for this method.");
      }
      double wanted = h / quotient;
      h = rejected ? FastMath.min(wanted, h) : wanted;
      rejected = false;
    }
    return Optional.empty();
  }

  static double[] fixedSteps(OdeSystem system, double[] y0, double start, double end, double step) {
    DormandPrince method = new DormandPrince(system);
    double[] y = y0.clone();
    int count = (int) FastMath.rint((end - start) / step);
    for (int k = 0; k < count; k++) {
      double t = start + (end - start) * k / count;
      system.derivatives(t, y, method.k1);
      method.stages(t, y, step);
      System.arraycopy(method.next, 0, y, 0, y.length);
    }
    return y;
  }

  private static Optional<Ending> notANumber(SolvedSteps steps) {
    return failure(
        steps,
        Cause.NOT_A_NUMBER,
        "A rate of change at " + Hours.words(steps.time()) + " is not a finite number.");
  }

  private static Optional<Ending> failure(SolvedSteps steps, Cause cause, String words) {
    return Optional.of(new Failure(steps.failure(cause, words)));
  }

  private boolean rates(double t, double[] y, double[] out) {
    system.derivatives(t, y, out);
    evaluations++;
    return areFinite(out);
  }

  /** Whether all rates are finite numbers, or it shows in the error otherwise. */
  boolean areFinite(double[] rates) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += FastMath.abs(rates[i]);
    }
    return sum < Double.POSITIVE_INFINITY;
  }

  /** Whether another method should go on after so many steps, the last of size {@code h}. */
  boolean handsOver(int taken, double t, double[] y, double h) {
    return Stiffness.isTimeToLook(taken)
        && Stiffness.limits(system, t, y, h, Method.DORMAND_PRINCE_54.stabilityLimit());
  }

  private boolean stages(double t, double[] y, double h) {
    for (int i = 0; i < n; i++) {
      next[i] = y[i] + h * (1.0 / 5) * k1[i];
    }
    if (!rates(t + h / 5, next, k2)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = y[i] + h * (3.0 / 40 * k1[i] + 9.0 / 40 * k2[i]);
    }
    if (!rates(t + 3 * h / 10, next, k3)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = y[i] + h * (44.0 / 45 * k1[i] - 56.0 / 15 * k2[i] + 32.0 / 9 * k3[i]);
    }
    if (!rates(t + 4 * h / 5, next, k4)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] =
          y[i]
              + h
                  * (19372.0 / 6561 * k1[i]
                      - 25360.0 / 2187 * k2[i]
                      + 64448.0 / 6561 * k3[i]
                      - 212.0 / 729 * k4[i]);
    }
    if (!rates(t + 8 * h / 9, next, k5)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] =
          y[i]
              + h
                  * (9017.0 / 3168 * k1[i]
                      - 355.0 / 33 * k2[i]
                      + 46732.0 / 5247 * k3[i]
                      + 49.0 / 176 * k4[i]
                      - 5103.0 / 18656 * k5[i]);
    }
    if (!rates(t + h, next, k6)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] =
          y[i]
              + h
                  * (35.0 / 384 * k1[i]
                      + 500.0 / 1113 * k3[i]
                      + 125.0 / 192 * k4[i]
                      - 2187.0 / 6784 * k5[i]
                      + 11.0 / 84 * k6[i]);
    }
    return rates(t + h, next, k7);
  }

  /** Difference of the two formulas against the tolerance. */
  private double error(double[] y, double h, double absolute, double relative) {
    for (int i = 0; i < n; i++) {
      double difference =
          h
              * (71.0 / 57600 * k1[i]
                  - 71.0 / 16695 * k3[i]
                  + 71.0 / 1920 * k4[i]
                  - 17253.0 / 339200 * k5[i]
                  + 22.0 / 525 * k6[i]
                  - 1.0 / 40 * k7[i]);
      // these two, unlike FastMath's, become vector instructions
      double magnitude = StrictMath.max(StrictMath.abs(y[i]), StrictMath.abs(next[i]));
      scaled[i] = difference / (absolute + relative * magnitude);
    }
    return FastMath.max(1e-10, norm(scaled));
  }

  /** Of an error whose tolerance is 1. */
  double norm(double[] error) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += error[i] * error[i];
    }
    return FastMath.sqrt(sum / n);
  }

  private double firstStep(double t, double[] y, double absolute, double relative) {
    double size = 0;
    double slope = 0;
    for (int i = 0; i < n; i++) {
      double scale = absolute + relative * FastMath.abs(y[i]);
      size += y[i] / scale * (y[i] / scale);
      slope += k1[i] / scale * (k1[i] / scale);
    }
    double guess = size < 1e-10 || slope < 1e-10 ? 1e-6 : 0.01 * FastMath.sqrt(size / slope);
    for (int i = 0; i < n; i++) {
      next[i] = y[i] + guess * k1[i];
    }
    if (!rates(t + guess, next, k2)) {
      return guess * 1e-3;
    }
    double curvature = 0;
    for (int i = 0; i < n; i++) {
      double scale = absolute + relative * FastMath.abs(y[i]);
      double bend = (k2[i] - k1[i]) / scale;
      curvature += bend * bend;
    }
    double steepest = FastMath.max(FastMath.sqrt(slope / n), FastMath.sqrt(curvature / n) / guess);
    double second =
        steepest <= 1e-15 ? FastMath.max(1e-6, guess * 1e-3) : FastMath.pow(0.01 / steepest, 0.2);
    return FastMath.min(100 * guess, second);
  }

  private Step step(double t, double to, double h, double[] y) {
    double[] coefficients = new double[5 * n];
    for (int i = 0; i < n; i++) {
      double difference = next[i] - y[i];
      double bend = h * k1[i] - difference;
      coefficients[i] = y[i];
      coefficients[n + i] = difference;
      coefficients[2 * n + i] = bend;
      coefficients[3 * n + i] = difference - h * k7[i] - bend;
      coefficients[4 * n + i] =
          h
              * (-12715105075.0 / 11282082432.0 * k1[i]
                  + 87487479700.0 / 32700410799.0 * k3[i]
                  - 10690763975.0 / 1880347072.0 * k4[i]
                  + 701980252875.0 / 199316789632.0 * k5[i]
                  - 1453857185.0 / 822651844.0 * k6[i]
                  + 69997945.0 / 29380423.0 * k7[i]);
    }
    return new Step(t, h, to, coefficients);
  }

  /** The continuous solution of a step. */
  private record Step(double start, double size, double end, double[] coefficients)
      implements SolvedStep {

    @Override
    public double[] stateAt(double time) {
      int n = coefficients.length / 5;
      double[] state = new double[n];
      double share = time == end ? 1 : (time - start) / size;
      double rest = 1 - share;
      for (int i = 0; i < n; i++) {
        state[i] =
            coefficients[i]
                + share
                    * (coefficients[n + i]
                        + rest
                            * (coefficients[2 * n + i]
                                + share
                                    * (coefficients[3 * n + i] + rest * coefficients[4 * n + i])));
      }
      return state;
    }
  }
}
