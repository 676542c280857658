package io.veritwin.twin.forecast;

import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.LaneIntegration;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.twin.uncertainty.NormalDraw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.FastMath;

/**
 * Draws of state and parameters, and what becomes of them under a plan. Each member has its own
 * random numbers from the seed and its index, so a member does not depend on the others, nor on the
 * order of computation.
 *
 * <p>Draws come from the normal distribution truncated to physical states and admissible
 * parameters.
 */
public final class Ensemble {

  /** A state whose distribution lies so far outside its physical range is not drawn from. */
  private static final int ATTEMPTS = 10_000;

  private final ProcessModel model;
  private final double time;
  private final List<Member> members;

  private record Member(double[] state, double[] parameters) {}

  /** What became of an ensemble. */
  public sealed interface Outcome {}

  /**
   * Outputs of each member.
   *
   * @param times hours since the batch began; the first is now
   * @param outputs by member, output and time
   */
  public record Simulated(double[] times, double[][][] outputs) implements Outcome {}

  /** A member could not be computed. */
  public record NotSimulated(int member, Failed failure) implements Outcome {}

  private Ensemble(ProcessModel model, double time, List<Member> members) {
    this.model = model;
    this.time = time;
    this.members = members;
  }

  /**
   * Draws; empty when hardly any draw would be physical.
   *
   * @param parameterCovariance of all parameters in order; zero where a parameter is fixed
   */
  public static Optional<Ensemble> draw(
      ProcessModel model,
      double[] parameters,
      double[][] parameterCovariance,
      EstimatorState state,
      int size,
      long seed) {
    NormalDraw states = new NormalDraw(state.mean(), state.covariance());
    NormalDraw parameterDraws = new NormalDraw(parameters, parameterCovariance);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      RandomGenerator random = new Well19937c(new int[] {(int) (seed >>> 32), (int) seed, i});
      Optional<double[]> y = drawAdmissible(states, random, values -> physical(model, values));
      Optional<double[]> p =
          drawAdmissible(parameterDraws, random, values -> admissible(model, values));
      if (y.isEmpty() || p.isEmpty()) {
        return Optional.empty();
      }
      members.add(new Member(y.get(), p.get()));
    }
    return Optional.of(new Ensemble(model, state.time(), members));
  }

  /**
   * Solves each member under the plan and observes it at evenly spaced times, in lanes of the
   * vector units, on all cores of the machine.
   */
  public Outcome simulate(
      InputPlan inputs, double horizonHours, int points, IntegrationSettings settings) {
    return simulate(inputs, horizonHours, points, settings, Cores.all());
  }

  /** The same, on so many cores; their number does not change a bit of the result. */
  public Outcome simulate(
      InputPlan inputs,
      double horizonHours,
      int points,
      IntegrationSettings settings,
      Cores cores) {
    double[] times = new double[points + 1];
    for (int k = 0; k <= points; k++) {
      times[k] = time + horizonHours * k / points;
    }
    double[][][] outputs = new double[members.size()][model.outputs().size()][points + 1];
    Failed[] failures = new Failed[members.size()];
    int parts = FastMath.min(members.size(), cores.count());
    cores.run(
        parts,
        part -> {
          int from = members.size() * part / parts;
          int to = members.size() * (part + 1) / parts;
          boolean[] solved =
              inLanes(
                  members.subList(from, to),
                  inputs,
                  times,
                  settings,
                  Arrays.copyOfRange(outputs, from, to));
          for (int m = from; m < to; m++) {
            if (!solved[m - from]) {
              failures[m] = observed(members.get(m), inputs, times, settings, outputs[m]);
            }
          }
        });
    for (int m = 0; m < failures.length; m++) {
      if (failures[m] != null) {
        return new NotSimulated(m, failures[m]);
      }
    }
    return new Simulated(times, outputs);
  }

  /** Fills the outputs of some members as far as they can be solved in lanes. */
  private boolean[] inLanes(
      List<Member> some,
      InputPlan inputs,
      double[] times,
      IntegrationSettings settings,
      double[][][] outputs) {
    double[] out = new double[model.outputs().size()];
    return LaneIntegration.solve(
        model,
        some.stream().map(Member::parameters).toArray(double[][]::new),
        some.stream().map(Member::state).toArray(double[][]::new),
        times,
        inputs,
        settings,
        (member, k, y) -> observe(some.get(member), inputs, times, k, y, out, outputs[member]));
  }

  /** Fills the outputs of one member; null, or why it cannot be computed. */
  private Failed observed(
      Member member,
      InputPlan inputs,
      double[] times,
      IntegrationSettings settings,
      double[][] outputs) {
    IntegrationResult solution =
        Integration.solve(
            model,
            member.parameters,
            member.state,
            time,
            times[times.length - 1],
            inputs,
            settings);
    if (solution instanceof Failed failed) {
      return failed;
    }
    Trajectory trajectory = ((Solved) solution).trajectory();
    double[] out = new double[model.outputs().size()];
    for (int k = 0; k < times.length; k++) {
      observe(member, inputs, times, k, trajectory.stateAt(times[k]), out, outputs);
    }
    return null;
  }

  private void observe(
      Member member,
      InputPlan inputs,
      double[] times,
      int k,
      double[] y,
      double[] out,
      double[][] outputs) {
    model.outputs(times[k], y, inputs.at(times[k]), member.parameters, out);
    for (int o = 0; o < out.length; o++) {
      outputs[o][k] = out[o];
    }
  }

  private interface Admission {
    boolean admits(double[] values);
  }

  private static Optional<double[]> drawAdmissible(
      NormalDraw draw, RandomGenerator random, Admission admission) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double[] values = draw.next(random);
      if (admission.admits(values)) {
        return Optional.of(values);
      }
    }
    return Optional.empty();
  }

  private static boolean physical(ProcessModel model, double[] state) {
    List<Quantity> states = model.states();
    for (int i = 0; i < state.length; i++) {
      if (!states.get(i).admits(state[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean admissible(ProcessModel model, double[] parameters) {
    List<ParameterDefinition> definitions = model.parameters();
    for (int i = 0; i < parameters.length; i++) {
      if (!definitions.get(i).admits(parameters[i])) {
        return false;
      }
    }
    return true;
  }
}
