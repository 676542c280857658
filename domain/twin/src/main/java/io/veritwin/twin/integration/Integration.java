package io.veritwin.twin.integration;

import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Interrupted;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputRefusal;
import io.veritwin.twin.run.InputStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.hipparchus.util.FastMath;

/**
 * Solves initial value problems; restarts at each change of an input (URS-204).
 *
 * <p>An explicit method that meets stiffness hands over to an implicit one (URS-800): it is met
 * where the step is limited by the fastest eigenvalue of the exact Jacobian, not by accuracy.
 */
public final class Integration {

  private Integration() {}

  /**
   * Solves a process model.
   *
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static IntegrationResult solve(
      ProcessModel model,
      double[] parameters,
      double[] y0,
      double start,
      double end,
      InputPlan inputs,
      IntegrationSettings settings) {
    requireAdmissible(model, parameters, y0, start, end, inputs);
    return piecewise(
        u -> new ModelSystem(model, parameters, u),
        model,
        y0,
        start,
        end,
        inputs,
        List.of(),
        settings);
  }

  /**
   * Solves a process model together with its sensitivities to some parameters.
   *
   * @param by positions of the parameters
   * @param scales sensitivities are multiplied by these, so that one absolute tolerance fits all
   * @return trajectory of the states followed by the scaled sensitivities, {@code scales[k] dy_i /
   *     dp_by[k]} at position {@code n (k + 1) + i}
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static IntegrationResult solveWithSensitivities(
      ProcessModel model,
      double[] parameters,
      int[] by,
      double[] scales,
      double[] y0,
      double start,
      double end,
      InputPlan inputs,
      IntegrationSettings settings) {
    requireAdmissible(model, parameters, y0, start, end, inputs);
    return piecewise(
        u -> VariationalSystem.byParameters(model, parameters, u, by, scales),
        model,
        Arrays.copyOf(y0, y0.length * (by.length + 1)),
        start,
        end,
        inputs,
        List.of(),
        settings);
  }

  /**
   * Solves a process model together with its transition matrix, the derivative of the state by the
   * state at the start.
   *
   * @return trajectory of the states followed by the columns of the transition matrix, {@code dy_i
   *     / dy0_j} at position {@code n (j + 1) + i}
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static IntegrationResult solveWithTransition(
      ProcessModel model,
      double[] parameters,
      double[] y0,
      double start,
      double end,
      InputPlan inputs,
      IntegrationSettings settings) {
    return solveWithTransition(model, parameters, y0, start, end, inputs, new int[0], settings);
  }

  /**
   * Solves a process model together with its transition matrix and the effect of shifting some
   * inputs throughout.
   *
   * @param by positions of the inputs
   * @return as without inputs, then {@code dy_i / du_by[q]} at position {@code n (n + 1 + q) + i}
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static IntegrationResult solveWithTransition(
      ProcessModel model,
      double[] parameters,
      double[] y0,
      double start,
      double end,
      InputPlan inputs,
      int[] by,
      IntegrationSettings settings) {
    requireAdmissible(model, parameters, y0, start, end, inputs);
    int n = y0.length;
    double[] extended = Arrays.copyOf(y0, n * (n + 1 + by.length));
    for (int j = 0; j < n; j++) {
      extended[n * (j + 1) + j] = 1;
    }
    return piecewise(
        u -> VariationalSystem.byStateAndInputs(model, parameters, u, by),
        model,
        extended,
        start,
        end,
        inputs,
        List.of(),
        settings);
  }

  /**
   * Solves a process model until the first of some events, or to the end.
   *
   * @return {@link IntegrationResult.Interrupted} when an event happened
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static IntegrationResult solveUntil(
      ProcessModel model,
      double[] parameters,
      double[] y0,
      double start,
      double end,
      InputPlan inputs,
      List<Event> events,
      IntegrationSettings settings) {
    requireAdmissible(model, parameters, y0, start, end, inputs);
    return piecewise(
        u -> new ModelSystem(model, parameters, u),
        model,
        y0,
        start,
        end,
        inputs,
        events,
        settings);
  }

  /** Solves any system of equations over one smooth interval. */
  public static IntegrationResult solve(
      OdeSystem system, double[] y0, double start, double end, IntegrationSettings settings) {
    return solveUntil(system, y0, start, end, List.of(), settings);
  }

