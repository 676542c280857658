package io.veritwin.twin.optimisation;

import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/**
 * Which setpoint to choose now.
 *
 * @param model the effective model's structure
 * @param parameters values in order
 * @param parameterCovariance of all parameters in order
 * @param state the estimate now
 * @param referenceState the state in which the batch would be if it ran as the reference did
 * @param groups deviations from the reference that explain the proposal; together each state once
 * @param doNothing what is fed when nobody acts
 * @param inputId the manipulated input
 * @param currentValue its setpoint now
 * @param objectiveOutputId the output to have as much of as possible at the horizon
 * @param horizonHours how far to look
 * @param envelope what the setpoint may be
 * @param scenarios ensemble members of the search and of the forecasts
 * @param seed of the ensembles
 * @param timeBox after which there is no proposal
 */
public record FeedProblem(
    ProcessModel model,
    double[] parameters,
    double[][] parameterCovariance,
    EstimatorState state,
    double[] referenceState,
    List<DeviationGroup> groups,
    InputPlan doNothing,
    String inputId,
    BigDecimal currentValue,
    String objectiveOutputId,
    double horizonHours,
    Envelope envelope,
    int scenarios,
    long seed,
    Duration timeBox) {

  public FeedProblem {
    parameters = parameters.clone();
    referenceState = referenceState.clone();
    groups = List.copyOf(groups);
  }

  /** The same with every value of the envelope's range in reach. */
  FeedProblem withoutStepLimit() {
    return new FeedProblem(
        model,
        parameters,
        parameterCovariance,
        state,
        referenceState,
        groups,
        doNothing,
        inputId,
        currentValue,
        objectiveOutputId,
        horizonHours,
        envelope.withoutStepLimit(currentValue),
        scenarios,
        seed,
        timeBox);
  }

  @Override
  public double[] parameters() {
    return parameters.clone();
  }

  @Override
  public double[] referenceState() {
    return referenceState.clone();
  }
}
