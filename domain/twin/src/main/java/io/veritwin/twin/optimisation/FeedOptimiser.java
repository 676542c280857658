package io.veritwin.twin.optimisation;

import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.Ensemble;
import io.veritwin.twin.forecast.ForecastResult;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.ForecastSettings;
import io.veritwin.twin.forecast.Forecaster;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.optimisation.ChosenValueResult.Expected;
import io.veritwin.twin.optimisation.ChosenValueResult.Refused;
import io.veritwin.twin.optimisation.OptimisationResult.Confidence;
import io.veritwin.twin.optimisation.OptimisationResult.Proposal;
import io.veritwin.twin.optimisation.OptimisationResult.Undecided;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputRefusal;
import io.veritwin.twin.uncertainty.Quantiles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hipparchus.util.FastMath;

/**
 * Chooses a setpoint inside the envelope, robustly over scenarios (URS-222).
 *
 * <p>Receding horizon with one move: the value is held from now to the horizon, and the choice is
 * made anew when the estimate has moved on. Candidates are the multiples of the actuator's
 * resolution that the envelope's range and largest step allow; nothing else can be proposed. Among
 * candidates that keep each path limit with the demanded probability, the one with the greatest
 * median objective over the scenarios is proposed.
 *
 * <p>A result that the time box cuts off is dropped. The same problem gives the same bits.
 */
public final class FeedOptimiser {

  private static final int FORECAST_POINTS = 48;
  private static final int SEARCH_POINTS = 12;

  /** Gain over no change, as a share of the objective, below which no change is proposed. */
  private static final double NEGLIGIBLE_GAIN = 1e-4;

  private final Clock clock;

  /**
   * An optimiser.
   *
   * @param clock of the time box
   */
  public FeedOptimiser(Clock clock) {
    this.clock = clock;
  }

  /**
   * Proposes a setpoint, or says why not.
   *
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public OptimisationResult optimise(FeedProblem problem) {
    InputCheck.require(refusals(problem));
    Deadline deadline = Deadline.after(problem.timeBox(), clock);
    try {
      Search search = new Search(problem, problem.state().mean(), deadline);
      Candidate chosen = search.best();
      if (chosen.excessProbability() > 0) {
        return new Undecided(
            "No value that the envelope allows keeps its limits: "
                + search.worstLimit(chosen)
                + ".");
      }
      List<Contribution> contributions =
          Contributions.of(
              problem,
              chosen.value(),
              state -> decision(problem.withoutStepLimit(), state, deadline));
      Forecast ifNothingIsDone = forecast(problem, problem.doNothing(), deadline);
      Forecast ifAccepted = forecast(problem, search.plan(chosen.value()), deadline);
      return new Proposal(
          problem.inputId(),
          unit(problem),
          problem.currentValue(),
          chosen.value(),
          objective(problem),
          search.medianGain(chosen),
          ifAccepted,
          ifNothingIsDone,
          contributions,
          search.confidence(chosen));
    } catch (NoDecision none) {
      return new Undecided(none.getMessage());
    }
  }

  /**
   * Forecasts a value that the operator chose, by the same scenarios as the proposal.
   *
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public ChosenValueResult evaluate(FeedProblem problem, BigDecimal chosenValue) {
    InputCheck.require(refusals(problem));
    Optional<String> outside = problem.envelope().refusal(problem.currentValue(), chosenValue);
    if (outside.isPresent()) {
      return new Refused(chosenValue, outside.get());
    }
    Deadline deadline = Deadline.after(problem.timeBox(), clock);
    try {
      Search search = new Search(problem, problem.state().mean(), deadline);
      Candidate candidate = search.candidate(chosenValue);
      if (candidate.excessProbability() > 0) {
        return new Refused(chosenValue, "It does not keep " + search.worstLimit(candidate) + ".");
      }
      return new Expected(
          chosenValue,
          search.medianGain(candidate),
          forecast(problem, search.plan(chosenValue), deadline));
    } catch (NoDecision none) {
      return new Refused(chosenValue, none.getMessage());
    }
  }

  private static BigDecimal decision(FeedProblem problem, double[] state, Deadline deadline)
      throws NoDecision {
    return new Search(problem, state, deadline).best().value();
  }

  private static Forecast forecast(FeedProblem problem, InputPlan plan, Deadline deadline)
      throws NoDecision {
    ForecastResult result =
        Forecaster.forecast(
            problem.model(),
            problem.parameters(),
            problem.parameterCovariance(),
            problem.state(),
            plan,
            problem.horizonHours(),
            problem.seed(),
            new ForecastSettings(
                problem.scenarios(),
                FORECAST_POINTS,
                problem.envelope().pathLimits(),
                IntegrationSettings.standard().within(deadline)));
    if (result instanceof ForecastResult.NoForecast none) {
      throw new NoDecision(none.reason());
    }
    return (Forecast) result;
  }

  private static String unit(FeedProblem problem) {
    ProcessModel model = problem.model();
    return model.inputs().get(model.inputIndex(problem.inputId())).unit();
  }

  private static String objective(FeedProblem problem) {
    ProcessModel model = problem.model();
    String title = model.outputs().get(model.outputIndex(problem.objectiveOutputId())).title();
    String limits =
        problem.envelope().pathLimits().stream()
            .map(limit -> words(model, limit))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "As much %s as possible after %.1f h%s",
        title.toLowerCase(Locale.ROOT),
        problem.horizonHours(),
        limits.isEmpty() ? "" : ", keeping " + limits);
  }

  private static String words(ProcessModel model, Limit limit) {
    var output = model.outputs().get(model.outputIndex(limit.outputId()));
    return String.format(
        Locale.ROOT,
        "%s %s %.4g %s",
        output.title().toLowerCase(Locale.ROOT),
        limit.side() == Limit.Side.MAXIMUM ? "at most" : "at least",
        limit.value(),
        output.unit());
  }

  private static List<InputRefusal> refusals(FeedProblem problem) {
    ProcessModel model = problem.model();
    model.inputIndex(problem.inputId());
    model.outputIndex(problem.objectiveOutputId());
    List<InputRefusal> refusals =
        new ArrayList<>(InputCheck.parameters(model, problem.parameters()));
    refusals.addAll(InputCheck.state(model, problem.state().mean()));
    refusals.addAll(InputCheck.state(model, problem.referenceState()));
    refusals.addAll(InputCheck.inputs(model, problem.doNothing().steps()));
    Set<String> grouped = new HashSet<>();
    int members = 0;
    for (DeviationGroup group : problem.groups()) {
      grouped.addAll(group.stateIds());
      members += group.stateIds().size();
    }
    if (members != model.states().size()
        || !model.states().stream().allMatch(state -> grouped.contains(state.id()))) {
      refusals.add(
          new InputRefusal(
              "groups", grouped.toString(), "each state must be in exactly one group"));
    }
    if (!(problem.horizonHours() > 0) || Double.isInfinite(problem.horizonHours())) {
      refusals.add(
          new InputRefusal(
              "horizonHours", Double.toString(problem.horizonHours()), "must be positive"));
    }
    return refusals;
  }

  /** Leaves a search without a decision; the message is the reason. */
  static final class NoDecision extends Exception {
    private static final long serialVersionUID = 1L;