  /** Solves any system of equations until the first of some events, or to the end. */
  public static IntegrationResult solveUntil(
      OdeSystem system,
      double[] y0,
      double start,
      double end,
      List<Event> events,
      IntegrationSettings settings) {
    InputCheck.require(interval(start, end));
    SolvedSteps steps =
        new SolvedSteps(PhysicalRange.unbounded(), settings.deadline(), events, start, y0);
    Optional<Failed> failed = piece(system, steps, end, settings);
    if (failed.isPresent()) {
      return failed.get();
    }
    return steps
        .happened()
        .<IntegrationResult>map(event -> new Interrupted(steps.trajectory(), event))
        .orElseGet(() -> new Solved(steps.trajectory()));
  }

  /**
   * State at the end after steps of one size without error control, to measure a method's order of
   * convergence.
   */
  public static double[] solveWithFixedSteps(
      OdeSystem system, double[] y0, double start, double end, double step, Method method) {
    InputCheck.require(interval(start, end));
    return method.isStiff()
        ? Radau.fixedSteps(
            Radau.scheme(method), DifferenceJacobian.of(system), y0, start, end, step)
        : NonStiff.fixedSteps(system, y0, start, end, step, method);
  }

  /** One smooth piece: by the explicit method until it meets stiffness, then by the implicit. */
  private static Optional<Failed> piece(
      OdeSystem system, SolvedSteps steps, double end, IntegrationSettings settings) {
    if (!settings.method().isStiff()) {
      Optional<NonStiff.Ending> ending = NonStiff.solve(system, steps, end, settings);
      if (ending.isEmpty()) {
        return Optional.empty();
      }
      if (ending.get() instanceof NonStiff.Failure failure
          && !(mayBeStiffness(failure.failed().cause()) && system instanceof StiffSystem)) {
        return Optional.of(failure.failed());
      }
    }
    Radau radau =
        new Radau(
            Radau.scheme(settings.method().whereStiff()), DifferenceJacobian.of(system), settings);
    return radau.solve(steps, end);
  }

  private static boolean mayBeStiffness(Cause cause) {
    return cause == Cause.STEP_TOO_SMALL || cause == Cause.TOO_MANY_STEPS;
  }

  /** Trajectories end to end. */
  static Trajectory joined(List<Trajectory> parts) {
    return new JoinedTrajectory(List.copyOf(parts));
  }

  private static void requireAdmissible(
      ProcessModel model,
      double[] parameters,
      double[] y0,
      double start,
      double end,
      InputPlan inputs) {
    List<InputRefusal> refusals = new ArrayList<>(InputCheck.parameters(model, parameters));
    refusals.addAll(InputCheck.state(model, y0));
    refusals.addAll(InputCheck.inputs(model, inputs.steps()));
    refusals.addAll(interval(start, end));
    InputCheck.require(refusals);
    InputCheck.require(InputCheck.feed(model, y0, inputs));
  }

  /** Solves piece by piece between changes of the inputs. */
  private static IntegrationResult piecewise(
      Function<double[], StiffSystem> underInputs,
      ProcessModel model,
      double[] y0,
      double start,
      double end,
      InputPlan inputs,
      List<Event> events,
      IntegrationSettings settings) {
    PhysicalRange range = PhysicalRange.of(model, settings.absoluteTolerance());
    List<Trajectory> parts = new ArrayList<>();
    double[] y = y0;
    double from = start;
    for (double to : restarts(inputs, start, end)) {
      SolvedSteps steps = new SolvedSteps(range, settings.deadline(), events, from, y);
      Optional<Failed> failed = piece(underInputs.apply(inputs.at(from)), steps, to, settings);
      if (failed.isPresent()) {
        return failed.get();
      }
      parts.add(steps.trajectory());
      if (steps.happened().isPresent()) {
        return new Interrupted(new JoinedTrajectory(parts), steps.happened().get());
      }
      y = steps.state();
      from = to;
    }
    return new Solved(new JoinedTrajectory(parts));
  }

  private static List<InputRefusal> interval(double start, double end) {
    if (end > start && Double.isFinite(start) && Double.isFinite(end)) {
      return List.of();
    }
    return List.of(
        new InputRefusal(
            "end", Double.toString(end), "must be later than the start, which is " + start + " h"));
  }

  /** Ends of the smooth pieces: input changes inside the interval, then its end. */
  static double[] restarts(InputPlan inputs, double start, double end) {
    return DoubleStream.concat(
            inputs.steps().stream()
                .mapToDouble(InputStep::time)
                .filter(time -> time > start && time < end),
            DoubleStream.of(end))
        .toArray();
  }

