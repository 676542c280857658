package io.veritwin.twin.estimation;

import io.veritwin.twin.estimation.EstimationResult.Estimated;
import io.veritwin.twin.estimation.EstimationResult.NotEstimated;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputRefusal;
import io.veritwin.twin.run.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.util.FastMath;

/**
 * Follows a running batch: a Kalman filter over a process model, unscented or extended (URS-215).
 *
 * <p>Its life: begins with a state and its covariance, then alternates {@link #predict} (time
 * passes, uncertainty grows) and {@link #assimilate} (a measurement arrives, uncertainty shrinks).
 * A late measurement is inserted at its true time and everything after it is computed again, so the
 * order of arrival does not change a bit of the estimate.
 *
 * <p>Hipparchus' unscented filter is not used: it steps only when a measurement arrives, cannot
 * insert a late one, and its Cholesky decomposition throws where a state is known exactly.
 *
 * <p>Not safe for use by several threads.
 */
public final class StateEstimator {

  /** Process noise is added at least this often, so that it is carried on by the model. */
  private static final double LARGEST_STEP_HOURS = 1;

  private final ProcessModel model;
  private final Filter filter;
  private final double[] parameters;
  private final EstimatorSettings settings;
  private final double gate;
  private final List<Step> history = new ArrayList<>();
  private InputPlan inputs;

  /** Time passed to here, or a measurement was compared here; and what was believed then. */
  private record Step(Measurement measurement, EstimatorState after, Innovation innovation) {
    double time() {
      return after.time();
    }

    /** At one time first the prediction, then measurements by output. */
    boolean isAfter(Measurement other) {
      if (time() != other.time()) {
        return time() > other.time();
      }
      return measurement != null && measurement.outputId().compareTo(other.outputId()) > 0;
    }
  }

  /**
   * An unscented filter that begins with a state.
   *
   * @throws InvalidInputException with each value that is not admissible
   */
  public StateEstimator(
      ProcessModel model,
      double[] parameters,
      EstimatorState start,
      InputPlan inputs,
      EstimatorSettings settings) {
    this(model, parameters, start, inputs, settings, new UnscentedFilter());
  }

  /**
   * A filter that begins with a state.
   *
   * @throws InvalidInputException with each value that is not admissible
   */
  public StateEstimator(
      ProcessModel model,
      double[] parameters,
      EstimatorState start,
      InputPlan inputs,
      EstimatorSettings settings,
      Filter filter) {
    List<InputRefusal> refusals = new ArrayList<>(InputCheck.parameters(model, parameters));
    refusals.addAll(InputCheck.state(model, start.mean()));
    refusals.addAll(
        InputCheck.covariance("start.covariance", start.covariance(), model.states().size()));
    refusals.addAll(InputCheck.inputs(model, inputs.steps()));
    InputCheck.require(refusals);
    if (settings.processNoise().length != model.states().size()) {
      throw new IllegalArgumentException(
          "Process noise for "
              + settings.processNoise().length
              + " states; the model has "
              + model.states().size());
    }
    settings.credibleOutputs().forEach(model::outputIndex);
    this.model = model;
    this.filter = filter;
    this.parameters = parameters.clone();
    this.inputs = inputs;
    this.settings = settings;
    this.gate =
        new ChiSquaredDistribution(1).inverseCumulativeProbability(settings.gateProbability());
    history.add(new Step(null, start, null));
  }

  /** What is believed at the latest time. */
  public EstimatorState state() {
    return history.get(history.size() - 1).after;
  }

  /** What was believed at the latest step of the history not after a time, or at its beginning. */
  public EstimatorState stateAt(double time) {
    EstimatorState latest = history.get(0).after;
    for (Step step : history) {
      if (step.time() <= time) {
        latest = step.after;
      }
    }
    return latest;
  }

  /** The innovations still in the history, by time. */
  public List<Innovation> innovations() {
    return history.stream().map(Step::innovation).filter(Objects::nonNull).toList();
  }

  /**
   * Lets time pass.
   *
   * @param to hours since the batch began, not before the latest time
   * @param newInputs as fed so far; replaces the plan known before
   */
  public EstimationResult predict(double to, InputPlan newInputs) {
    List<InputRefusal> refusals = new ArrayList<>(InputCheck.inputs(model, newInputs.steps()));
    if (!(to >= state().time()) || Double.isInfinite(to)) {
      refusals.add(
          new InputRefusal(
              "to", Double.toString(to), "time runs backwards; it is " + state().time() + " h"));
    }
    InputCheck.require(refusals);
    inputs = newInputs;
    EstimationResult result = predicted(state(), to);
    if (result instanceof Estimated estimated) {
      history.add(new Step(null, estimated.state(), null));
      forgetOldSteps();
    }
    return result;
  }

