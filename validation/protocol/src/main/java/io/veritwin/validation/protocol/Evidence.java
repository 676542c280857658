package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.AcceptanceCriterion;
import io.veritwin.lifecycle.change.RecordChecks.ExecutedCheck;
import io.veritwin.twin.integration.Deadline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the checks of one request computed. Computing it again from the same request gives the same
 * values, so that a report can be written after a restart without storing a result twice.
 */
record Evidence(
    Verification verification,
    Optional<OpenLoop> calibration,
    OpenLoop prediction,
    Screening screening) {

  static Evidence compute(ChangeUnderTest test, Deadline deadline, Consumer<String> progress) {
    progress.accept("verification of the integrator and the balances");
    Verification verification = Verification.execute(test);
    progress.accept("prediction of the hold-out batches, open loop");
    OpenLoop prediction = OpenLoop.withBand(test, test.batches(test.holdOut()), deadline);
    progress.accept("fit to the calibration batches");
    Optional<OpenLoop> calibration =
        test.calibration().map(set -> OpenLoop.withoutBand(test, test.batches(set), deadline));
    progress.accept("sensitivity to the parameters");
    return new Evidence(verification, calibration, prediction, Screening.execute(test));
  }

  /** The answer to each criterion of the request. */
  List<ExecutedCheck> answers(ChangeUnderTest test, Clock clock) {
    List<ExecutedCheck> answers = new ArrayList<>();
    for (AcceptanceCriterion criterion : test.criteria()) {
      answers.add(answer(criterion, test.seed(), clock));
    }
    return answers;
  }

  private ExecutedCheck answer(AcceptanceCriterion c, long seed, Clock clock) {
    return switch (c.metric()) {
      case ORDER_OF_CONVERGENCE ->
          plain(c, verification.orderShortfall(), verification.orders().size(), clock);
      case STEP_ERROR ->
          plain(c, verification.stepErrorPercent(), verification.errors().size(), clock);
      case MASS_BALANCE -> plain(c, verification.closure(c.subject()), 1, clock);
      case CALIBRATION_R2 -> compared(c, calibration.orElseThrow(), seed, clock);
      case PREDICTION_R2, PREDICTION_NRMSE, PREDICTION_COVERAGE ->
          compared(c, prediction, seed, clock);
    };
  }

  private static ExecutedCheck plain(AcceptanceCriterion c, double value, int n, Clock clock) {
    boolean computed = Double.isFinite(value);
    return new ExecutedCheck(
        c.number(),
        computed ? value : null,
        n,
        null,
        null,
        computed ? "" : "It could not be computed.",
        List.of(),
        0,
        clock.instant());
  }

  private static ExecutedCheck compared(
      AcceptanceCriterion c, OpenLoop loop, long seed, Clock clock) {
    Comparison comparison = loop.comparisons().get(c.subject());
    if (comparison == null) {
      return new ExecutedCheck(
          c.number(), null, 0, null, null, loop.failure(), List.of(), seed, clock.instant());
    }
    double value;
    double[] interval;
    switch (c.metric()) {
      case CALIBRATION_R2, PREDICTION_R2 -> {
        value = comparison.r2();
        interval = comparison.interval(Comparison::r2, seed);
      }
      case PREDICTION_NRMSE -> {
        value = comparison.nrmsePercent();
        interval = comparison.interval(Comparison::nrmsePercent, seed);
      }
      default -> {
        value = comparison.coveragePercent();
        interval = comparison.coverageInterval();
      }
    }
    boolean computed = Double.isFinite(value);
    return new ExecutedCheck(
        c.number(),
        computed ? value : null,
        comparison.n(),
        finite(interval[0]),
        finite(interval[1]),
        computed
            ? "The largest errors lie between " + comparison.worstHours() + "."
            : "It could not be computed: the measured values do not differ.",
        comparison.points(),
        seed,
        clock.instant());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
