package io.veritwin.twin.integration;

import io.veritwin.twin.model.LaneEquations;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import java.util.List;

/**
 * Solves draws of a model together, on the vector units of the processor (URS-810): for ensembles,
 * whose draws differ little and can share their steps.
 *
 * <p>The answer is within tolerance as that of {@link Integration#solve}, but a draw's last bits
 * depend on the draws it is solved with: who wants the same bits keeps to the same groups.
 */
public final class LaneGroup {

  /** So many draws make a group that is worth its overhead. */
  public static final int SIZE = 64;

  private LaneGroup() {}

  /** Takes states as they become known; for a draw that is not solved in the end, not all. */
  public interface Observer {

    /**
     * A state.
     *
     * @param draw position in the group
     * @param time position among the times asked for
     */
    void observe(int draw, int time, double[] state);
  }

  /**
   * Solves by the explicit method.
   *
   * @param parameters by draw
   * @param y0 by draw
   * @param times hours; the first is the start, the last the end
   * @return which draws were solved; any other (inadmissible, stiff, outside its physical range, or
   *     all when the settings ask for another method) is for {@link Integration#solve}, which says
   *     why where it cannot be solved either
   */
  public static boolean[] solve(
      ProcessModel model,
      double[][] parameters,
      double[][] y0,
      double[] times,
      InputPlan inputs,
      IntegrationSettings settings,
      Observer observer) {
    int draws = parameters.length;
    boolean[] solved = new boolean[draws];
    double end = times[times.length - 1];
    if (settings.method() != Method.DORMAND_PRINCE_54
        || !(end > times[0])
        || !InputCheck.inputs(model, inputs.steps()).isEmpty()) {
      return solved;
    }
    boolean[] left = new boolean[draws];
    double[] y = new double[model.states().size() * draws];
    for (int l = 0; l < draws; l++) {
      if (!InputCheck.parameters(model, parameters[l]).isEmpty()
          || !InputCheck.state(model, y0[l]).isEmpty()
          || !InputCheck.feed(model, y0[l], inputs).isEmpty()) {
        return solved;
      }
      for (int i = 0; i < y0[l].length; i++) {
        y[i * draws + l] = y0[l][i];
      }
      observer.observe(l, 0, y0[l]);
    }
    LaneEquations equations = model.inLanes(parameters);
    PhysicalRange range = PhysicalRange.of(model, settings.absoluteTolerance());
    double from = times[0];
    int next = 1;
    for (double to : Integration.restarts(inputs, from, end)) {
      SolvedSteps steps =
          new SolvedSteps(PhysicalRange.unbounded(), settings.deadline(), List.of(), from, y);
      boolean ended =
          new LaneDormandPrince(model, equations, parameters, inputs.at(from), range, left)
              .solve(steps, to, settings)
              .isPresent();
      if (ended) {
        return solved;
      }
      Trajectory piece = steps.trajectory();
      for (; next < times.length && times[next] <= to; next++) {
        double[] there = piece.stateAt(times[next]);
        for (int l = 0; l < draws; l++) {
          observer.observe(l, next, LaneDormandPrince.draw(there, l, draws));
        }
      }
      y = steps.state();
      from = to;
    }
    for (int l = 0; l < draws; l++) {
      solved[l] = !left[l];
    }
    return solved;
  }
}
