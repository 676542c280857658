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
 * <p>Formulas and step control are in {@link DormandPrinceFormulas}, and shared with {@link
 * LaneIntegration}, which gives the same bits. Hipparchus' implementation of the same method makes
 * new arrays and interpolators at each step and takes three times as long.
 */
final class DormandPrince {

  static final int LARGEST_NUMBER_OF_STEPS = 5_000;

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
    double first = firstStep(system, t, y, k1, next, k2, absolute, relative);
    evaluations += 2;
    if (Double.isNaN(first)) {
      return notANumber(steps);
    }
    double h = FastMath.min(end - t, first);
    double memory = DormandPrinceFormulas.LEAST_MEMORY;
    boolean rejected = false;
    boolean sawNotANumber = false;
    int taken = 0;
    while (t < end) {
      if (DormandPrinceFormulas.isTooSmall(h, t, end)) {
        return sawNotANumber
            ? notANumber(steps)
            : failure(
                steps,
                Cause.STEP_TOO_SMALL,
                "The step at " + Hours.words(t) + " became too small to go on.");
      }
      double to = DormandPrinceFormulas.stepEnd(t, h, end);
      h = to - t;
      double error = stages(t, y, h) ? error(y, h, absolute, relative) : Double.NaN;
      if (Double.isNaN(error)) {
        sawNotANumber = true;
        rejected = true;
        h /= 4;
        continue;
      }
      double factor = DormandPrinceFormulas.factor(error);
      if (!(error <= 1)) {
        h /= DormandPrinceFormulas.shrinkage(factor);
        rejected = true;
        continue;
      }
      double quotient = DormandPrinceFormulas.quotient(factor, memory);
      memory =
          FastMath.max(DormandPrinceFormulas.LEAST_MEMORY, DormandPrinceFormulas.memory(error));
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
      if (Stiffness.isTimeToLook(taken)
          && Stiffness.limits(system, t, y, h, Method.DORMAND_PRINCE_54.stabilityLimit())) {
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
    evaluations++;
    return areFinite(system, t, y, out);
  }

  /** Computes rates; false where one is not a finite number. */
  private static boolean areFinite(OdeSystem system, double t, double[] y, double[] rates) {
    system.derivatives(t, y, rates);
    double sum = 0;
    for (double rate : rates) {
      sum += FastMath.abs(rate);
    }
    return sum < Double.POSITIVE_INFINITY;
  }

  private boolean stages(double t, double[] y, double h) {
    for (int i = 0; i < n; i++) {
      next[i] = DormandPrinceFormulas.second(y[i], h, k1[i]);
    }
    if (!rates(t + h / 5, next, k2)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = DormandPrinceFormulas.third(y[i], h, k1[i], k2[i]);
    }
    if (!rates(t + 3 * h / 10, next, k3)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = DormandPrinceFormulas.fourth(y[i], h, k1[i], k2[i], k3[i]);
    }
    if (!rates(t + 4 * h / 5, next, k4)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = DormandPrinceFormulas.fifth(y[i], h, k1[i], k2[i], k3[i], k4[i]);
    }
    if (!rates(t + 8 * h / 9, next, k5)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = DormandPrinceFormulas.sixth(y[i], h, k1[i], k2[i], k3[i], k4[i], k5[i]);
    }
    if (!rates(t + h, next, k6)) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      next[i] = DormandPrinceFormulas.end(y[i], h, k1[i], k3[i], k4[i], k5[i], k6[i]);
    }
    return rates(t + h, next, k7);
  }

  private double error(double[] y, double h, double absolute, double relative) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double difference =
          DormandPrinceFormulas.difference(h, k1[i], k3[i], k4[i], k5[i], k6[i], k7[i]);
      double size = DormandPrinceFormulas.scaled(difference, y[i], next[i], absolute, relative);
      sum += size * size;
    }
    return DormandPrinceFormulas.error(sum, n);
  }

  /**
   * Computes the rates at the start, and a first step from the size of rates and curvature; not a
   * number where a rate is none.
   *
   * @param k1 takes the rates
   * @param there is used
   * @param k2 is used
   */
  static double firstStep(
      OdeSystem system,
      double t,
      double[] y,
      double[] k1,
      double[] there,
      double[] k2,
      double absolute,
      double relative) {
    if (!areFinite(system, t, y, k1)) {
      return Double.NaN;
    }
    int n = y.length;
    double size = 0;
    double slope = 0;
    for (int i = 0; i < n; i++) {
      double scale = absolute + relative * FastMath.abs(y[i]);
      size += y[i] / scale * (y[i] / scale);
      slope += k1[i] / scale * (k1[i] / scale);
    }
    double guess = size < 1e-10 || slope < 1e-10 ? 1e-6 : 0.01 * FastMath.sqrt(size / slope);
    for (int i = 0; i < n; i++) {
      there[i] = y[i] + guess * k1[i];
    }
    if (!areFinite(system, t + guess, there, k2)) {
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
          DormandPrinceFormulas.last(h, k1[i], k3[i], k4[i], k5[i], k6[i], k7[i]);
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
      for (int i = 0; i < n; i++) {
        state[i] =
            DormandPrinceFormulas.inside(
                share,
                coefficients[i],
                coefficients[n + i],
                coefficients[2 * n + i],
                coefficients[3 * n + i],
                coefficients[4 * n + i]);
      }
      return state;
    }
  }
}
