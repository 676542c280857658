package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.Ensemble;
import io.veritwin.twin.forecast.Ensemble.NotSimulated;
import io.veritwin.twin.forecast.Ensemble.Simulated;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.uncertainty.Quantiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hipparchus.util.FastMath;

/**
 * Chooses when an input (temperature, pH) is shifted, to which value, and when to harvest
 * (URS-228).
 *
 * <p>Sought is the greatest median over scenarios of the output per hour of occupied vessel, among
 * choices whose path limits hold until harvest with the demanded probability. Choices lie on grids
 * that the envelope gives, so nothing outside can be chosen. The search goes from coarse to fine
 * and looks at the neighbours of the best until none is better; doing nothing is always a choice.
 */
public final class ShiftOptimiser {

  private ShiftOptimiser() {}

  /**
   * A grid of allowed values.
   *
   * @param lower least
   * @param upper greatest; a whole number of steps above the least
   * @param step between them
   */
  public record Grid(double lower, double upper, double step) {

    public Grid {
      if (!(step > 0) || !(upper >= lower) || !Double.isFinite(upper - lower)) {
        throw new IllegalArgumentException(lower + " to " + upper + " by " + step);
      }
    }

    int size() {
      return 1 + (int) FastMath.rint((upper - lower) / step);
    }

    double at(int i) {
      return lower + i * step;
    }
  }

  /**
   * What to choose.
   *
   * @param ensemble scenarios, from now
   * @param now hours
   * @param doNothing what the inputs do without a shift
   * @param inputId the input to shift
   * @param values to which it may be shifted
   * @param shiftTimes when, hours since the batch began
   * @param harvestTimes when the batch may end; none before now
   * @param objectiveOutputId output to have much of, for example product in the vessel
   * @param turnaroundHours that a vessel is occupied beside the batch
   * @param pathLimits until harvest
   * @param breachProbability greatest tolerated probability to breach one
   * @param settings of the integrations; their deadline is the time box
   */
  public record Problem(
      ProcessModel model,
      Ensemble ensemble,
      double now,
      InputPlan doNothing,
      String inputId,
      Grid values,
      Grid shiftTimes,
      Grid harvestTimes,
      String objectiveOutputId,
      double turnaroundHours,
      List<Limit> pathLimits,
      double breachProbability,
      IntegrationSettings settings) {}

  /** What came of it. */
  public sealed interface Result {}

  /**
   * A choice.
   *
   * @param value after the shift
   * @param shiftTime hours
   * @param harvestTime hours
   * @param rate median of the output per occupied hour
   * @param rateOfNothing the same without a shift, at its own best harvest; NaN when that breaks a
   *     limit
   * @param shift false when no shift is better than one
   */
  public record Choice(
      double value,
      double shiftTime,
      double harvestTime,
      double rate,
      double rateOfNothing,
      boolean shift)
      implements Result {}

  /** No choice. */
  public record NoChoice(String reason) implements Result {}

  /** Chooses. */
  public static Result choose(Problem problem) {
    if (problem.harvestTimes().lower() <= problem.now()) {
      return new NoChoice(
          "Harvest at " + problem.harvestTimes().lower() + " h is not later than now.");
    }
    return new Search(problem).best();
  }

  /** At one shift, the best harvest. */
  private record Best(double rate, int harvest) {}

  /** The search over both grids. */
  private static final class Search {

    private final Problem problem;
    private final int input;
    private final int objective;
    private final Map<Integer, Best> known = new HashMap<>();
    private String failure;

    Search(Problem problem) {
      this.problem = problem;
      this.input = problem.model().inputIndex(problem.inputId());
      this.objective = problem.model().outputIndex(problem.objectiveOutputId());
    }

