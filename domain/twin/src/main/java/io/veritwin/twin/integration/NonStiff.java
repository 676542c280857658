package io.veritwin.twin.integration;

import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.AdaptiveStepsizeIntegrator;
import org.hipparchus.ode.nonstiff.DormandPrince54Integrator;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hipparchus.ode.sampling.ODEStateInterpolator;
import org.hipparchus.ode.sampling.ODEStepHandler;
import org.hipparchus.util.FastMath;

/** Explicit Runge-Kutta methods of Hipparchus, with failures turned into results. */
final class NonStiff {

  /** Steps below this share of the interval are given up. */
  private static final double SMALLEST_STEP_SHARE = 1e-13;

  /** More steps than this over one smooth piece mean that the equations are stiff. */
  private static final int LARGEST_NUMBER_OF_STEPS = 5_000;

  private static final double NO_ERROR_CONTROL = 1e12;

  private NonStiff() {}

  static IntegrationResult solve(
      OdeSystem system,
      PhysicalRange range,
      double[] y0,
      double start,
      double end,
      IntegrationSettings settings) {
    double span = end - start;
    AdaptiveStepsizeIntegrator integrator =
        integrator(
            settings.method(),
            span * SMALLEST_STEP_SHARE,
            span,
            settings.absoluteTolerance(),
            settings.relativeTolerance());
    Watch watch = new Watch(system, range, settings.deadline());
    integrator.addStepHandler(watch);
    try {
      integrator.integrate(watch, new ODEState(start, y0), end);
      return new Solved(new SteppedTrajectory(start, end, watch.steps, watch.evaluations));
    } catch (Stopped stopped) {
      return stopped.failed;
    } catch (MathIllegalArgumentException | MathIllegalStateException e) {
      return new Failed(
          watch.time,
          watch.state,
          Cause.STEP_TOO_SMALL,
          "The step at " + watch.time + " h became too small to go on.");
    }
  }

  static double[] fixedSteps(
      OdeSystem system, double[] y0, double start, double end, double step, Method method) {
    AdaptiveStepsizeIntegrator integrator =
        integrator(method, step, step, NO_ERROR_CONTROL, NO_ERROR_CONTROL);
    integrator.setInitialStepSize(step);
    Watch watch = new Watch(system, PhysicalRange.unbounded(), Deadline.none());
    return integrator.integrate(watch, new ODEState(start, y0), end).getPrimaryState();
  }

  private static AdaptiveStepsizeIntegrator integrator(
      Method method, double smallestStep, double largestStep, double absolute, double relative) {
    return switch (method) {
      case DORMAND_PRINCE_54 ->
          new DormandPrince54Integrator(smallestStep, largestStep, absolute, relative);
      case DORMAND_PRINCE_853 ->
          new DormandPrince853Integrator(smallestStep, largestStep, absolute, relative);
    };
  }

  /** Leaves Hipparchus' integrator with a result in hand. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Failed failed;

    Stopped(double time, double[] state, Cause cause, String words) {
      super(words, null, false, false);
      this.failed = new Failed(time, state.clone(), cause, words);
    }
  }

  /** The equations and the collected steps; stops when the state or the time box is left. */
  private static final class Watch implements OrdinaryDifferentialEquation, ODEStepHandler {

    private final OdeSystem system;
    private final PhysicalRange range;
    private final Deadline deadline;
    private final List<ODEStateInterpolator> steps = new ArrayList<>();
    private double time;
    private double[] state = {};
    private long evaluations;

    Watch(OdeSystem system, PhysicalRange range, Deadline deadline) {
      this.system = system;
      this.range = range;
      this.deadline = deadline;
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
            t, y, Cause.NOT_A_NUMBER, "A rate of change at " + t + " h is not a finite number.");
      }
      return dydt;
    }

    @Override
    public void handleStep(ODEStateInterpolator interpolator) {
      steps.add(interpolator);
      time = interpolator.getCurrentState().getTime();
      state = interpolator.getCurrentState().getPrimaryState();
      range
          .breach(state)
          .ifPresent(
              words -> {
                throw new Stopped(
                    time, state, Cause.LEFT_PHYSICAL_RANGE, "At " + time + " h " + words);
              });
      if (steps.size() > LARGEST_NUMBER_OF_STEPS) {
        throw new Stopped(
            time,
            state,
            Cause.TOO_MANY_STEPS,
            "After "
                + LARGEST_NUMBER_OF_STEPS
                + " steps the solution is only at "
                + time
                + " h: the equations are too stiff for this method.");
      }
      if (deadline.passed()) {
        throw new Stopped(
            time,
            state,
            Cause.OUT_OF_TIME,
            "The time box ended at " + time + " h of the solution.");
      }
    }
  }

  /** Hipparchus' steps end to end; its interpolators are immutable. */
  private static final class SteppedTrajectory implements Trajectory {

    private final double start;
    private final double end;
    private final ODEStateInterpolator[] steps;
    private final double[] stepEnds;
    private final long evaluations;

    SteppedTrajectory(
        double start, double end, List<ODEStateInterpolator> steps, long evaluations) {
      this.start = start;
      this.end = end;
      this.steps = steps.toArray(ODEStateInterpolator[]::new);
      this.stepEnds = steps.stream().mapToDouble(s -> s.getCurrentState().getTime()).toArray();
      this.evaluations = evaluations;
    }

    @Override
    public double start() {
      return start;
    }

    @Override
    public double end() {
      return end;
    }

    @Override
    public double[] stateAt(double t) {
      int at = Arrays.binarySearch(stepEnds, t);
      int step = FastMath.min(at >= 0 ? at : -at - 1, steps.length - 1);
      return steps[step].getInterpolatedState(t).getPrimaryState();
    }

    @Override
    public long evaluations() {
      return evaluations;
    }
  }
}
