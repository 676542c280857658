package io.veritwin.twin.forecast;

import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.Ensemble.NotSimulated;
import io.veritwin.twin.forecast.Ensemble.Simulated;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.ForecastResult.NoForecast;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputRefusal;
import io.veritwin.twin.uncertainty.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Forecasts with intervals, by an ensemble over state and parameters (URS-218). */
public final class Forecaster {

  private Forecaster() {}

  /**
   * Forecasts each output from now to the horizon; the same bits from the same arguments.
   *
   * @param parameterCovariance of all parameters in order; zero where a parameter is fixed
   * @param inputs what will be fed
   * @param horizonHours from the state's time
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static ForecastResult forecast(
      ProcessModel model,
      double[] parameters,
      double[][] parameterCovariance,
      EstimatorState state,
      InputPlan inputs,
      double horizonHours,
      long seed,
      ForecastSettings settings) {
    InputCheck.require(
        refusals(model, parameters, parameterCovariance, state, inputs, horizonHours));
    Optional<Ensemble> ensemble =
        Ensemble.draw(model, parameters, parameterCovariance, state, settings.draws(), seed);
    if (ensemble.isEmpty()) {
      return new NoForecast("The state is so uncertain that hardly any of it would be physical.");
    }
    Ensemble.Outcome outcome =
        ensemble.get().simulate(inputs, horizonHours, settings.points(), settings.integration());
    if (outcome instanceof NotSimulated none) {
      return new NoForecast(
          "Member "
              + none.member()
              + " of the ensemble could not be computed. "
              + none.failure().words());
    }
    return summary(model, (Simulated) outcome, settings, seed);
  }

  private static List<InputRefusal> refusals(
      ProcessModel model,
      double[] parameters,
      double[][] parameterCovariance,
      EstimatorState state,
      InputPlan inputs,
      double horizonHours) {
    List<InputRefusal> refusals = new ArrayList<>(InputCheck.parameters(model, parameters));
    refusals.addAll(InputCheck.state(model, state.mean()));
    refusals.addAll(
        InputCheck.covariance("parameterCovariance", parameterCovariance, parameters.length));
    refusals.addAll(
        InputCheck.covariance("state.covariance", state.covariance(), model.states().size()));
    refusals.addAll(InputCheck.inputs(model, inputs.steps()));
    if (!(horizonHours > 0) || Double.isInfinite(horizonHours)) {
      refusals.add(
          new InputRefusal("horizonHours", Double.toString(horizonHours), "must be positive"));
    }
    return refusals;
  }

  private static Forecast summary(
      ProcessModel model, Simulated simulated, ForecastSettings settings, long seed) {
    List<OutputBand> bands = new ArrayList<>();
    for (int o = 0; o < model.outputs().size(); o++) {
      bands.add(band(model.outputs().get(o), o, simulated));
    }
    List<LimitOutlook> limits = new ArrayList<>();
    for (Limit limit : settings.limits()) {
      int output = model.outputIndex(limit.outputId());
      FirstPassage passage =
          FirstPassage.of(simulated, (out, k) -> limit.isBreachedBy(out[output][k]));
      limits.add(
          new LimitOutlook(limit, passage.probability(), passage.byTime, passage.medianHours));
    }
    List<CourseOutlook> courses = new ArrayList<>();
    for (ExpectedCourse course : settings.courses()) {
      int output = model.outputIndex(course.outputId());
      int indicator = model.outputIndex(course.indicatorId());
      FirstPassage passage =
          FirstPassage.of(
              simulated, (out, k) -> course.band().isLeftBy(out[indicator][k], out[output][k]));
      courses.add(
          new CourseOutlook(course, passage.probability(), passage.byTime, passage.medianHours));
    }
    return new Forecast(simulated.times(), bands, limits, courses, settings.draws(), seed);
  }

  private static OutputBand band(Quantity output, int o, Simulated simulated) {
    int points = simulated.times().length;
    double[][] at = new double[5][points];
    double[] probabilities = {0.5, 0.25, 0.75, 0.025, 0.975};
    for (int k = 0; k < points; k++) {
      double[] values = new double[simulated.outputs().length];
      for (int m = 0; m < values.length; m++) {
        values[m] = simulated.outputs()[m][o][k];
      }
      Quantiles quantiles = new Quantiles(values);
      for (int q = 0; q < probabilities.length; q++) {
        at[q][k] = quantiles.at(probabilities[q]);
      }
    }
    return new OutputBand(output.id(), output.unit(), at[0], at[1], at[2], at[3], at[4]);
  }

  /**
   * When draws are first outside.
   *
   * @param byTime share of draws that have been outside by each time
   * @param medianHours from now, when at least half of the draws are outside at some time
   */
  private record FirstPassage(double[] byTime, OptionalDouble medianHours) {

    /** Whether a draw is outside at a time. */
    private interface Outside {
      boolean at(double[][] outputs, int k);
    }

    static FirstPassage of(Simulated simulated, Outside outside) {
      double[] times = simulated.times();
      int draws = simulated.outputs().length;
      double[] hours = new double[draws];
      double[] byTime = new double[times.length];
      for (int m = 0; m < draws; m++) {
        int first = 0;
        while (first < times.length && !outside.at(simulated.outputs()[m], first)) {
          first++;
        }
        hours[m] = first < times.length ? times[first] - times[0] : Double.POSITIVE_INFINITY;
        for (int k = first; k < times.length; k++) {
          byTime[k] += 1.0 / draws;
        }
      }
      Arrays.sort(hours);
      // the middle draw, the earlier of two; finite when at least half are
      double median = hours[(draws - 1) / 2];
      return new FirstPassage(
          byTime, Double.isFinite(median) ? OptionalDouble.of(median) : OptionalDouble.empty());
    }

    double probability() {
      return byTime[byTime.length - 1];
    }
  }
}
