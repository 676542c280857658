package io.veritwin.recommendation.recommend;

import io.veritwin.recommendation.recommend.StoredForecast.Part;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.LimitOutlook;
import io.veritwin.twin.optimisation.ChosenValueResult;
import io.veritwin.twin.optimisation.FeedOptimiser;
import io.veritwin.twin.optimisation.FeedProblem;
import io.veritwin.twin.optimisation.OptimisationResult;
import io.veritwin.twin.optimisation.OptimisationResult.Confidence;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * From an input package to an answer: the same code computes a recommendation the first time and
 * when an inspector has it computed again, so that both can only agree or show a difference.
 */
public final class Computation {

  /** Longer than this no recommendation is computed: a late one is none. */
  public static final Duration TIME_BOX = Duration.ofSeconds(45);

  private final FeedOptimiser optimiser;

  public Computation(Clock clock) {
    this.optimiser = new FeedOptimiser(clock);
  }

  /** What came of it. */
  public sealed interface Answer {

    /** A value with its forecast. The confidence is HIGH or MEDIUM. */
    record Recommended(StoredForecast forecast) implements Answer {}

    /** The setpoint as it is serves best. */
    record KeepAsIs(String words) implements Answer {}

    /** Nothing is recommended; the sentence says why. */
    record Undecided(Why why, String words) implements Answer {}

    /** Kinds of {@link Undecided}. */
    enum Why {
      NO_ANSWER,
      LOW_CONFIDENCE
    }
  }

  /** Computes; a package that names a value to go back to gets the forecast of that value. */
  public Answer compute(InputPackage input, Duration timeBox) {
    FeedProblem problem = input.problem(timeBox);
    return input.takeBackTo() == null
        ? optimise(input, problem)
        : forecastOf(input, problem, input.takeBackTo(), List.of());
  }

  /**
   * The forecast of a value that a person chose, beside the same "nothing is done".
   *
   * @return the forecast, or why the value is refused
   */
  public Answer choose(InputPackage input, BigDecimal value, StoredForecast proposed) {
    List<Part> parts =
        List.of(
            new Part("Recommended", proposed.value().subtract(proposed.currentValue())),
            new Part("Lowered by the operator", value.subtract(proposed.value())));
    return forecastOf(input, input.problem(TIME_BOX), value, parts);
  }

  private Answer optimise(InputPackage input, FeedProblem problem) {
    OptimisationResult result = optimiser.optimise(problem);
    if (result instanceof OptimisationResult.Undecided undecided) {
      return new Answer.Undecided(Answer.Why.NO_ANSWER, undecided.reason());
    }
    OptimisationResult.Proposal p = (OptimisationResult.Proposal) result;
    DesignSpace space = input.space();
    BigDecimal value = space.fromInput(p.value());
    if (value.compareTo(input.currentValue()) == 0) {
      return new Answer.KeepAsIs(
          space.words(input.currentValue()) + " is the best setpoint in " + space.reference());
    }
    boolean keepsLimit = keepsLimit(p, space);
    if (p.confidence().level() == Confidence.Level.LOW && !keepsLimit) {
      return new Answer.Undecided(Answer.Why.LOW_CONFIDENCE, p.confidence().words());
    }
    return new Answer.Recommended(
        new StoredForecast(
            value,
            input.currentValue(),
            p.objective(),
            p.expectedGain(),
            p.contributions().stream()
                .filter(c -> c.change().signum() != 0)
                .map(c -> new Part(c.title(), space.fromInput(c.change())))
                .toList(),
            keepsLimit ? neededInWords(p) : p.confidence().words(),
            p.ifAccepted(),
            p.ifNothingIsDone()));
  }

  /** A change that keeps a limit is worth its price in the objective. */
  private static boolean keepsLimit(OptimisationResult.Proposal p, DesignSpace space) {
    return worst(p.ifNothingIsDone()) > space.breachProbability()
        && worst(p.ifAccepted()) <= space.breachProbability();
  }

  private static String neededInWords(OptimisationResult.Proposal p) {
    return "Needed to keep the limits: one is broken in "
        + Figures.probability(worst(p.ifNothingIsDone()))
        + " of the scenarios if nothing is done, in "
        + Figures.probability(worst(p.ifAccepted()))
        + " if accepted.";
  }

  private static double worst(Forecast forecast) {
    return forecast.limits().stream().mapToDouble(LimitOutlook::probability).max().orElse(0);
  }

  private Answer forecastOf(
      InputPackage input, FeedProblem problem, BigDecimal value, List<Part> parts) {
    DesignSpace space = input.space();
    ChosenValueResult chosen = optimiser.evaluate(problem, space.toInput(value));
    ChosenValueResult nothing = optimiser.evaluate(problem, space.toInput(input.currentValue()));
    if (chosen instanceof ChosenValueResult.Refused refused) {
      return new Answer.Undecided(Answer.Why.NO_ANSWER, refused.reason());
    }
    if (nothing instanceof ChosenValueResult.Refused refused) {
      return new Answer.Undecided(Answer.Why.NO_ANSWER, refused.reason());
    }
    ChosenValueResult.Expected expected = (ChosenValueResult.Expected) chosen;
    Forecast asIs = ((ChosenValueResult.Expected) nothing).forecast();
    List<Part> why =
        parts.isEmpty()
            ? List.of(
                new Part(
                    "Back to the last approved setpoint", value.subtract(input.currentValue())))
            : parts;
    return new Answer.Recommended(
        new StoredForecast(
            value,
            input.currentValue(),
            parts.isEmpty() ? "Back to the last approved setpoint" : "Chosen by the operator",
            expected.expectedGain(),
            why,
            "Forecast of a chosen value; nothing was optimised.",
            expected.forecast(),
            asIs));
  }
}