  /** A process model under constant inputs. */
  record ModelSystem(ProcessModel model, double[] p, double[] u) implements StiffSystem {

    @Override
    public int dimension() {
      return model.states().size();
    }

    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      model.derivatives(t, y, u, p, dydt);
    }

    @Override
    public int lowerBandwidth() {
      return model.lowerBandwidth();
    }

    @Override
    public int upperBandwidth() {
      return model.upperBandwidth();
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      model.jacobian(t, y, u, p, dfdy);
    }
  }

  /**
   * A process model and columns {@code S' = J S + g} under constant inputs, where {@code g} is zero
   * for columns of the transition matrix, {@code df/du} or scaled {@code df/dp} for others.
   */
  private static final class VariationalSystem implements StiffSystem {

    private final ProcessModel model;
    private final double[] p;
    private final double[] u;
    private final int[] byParameters;
    private final double[] scales;
    private final int[] byInputs;
    private final int n;
    private final int columns;
    private final double[][] dfdy;
    private final double[][] dfdp;
    private final double[][] dfdu;

    private VariationalSystem(
        ProcessModel model,
        double[] p,
        double[] u,
        int[] byParameters,
        double[] scales,
        int transition,
        int[] byInputs) {
      this.model = model;
      this.p = p;
      this.u = u;
      this.byParameters = byParameters;
      this.scales = scales;
      this.byInputs = byInputs;
      this.n = model.states().size();
      this.columns = byParameters.length + transition + byInputs.length;
      this.dfdy = new double[n][n];
      this.dfdp = new double[n][p.length];
      this.dfdu = new double[n][u.length];
    }

    static VariationalSystem byParameters(
        ProcessModel model, double[] p, double[] u, int[] by, double[] scales) {
      return new VariationalSystem(model, p, u, by, scales, 0, new int[0]);
    }

    static VariationalSystem byStateAndInputs(
        ProcessModel model, double[] p, double[] u, int[] by) {
      int n = model.states().size();
      return new VariationalSystem(model, p, u, new int[0], new double[0], n, by);
    }

    @Override
    public int dimension() {
      return n * (columns + 1);
    }

    @Override
    public int blockSize() {
      return n;
    }

    @Override
    public int lowerBandwidth() {
      return model.lowerBandwidth();
    }

    @Override
    public int upperBandwidth() {
      return model.upperBandwidth();
    }

    @Override
    public void jacobian(double t, double[] y, double[][] out) {
      model.jacobian(t, y, u, p, out);
    }

    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      model.derivatives(t, y, u, p, dydt);
      model.jacobian(t, y, u, p, dfdy);
      if (byParameters.length > 0) {
        model.parameterJacobian(t, y, u, p, dfdp);
      }
      if (byInputs.length > 0) {
        model.inputJacobian(t, y, u, p, dfdu);
      }
      int firstInput = columns - byInputs.length;
      for (int column = 0; column < columns; column++) {
        int at = n * (column + 1);
        for (int i = 0; i < n; i++) {
          double rate = 0;
          if (column < byParameters.length) {
            rate = scales[column] * dfdp[i][byParameters[column]];
          } else if (column >= firstInput) {
            rate = dfdu[i][byInputs[column - firstInput]];
          }
          double[] row = dfdy[i];
          for (int j = 0; j < n; j++) {
            rate += row[j] * y[at + j];
          }
          dydt[at + i] = rate;
        }
      }
    }
  }

  /** Trajectories end to end. */
  private record JoinedTrajectory(List<Trajectory> parts) implements Trajectory {

    @Override
    public double start() {
      return parts.get(0).start();
    }

    @Override
    public double end() {
      return parts.get(parts.size() - 1).end();
    }

    @Override
    public double[] stateAt(double time) {
      double tolerance = 1e-9 * FastMath.max(1, FastMath.abs(end()));
      if (!(time >= start() - tolerance && time <= end() + tolerance)) {
        throw new IllegalArgumentException(
            time + " h lies outside the solution, " + start() + " to " + end() + " h");
      }
      for (Trajectory part : parts) {
        if (time <= part.end()) {
          return part.stateAt(time);
        }
      }
      return parts.get(parts.size() - 1).stateAt(end());
    }

    @Override
    public long evaluations() {
      return parts.stream().mapToLong(Trajectory::evaluations).sum();
    }
  }
}
