package io.veritwin.twin.integration;

import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import java.util.Optional;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.AdaptiveStepsizeIntegrator;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.sampling.ODEStateInterpolator;
import org.hipparchus.ode.sampling.ODEStepHandler;
import org.hipparchus.util.FastMath;

/**
 * Explicit Runge-Kutta methods, with failures turned into results and stiffness noticed: our own
 * 5(4) pair for daily use, and Hipparchus' 8(5,3), by other hands, as reference.
 */
final class NonStiff {

  /** Steps below this share of the interval are given up. */
  private static final double SMALLEST_STEP_SHARE = 1e-13;

  /** More steps than this over one smooth piece mean that the equations are stiff. */
  private static final int LARGEST_NUMBER_OF_STEPS = 5_000;

  private static final double NO_ERROR_CONTROL = 1e12;

  private NonStiff() {}

  /** Why a method ended before the end of the piece: it failed, or another method should go on. */
  sealed interface Ending {}

  record Failure(Failed failed) implements Ending {}

  record Stiff() implements Ending {}

  /** Solves to the end, or until the collected steps say stop. */
  static Optional<Ending> solve(
      OdeSystem system, SolvedSteps steps, double end, IntegrationSettings settings) {
    if (settings.method() == Method.DORMAND_PRINCE_54) {
      return new DormandPrince(system).solve(steps, end, settings);
    }
    double start = steps.time();
    double span = end - start;
    AdaptiveStepsizeIntegrator integrator =
        new DormandPrince853Integrator(
            span * SMALLEST_STEP_SHARE,
            span,
            settings.absoluteTolerance(),
            settings.relativeTolerance());
    Watch watch = new Watch(system, steps, settings.method().stabilityLimit());
    integrator.addStepHandler(watch);
    try {
      integrator.integrate(watch, new ODEState(start, steps.state()), end);
      return Optional.empty();
    } catch (Stopped stopped) {
      return Optional.ofNullable(stopped.ending);
    } catch (MathIllegalArgumentException | MathIllegalStateException e) {
      return Optional.of(
          new Failure(
              steps.failure(
                  Cause.STEP_TOO_SMALL,
                  "The step at " + Hours.words(steps.time()) + " became too small to go on.")));
    } finally {
      steps.countEvaluations(watch.evaluations);
    }
  }

  static double[] fixedSteps(
      OdeSystem system, double[] y0, double start, double end, double step, Method method) {
    if (method == Method.DORMAND_PRINCE_54) {
      return DormandPrince.fixedSteps(system, y0, start, end, step);
    }
    AdaptiveStepsizeIntegrator integrator =
        new DormandPrince853Integrator(step, step, NO_ERROR_CONTROL, NO_ERROR_CONTROL);
    integrator.setInitialStepSize(step);
    SolvedSteps steps =
        new SolvedSteps(PhysicalRange.unbounded(), Deadline.none(), java.util.List.of(), start, y0);
    Watch watch = new Watch(system, steps, Double.POSITIVE_INFINITY);
    return integrator.integrate(watch, new ODEState(start, y0), end).getPrimaryState();
  }

  /** Leaves Hipparchus' integrator; without an ending when an event happened. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Ending ending;

    Stopped(Ending ending) {
      super("stopped", null, false, false);
      this.ending = ending;
    }
  }

  /** One of Hipparchus' steps; its interpolators are immutable. */
  private record InterpolatedStep(ODEStateInterpolator interpolator, double end)
      implements SolvedStep {

    @Override
    public double[] stateAt(double time) {
      return interpolator.getInterpolatedState(time).getPrimaryState();
    }
  }

  /** The equations, and what is made of each step. */
  private static final class Watch implements OrdinaryDifferentialEquation, ODEStepHandler {

    private final OdeSystem system;
    private final SolvedSteps steps;
    private final double stabilityLimit;
    private int taken;
    private long evaluations;

    Watch(OdeSystem system, SolvedSteps steps, double stabilityLimit) {
      this.system = system;
      this.steps = steps;
      this.stabilityLimit = stabilityLimit;
    }

    @Override
    public int getDimension() {
      return system.dimension();
    }

    @Override
    public double[] computeDerivatives(double t, double[] y) {
      evaluations++;
      double[] dydt = new double[y.length];
      system.derivatives(t, y, dydt);
      double sum = 0;
      for (double rate : dydt) {
        sum += FastMath.abs(rate);
      }
      if (!(sum < Double.POSITIVE_INFINITY)) {
        throw new Stopped(
            new Failure(
                new Failed(
                    t,
                    y.clone(),
                    Cause.NOT_A_NUMBER,
                    "A rate of change at " + Hours.words(t) + " is not a finite number.")));
      }
      return dydt;
    }

    @Override
    public void handleStep(ODEStateInterpolator interpolator) {
      taken++;
      double before = steps.time();
      Optional<Failed> failed =
          steps.add(new InterpolatedStep(interpolator, interpolator.getCurrentState().getTime()));
      if (failed.isPresent()) {
        throw new Stopped(new Failure(failed.get()));
      }
      if (steps.happened().isPresent()) {
        throw new Stopped(null);
      }
      if (Stiffness.isTimeToLook(taken)
          && Stiffness.limits(
              system, steps.time(), steps.state(), steps.time() - before, stabilityLimit)) {
        throw new Stopped(new Stiff());
      }
      if (taken > LARGEST_NUMBER_OF_STEPS) {
        throw new Stopped(
            new Failure(
                steps.failure(
                    Cause.TOO_MANY_STEPS,
                    "After "
                        + LARGEST_NUMBER_OF_STEPS
                        + " steps the solution is only at "
                        + Hours.words(steps.time())
                        + ": the equations are too stiff for this method.")));
      }
    }
  }
}