  /**
   * Compares a measurement with the estimate at its time and, if it is credible, learns from it. A
   * refused measurement leaves the estimate as it is and says why.
   */
  public Innovation assimilate(Measurement measurement) {
    List<InputRefusal> refusals =
        InputCheck.measured(
            model,
            "measurement",
            measurement.time(),
            measurement.outputId(),
            measurement.value(),
            measurement.sd());
    if (!refusals.isEmpty()) {
      return refused(measurement, new InvalidInputException(refusals).getMessage());
    }
    if (!settings.credibleOutputs().contains(measurement.outputId())) {
      return refused(measurement, "the model is not credible for " + measurement.outputId());
    }
    if (measurement.time() < history.get(0).time()) {
      return refused(
          measurement,
          text("it is older than the history, which begins at %.2f h", history.get(0).time()));
    }
    if (isKnown(measurement)) {
      return refused(measurement, "there is a measurement of this output at this time already");
    }
    return insert(measurement);
  }

  private boolean isKnown(Measurement measurement) {
    return history.stream()
        .map(Step::measurement)
        .filter(Objects::nonNull)
        .anyMatch(
            known ->
                known.time() == measurement.time()
                    && known.outputId().equals(measurement.outputId()));
  }

  /** Takes the history back to the measurement's time, compares it, and repeats what came after. */
  private Innovation insert(Measurement measurement) {
    int position = history.size();
    while (position > 1 && history.get(position - 1).isAfter(measurement)) {
      position--;
    }
    List<Step> later = List.copyOf(history.subList(position, history.size()));
    List<Step> rewritten = new ArrayList<>(history.subList(0, position));

    EstimatorState before = rewritten.get(position - 1).after;
    EstimationResult at = predicted(before, measurement.time());
    if (at instanceof NotEstimated none) {
      return refused(measurement, none.failure().words());
    }
    Step step = compared(((Estimated) at).state(), measurement);
    rewritten.add(step);
    for (Step repeated : later) {
      EstimatorState from = rewritten.get(rewritten.size() - 1).after;
      EstimationResult again = predicted(from, repeated.time());
      if (again instanceof NotEstimated none) {
        return refused(measurement, none.failure().words());
      }
      EstimatorState state = ((Estimated) again).state();
      rewritten.add(
          repeated.measurement == null
              ? new Step(null, state, null)
              : compared(state, repeated.measurement));
    }
    history.clear();
    history.addAll(rewritten);
    forgetOldSteps();
    return step.innovation;
  }

  private void forgetOldSteps() {
    double oldest = state().time() - settings.historyHours();
    while (history.size() > 1 && history.get(1).time() <= oldest) {
      history.remove(0);
    }
  }

  private EstimationResult predicted(EstimatorState from, double to) {
    EstimatorState state = from;
    while (state.time() < to) {
      double next = FastMath.min(to, state.time() + LARGEST_STEP_HOURS);
      EstimationResult result =
          filter.predict(model, parameters, state, next, inputs, settings.integration());
      if (result instanceof NotEstimated) {
        return result;
      }
      EstimatorState carried = ((Estimated) result).state();
      double[][] covariance = carried.covariance();
      double[] noise = settings.processNoise();
      for (int i = 0; i < noise.length; i++) {
        covariance[i][i] += noise[i] * noise[i] * (next - state.time());
      }
      state = new EstimatorState(next, carried.mean(), covariance);
    }
    return new Estimated(state);
  }

  /** The measurement update, if the measurement passes the gate. */
  private Step compared(EstimatorState before, Measurement measurement) {
    double t = before.time();
    int output = model.outputIndex(measurement.outputId());
    Filter.Expectation expected = filter.expect(model, parameters, before, inputs.at(t), output);
    double variance = expected.variance() + measurement.sd() * measurement.sd();
    double difference = measurement.value() - expected.mean();
    double nis = difference * difference / variance;
    if (nis > gate) {
      String reason =
          text(
              "it differs from the expected %.4g by %.1f standard deviations",
              expected.mean(), FastMath.sqrt(nis));
      Innovation refused =
          new Innovation(measurement, expected.mean(), FastMath.sqrt(variance), nis, false, reason);
      return new Step(measurement, before, refused);
    }
    double[] mean = before.mean();
    double[][] covariance = before.covariance();
    double[] cross = expected.cross();
    for (int i = 0; i < mean.length; i++) {
      double gain = cross[i] / variance;
      Quantity q = model.states().get(i);
      mean[i] = FastMath.min(q.upper(), FastMath.max(q.lower(), mean[i] + gain * difference));
      for (int j = 0; j < mean.length; j++) {
        covariance[i][j] -= cross[i] * cross[j] / variance;
      }
    }
    Innovation accepted =
        new Innovation(
            measurement,
            expected.mean(),
            FastMath.sqrt(variance),
            nis,
            true,
            "it agrees with what was expected");
    return new Step(measurement, new EstimatorState(t, mean, covariance), accepted);
  }

  private static Innovation refused(Measurement measurement, String reason) {
    return new Innovation(measurement, Double.NaN, Double.NaN, Double.NaN, false, reason);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