    NoDecision(String reason) {
      super(reason, null, false, false);
    }
  }

  /**
   * A value and what the scenarios make of it.
   *
   * @param value of the setpoint
   * @param excessProbability by which the worst path limit is breached more often than tolerated; 0
   *     when all are kept
   * @param objective at the horizon, by scenario
   * @param breachProbabilities by path limit
   */
  private record Candidate(
      BigDecimal value,
      double excessProbability,
      double[] objective,
      double[] breachProbabilities) {

    double medianObjective() {
      return new Quantiles(objective).at(0.5);
    }
  }

  /** The search over candidates from one mean state. */
  private static final class Search {

    private final FeedProblem problem;
    private final Ensemble ensemble;
    private final IntegrationSettings integration;
    private final int input;
    private final int objective;
    private final Candidate doNothing;

    Search(FeedProblem problem, double[] mean, Deadline deadline) throws NoDecision {
      this.problem = problem;
      this.integration = IntegrationSettings.standard().within(deadline);
      this.input = problem.model().inputIndex(problem.inputId());
      this.objective = problem.model().outputIndex(problem.objectiveOutputId());
      this.ensemble =
          Ensemble.draw(
                  problem.model(),
                  problem.parameters(),
                  problem.parameterCovariance(),
                  new EstimatorState(problem.state().time(), mean, problem.state().covariance()),
                  problem.scenarios(),
                  problem.seed())
              .orElseThrow(
                  () ->
                      new NoDecision(
                          "The state is so uncertain that hardly any of it would be physical."));
      this.doNothing = evaluated(problem.currentValue(), problem.doNothing());
    }

    /**
     * The best candidate: coarse steps over the allowed values, then ever finer ones around the
     * best. No change is preferred to a negligible gain, and a smaller change to a larger.
     */
    Candidate best() throws NoDecision {
      BigDecimal resolution = problem.envelope().resolution();
      long least = problem.envelope().leastMultiple(problem.currentValue());
      long greatest = problem.envelope().greatestMultiple(problem.currentValue());
      if (least > greatest) {
        throw new NoDecision(
            "The envelope allows no value that the actuator can take near the current "
                + problem.currentValue().toPlainString()
                + ".");
      }
      long stride = FastMath.max(1, (greatest - least) / 8);
      Candidate best = null;
      for (long n = least; n <= greatest; n += stride) {
        best = better(best, candidate(resolution.multiply(BigDecimal.valueOf(n))));
      }
      best = better(best, candidate(resolution.multiply(BigDecimal.valueOf(greatest))));
      while (stride > 1) {
        stride = (stride + 1) / 2;
        long centre = best.value().divide(resolution, 0, RoundingMode.UNNECESSARY).longValueExact();
        for (long n : new long[] {centre - stride, centre + stride}) {
          if (n >= least && n <= greatest) {
            best = better(best, candidate(resolution.multiply(BigDecimal.valueOf(n))));
          }
        }
      }
      Optional<Candidate> unchanged = unchanged();
      return unchanged.isPresent() && isNegligible(best, unchanged.get()) ? unchanged.get() : best;
    }

