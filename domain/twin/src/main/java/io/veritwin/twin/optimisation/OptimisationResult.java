package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.ForecastResult.Forecast;
import java.math.BigDecimal;
import java.util.List;

/** A proposal, or why there is none. */
public sealed interface OptimisationResult {

  /**
   * A setpoint inside the envelope.
   *
   * @param inputId the manipulated input
   * @param unit UCUM
   * @param currentValue its setpoint now
   * @param value proposed, a multiple of the actuator's resolution; equal to the current value when
   *     no change is better
   * @param objective what was sought, in words
   * @param expectedGain median over scenarios of the objective with the proposal minus without
   * @param ifAccepted forecast with the proposed value
   * @param ifNothingIsDone forecast without
   * @param contributions sum exactly to value minus currentValue
   * @param confidence how far the scenarios agree
   */
  record Proposal(
      String inputId,
      String unit,
      BigDecimal currentValue,
      BigDecimal value,
      String objective,
      double expectedGain,
      Forecast ifAccepted,
      Forecast ifNothingIsDone,
      List<Contribution> contributions,
      Confidence confidence)
      implements OptimisationResult {}

  /** No proposal. */
  record Undecided(String reason) implements OptimisationResult {}

  /**
   * How far the scenarios agree.
   *
   * @param level in short
   * @param shareThatGain share of scenarios in which the proposal is better than doing nothing
   * @param worstBreachProbability greatest probability among the path limits to be breached
   * @param words in a sentence
   */
  record Confidence(
      Level level, double shareThatGain, double worstBreachProbability, String words) {

    /** Confidence in short. */
    public enum Level {
      HIGH,
      MEDIUM,
      LOW
    }
  }
}