    Result best() {
      int values = problem.values().size();
      int times = problem.shiftTimes().size();
      int bestValue = -1;
      int bestTime = -1;
      Best best = new Best(Double.NEGATIVE_INFINITY, -1);
      int strideValue = larger(1, values / 4);
      int strideTime = larger(1, times / 4);
      for (int v = 0; v < values; v += strideValue) {
        for (int t = 0; t < times; t += strideTime) {
          Best here = at(v, t);
          if (here.rate > best.rate) {
            best = here;
            bestValue = v;
            bestTime = t;
          }
        }
      }
      boolean finer = bestValue >= 0;
      while (finer && failure == null) {
        int fromValue = bestValue;
        int fromTime = bestTime;
        for (int dv = -1; dv <= 1; dv++) {
          for (int dt = -1; dt <= 1; dt++) {
            int v = fromValue + dv * strideValue;
            int t = fromTime + dt * strideTime;
            if (v >= 0 && v < values && t >= 0 && t < times) {
              Best here = at(v, t);
              if (here.rate > best.rate) {
                best = here;
                bestValue = v;
                bestTime = t;
              }
            }
          }
        }
        if (bestValue == fromValue && bestTime == fromTime) {
          finer = strideValue > 1 || strideTime > 1;
          strideValue = larger(1, strideValue / 2);
          strideTime = larger(1, strideTime / 2);
        }
      }
      Best nothing = under(problem.doNothing());
      if (failure != null) {
        return new NoChoice(failure);
      }
      if (best.harvest < 0 && nothing.harvest < 0) {
        return new NoChoice("No shift and no harvest time keeps the limits.");
      }
      double without = nothing.harvest < 0 ? Double.NaN : nothing.rate;
      if (nothing.rate >= best.rate) {
        double current = problem.doNothing().at(problem.now())[input];
        return new Choice(
            current,
            problem.now(),
            problem.harvestTimes().at(nothing.harvest),
            nothing.rate,
            without,
            false);
      }
      return new Choice(
          problem.values().at(bestValue),
          problem.shiftTimes().at(bestTime),
          problem.harvestTimes().at(best.harvest),
          best.rate,
          without,
          true);
    }

    private static int larger(int a, int b) {
      return a > b ? a : b;
    }

    private Best at(int v, int t) {
      int key = v * problem.shiftTimes().size() + t;
      Best before = known.get(key);
      if (before != null) {
        return before;
      }
      Best found =
          under(
              problem
                  .doNothing()
                  .withInputFrom(problem.shiftTimes().at(t), input, problem.values().at(v)));
      known.put(key, found);
      return found;
    }

    private Best under(InputPlan plan) {
      Grid harvests = problem.harvestTimes();
      int points = points();
      double horizon = harvests.upper() - problem.now();
      Ensemble.Outcome outcome =
          problem.ensemble().simulate(plan, horizon, points, problem.settings());
      if (outcome instanceof NotSimulated none) {
        failure =
            String.format(
                Locale.ROOT,
                "Scenario %d could not be computed. %s",
                none.member(),
                none.failure().words());
        return new Best(Double.NEGATIVE_INFINITY, -1);
      }
      Simulated simulated = (Simulated) outcome;
      int members = simulated.outputs().length;
      int[] firstBreach = new int[members];
      Arrays.fill(firstBreach, Integer.MAX_VALUE);
      for (Limit limit : problem.pathLimits()) {
        int output = problem.model().outputIndex(limit.outputId());
        for (int m = 0; m < members; m++) {
          int first = limit.firstBreach(simulated.outputs()[m][output]);
          if (first <= points && first < firstBreach[m]) {
            firstBreach[m] = first;
          }
        }
      }
      Best best = new Best(Double.NEGATIVE_INFINITY, -1);
      for (int h = 0; h < harvests.size(); h++) {
        int k = point(harvests.at(h));
        int breaches = 0;
        double[] amounts = new double[members];
        for (int m = 0; m < members; m++) {
          breaches += firstBreach[m] <= k ? 1 : 0;
          amounts[m] = simulated.outputs()[m][objective][k];
        }
        double rate = new Quantiles(amounts).at(0.5) / (harvests.at(h) + problem.turnaroundHours());
        if (breaches <= problem.breachProbability() * members && rate > best.rate) {
          best = new Best(rate, h);
        }
      }
      return best;
    }

    /** Ensemble points a harvest step apart, from now to the last harvest. */
    private int points() {
      return (int)
          FastMath.rint(
              (problem.harvestTimes().upper() - problem.now()) / problem.harvestTimes().step());
    }

    private int point(double time) {
      return (int) FastMath.rint((time - problem.now()) / problem.harvestTimes().step());
    }
  }
}