    private Optional<Candidate> unchanged() throws NoDecision {
      BigDecimal current = problem.currentValue();
      return problem.envelope().refusal(current, current).isPresent()
          ? Optional.empty()
          : Optional.of(candidate(current));
    }

    private static boolean isNegligible(Candidate best, Candidate unchanged) {
      double gain = best.medianObjective() - unchanged.medianObjective();
      return unchanged.excessProbability() <= best.excessProbability()
          && gain <= NEGLIGIBLE_GAIN * FastMath.abs(unchanged.medianObjective());
    }

    private Candidate better(Candidate a, Candidate b) {
      if (a == null) {
        return b;
      }
      int order = Double.compare(a.excessProbability(), b.excessProbability());
      if (order == 0) {
        order = Double.compare(b.medianObjective(), a.medianObjective());
      }
      if (order == 0) {
        order = change(a).compareTo(change(b));
      }
      return order <= 0 ? a : b;
    }

    private BigDecimal change(Candidate candidate) {
      return candidate.value().subtract(problem.currentValue()).abs();
    }

    InputPlan plan(BigDecimal value) {
      return problem.doNothing().withInputFrom(problem.state().time(), input, value.doubleValue());
    }

    Candidate candidate(BigDecimal value) throws NoDecision {
      return evaluated(value, plan(value));
    }

    private Candidate evaluated(BigDecimal value, InputPlan plan) throws NoDecision {
      Ensemble.Outcome outcome =
          ensemble.simulate(plan, problem.horizonHours(), SEARCH_POINTS, integration);
      if (outcome instanceof Ensemble.NotSimulated none) {
        throw new NoDecision("A scenario could not be computed. " + none.failure().words());
      }
      double[][][] outputs = ((Ensemble.Simulated) outcome).outputs();
      double[] objectives = new double[outputs.length];
      List<Limit> limits = problem.envelope().pathLimits();
      double[] breaches = new double[limits.size()];
      for (int m = 0; m < outputs.length; m++) {
        objectives[m] = outputs[m][objective][SEARCH_POINTS];
        for (int l = 0; l < breaches.length; l++) {
          int output = problem.model().outputIndex(limits.get(l).outputId());
          if (limits.get(l).firstBreach(outputs[m][output]) <= SEARCH_POINTS) {
            breaches[l] += 1.0 / outputs.length;
          }
        }
      }
      double excess = 0;
      for (double breach : breaches) {
        excess = FastMath.max(excess, breach - problem.envelope().breachProbability());
      }
      return new Candidate(value, excess, objectives, breaches);
    }

    String worstLimit(Candidate candidate) {
      int worst = 0;
      for (int l = 1; l < candidate.breachProbabilities().length; l++) {
        if (candidate.breachProbabilities()[l] > candidate.breachProbabilities()[worst]) {
          worst = l;
        }
      }
      return String.format(
          Locale.ROOT,
          "%s (breached in %.0f %% of scenarios, tolerated %.0f %%)",
          words(problem.model(), problem.envelope().pathLimits().get(worst)),
          100 * candidate.breachProbabilities()[worst],
          100 * problem.envelope().breachProbability());
    }

    double medianGain(Candidate candidate) {
      return new Quantiles(gains(candidate)).at(0.5);
    }

    private double[] gains(Candidate candidate) {
      double[] gains = candidate.objective().clone();
      for (int m = 0; m < gains.length; m++) {
        gains[m] -= doNothing.objective()[m];
      }
      return gains;
    }

    Confidence confidence(Candidate chosen) {
      int better = 0;
      double[] gains = gains(chosen);
      for (double gain : gains) {
        if (gain > 0) {
          better++;
        }
      }
      double share = (double) better / gains.length;
      double worst = 0;
      for (double breach : chosen.breachProbabilities()) {
        worst = FastMath.max(worst, breach);
      }
      boolean unchanged = chosen.value().compareTo(problem.currentValue()) == 0;
      Confidence.Level level =
          unchanged || share >= 0.9
              ? Confidence.Level.HIGH
              : share >= 0.7 ? Confidence.Level.MEDIUM : Confidence.Level.LOW;
      String words =
          unchanged
              ? "No change that the envelope allows is better."
              : String.format(
                  Locale.ROOT,
                  "Better than doing nothing in %.0f %% of %d scenarios; limits kept in at least"
                      + " %.0f %%.",
                  100 * share,
                  gains.length,
                  100 * (1 - worst));
      return new Confidence(level, share, worst, words);
    }
  }
}
