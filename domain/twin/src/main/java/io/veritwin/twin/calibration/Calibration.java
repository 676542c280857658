package io.veritwin.twin.calibration;

import io.veritwin.twin.calibration.CalibrationResult.Grade;
import io.veritwin.twin.calibration.CalibrationResult.Identifiability;
import io.veritwin.twin.calibration.CalibrationResult.StartOutcome;
import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.calibration.LeastSquares.Descent;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputRefusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.FastMath;

/**
 * Weighted, bounded, multi-start nonlinear least squares over several batches (URS-210).
 *
 * <p>Each residual is {@code (predicted - measured) / sd}; derivatives come from the sensitivity
 * equations, exactly. The covariance is {@code (J'J/s2 + B)^-1} with the residual variance {@code
 * s2} and the information {@code B} that a uniform distribution between the bounds carries, so a
 * parameter that the data do not determine is as uncertain as its bounds allow and not more.
 */
public final class Calibration {

  private static final int ITERATION_LIMIT = 200;

  /** The other starting points lie within this factor of the given one. */
  private static final double START_FACTOR = 3;

  /** The best of so many draws becomes a starting point. */
  private static final int DRAWS_PER_START = 10;

  private static final double WELL_DETERMINED = 0.25;
  private static final double DETERMINED_AT_ALL = 1.0;

  /** Share of the range between the bounds beyond which the data add nothing to the bounds. */
  private static final double UNINFORMED_SHARE = 0.8 / 3.4641016151377544;

  private Calibration() {}

  /**
   * Fits.
   *
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public static CalibrationResult fit(CalibrationProblem problem, CalibrationProgress progress) {
    InputCheck.require(refusals(problem));
    BatchResiduals residuals = new BatchResiduals(problem);
    double[] lower =
        residuals.scaled(problem.fitted().stream().mapToDouble(FittedParameter::lower));
    double[] upper =
        residuals.scaled(problem.fitted().stream().mapToDouble(FittedParameter::upper));
    LeastSquares search = new LeastSquares(residuals, lower, upper, ITERATION_LIMIT);
    RandomGenerator random = new Well19937c(problem.seed());
    double[] first =
        residuals.scaled(problem.fitted().stream().mapToDouble(FittedParameter::start));

    List<StartOutcome> outcomes = new ArrayList<>();
    Descent best = null;
    for (int s = 1; s <= problem.starts(); s++) {
      int start = s;
      Descent descent =
          search.descend(
              s == 1 ? first : startingPoint(residuals, first, lower, upper, random),
              problem.deadline()::passed,
              (iteration, sum) -> progress.iterationDone(start, problem.starts(), iteration, sum));
      outcomes.add(outcome(descent));
      if (isBetter(descent, best)) {
        best = descent;
      }
      if (descent.reason() == StopReason.CANCELLED || descent.reason() == StopReason.OUT_OF_TIME) {
        return result(problem, residuals, best, descent.reason(), outcomes);
      }
    }
    return result(problem, residuals, best, best.reason(), outcomes);
  }

  private static List<InputRefusal> refusals(CalibrationProblem problem) {
    List<InputRefusal> refusals =
        new ArrayList<>(InputCheck.parameters(problem.model(), problem.parameters()));
    int samples = 0;
    for (BatchData batch : problem.batches()) {
      refusals.addAll(InputCheck.batch(problem.model(), batch));
      samples += batch.samples().size();
    }
    if (samples <= problem.fitted().size()) {
      refusals.add(
          new InputRefusal(
              "batches",
              samples + " samples",
              "too few to fit " + problem.fitted().size() + " parameters"));
    }
    for (FittedParameter fitted : problem.fitted()) {
      var definition =
          problem.model().parameters().get(problem.model().parameterIndex(fitted.id()));
      if (fitted.lower() < definition.lower() || fitted.upper() > definition.upper()) {
        refusals.add(
            new InputRefusal(
                "fitted." + fitted.id(),
                fitted.lower() + " to " + fitted.upper(),
                "the model allows " + definition.lower() + " to " + definition.upper()));
      }
    }
    return refusals;
  }

  private static double[] startingPoint(
      BatchResiduals residuals,
      double[] first,
      double[] lower,
      double[] upper,
      RandomGenerator random) {
    double[] best = first;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < DRAWS_PER_START; i++) {
      double[] x = drawn(first, lower, upper, random);
      double sum = residuals.at(x).map(LeastSquares.Evaluation::sumOfSquares).orElse(Double.NaN);
      if (sum < least) {
        least = sum;
        best = x;
      }
    }
    return best;
  }

  private static double[] drawn(
      double[] first, double[] lower, double[] upper, RandomGenerator random) {
    double[] x = new double[first.length];
    for (int j = 0; j < x.length; j++) {
      double factor = FastMath.pow(START_FACTOR, 2 * random.nextDouble() - 1);
      x[j] = FastMath.min(upper[j], FastMath.max(lower[j], first[j] * factor));
    }
    return x;
  }

  private static StartOutcome outcome(Descent descent) {
    double sum = descent.evaluation() == null ? Double.NaN : descent.evaluation().sumOfSquares();
    return new StartOutcome(sum, descent.iterations(), descent.reason());
  }

  private static boolean isBetter(Descent descent, Descent best) {
    if (best == null || best.evaluation() == null) {
      return true;
    }
    return descent.evaluation() != null
        && descent.evaluation().sumOfSquares() < best.evaluation().sumOfSquares();
  }

  private static CalibrationResult result(
      CalibrationProblem problem,
      BatchResiduals residuals,
      Descent best,
      StopReason reason,
      List<StartOutcome> outcomes) {
    int k = problem.fitted().size();
    int all = problem.parameters().length;
    List<String> ids = problem.fitted().stream().map(FittedParameter::id).toList();
    if (best.evaluation() == null) {
      double[] unknown = new double[k];
      Arrays.fill(unknown, Double.NaN);
      return new CalibrationResult(
          problem.parameters(),
          ids,
          unknown,
          new double[all][all],
          new double[k][k],
          Double.NaN,
          residuals.count(),
          List.of(),
          StopReason.NO_SOLUTION,
          "The model could not be solved at any starting point.",
          outcomes);
    }
    double[][] fittedCovariance = covariance(problem, residuals, best);
    double[] errors = new double[k];
    double[][] correlation = new double[k][k];
    double[][] covariance = new double[all][all];
    int[] positions = residuals.positions();
    for (int i = 0; i < k; i++) {
      errors[i] = FastMath.sqrt(fittedCovariance[i][i]);
      for (int j = 0; j < k; j++) {
        covariance[positions[i]][positions[j]] = fittedCovariance[i][j];
        double both = FastMath.sqrt(fittedCovariance[i][i] * fittedCovariance[j][j]);
        correlation[i][j] = i == j ? 1 : both > 0 ? fittedCovariance[i][j] / both : 0;
      }
    }
    double[] parameters = residuals.parameters(best.x());
    return new CalibrationResult(
        parameters,
        ids,
        errors,
        covariance,
        correlation,
        best.evaluation().sumOfSquares(),
        residuals.count(),
        identifiability(problem, parameters, positions, errors, correlation, best.atBound()),
        reason,
        words(reason, outcomes),
        outcomes);
  }

  /** Covariance of the fitted parameters in their own units; zero where one is held at a bound. */
  private static double[][] covariance(
      CalibrationProblem problem, BatchResiduals residuals, Descent best) {
    int k = best.x().length;
    int freedom = FastMath.max(1, residuals.count() - k);
    double variance = best.evaluation().sumOfSquares() / freedom;
    RealMatrix jacobian = new Array2DRowRealMatrix(best.evaluation().jacobian());
    RealMatrix information = jacobian.transposeMultiply(jacobian);
    double[][] matrix = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        boolean free = !best.atBound()[i] && !best.atBound()[j];
        matrix[i][j] = free ? information.getEntry(i, j) : 0;
      }
      FittedParameter fitted = problem.fitted().get(i);
      double range = (fitted.upper() - fitted.lower()) / residuals.scale(i);
      matrix[i][i] += variance * 12 / (range * range);
    }
    RealMatrix inverse =
        new CholeskyDecomposition(new Array2DRowRealMatrix(matrix), 1e-10, 0)
            .getSolver()
            .getInverse();
    double[][] covariance = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        if (!best.atBound()[i] && !best.atBound()[j]) {
          covariance[i][j] =
              variance
                  * residuals.scale(i)
                  * residuals.scale(j)
                  * (inverse.getEntry(i, j) + inverse.getEntry(j, i))
                  / 2;
        }
      }
    }
    return covariance;
  }

  private static List<Identifiability> identifiability(
      CalibrationProblem problem,
      double[] parameters,
      int[] positions,
      double[] errors,
      double[][] correlation,
      boolean[] atBound) {
    List<Identifiability> all = new ArrayList<>();
    for (int i = 0; i < positions.length; i++) {
      FittedParameter fitted = problem.fitted().get(i);
      String title = problem.model().parameters().get(positions[i]).title();
      double value = parameters[positions[i]];
      double relative = errors[i] / FastMath.abs(value);
      Grade grade;
      String words;
      if (atBound[i]) {
        grade = Grade.AT_BOUND;
        words =
            format(
                "%s lies at its bound %.4g: the data ask for a value outside %.4g to %.4g.",
                title, value, fitted.lower(), fitted.upper());
      } else if (relative > DETERMINED_AT_ALL
          || errors[i] > UNINFORMED_SHARE * (fitted.upper() - fitted.lower())) {
        grade = Grade.NOT_DETERMINED;
        words =
            format(
                "%s is not determined by these data: %.4g with standard error %.4g%s.",
                title, value, errors[i], companion(problem, i, correlation));
      } else {
        grade = relative <= WELL_DETERMINED ? Grade.WELL_DETERMINED : Grade.WEAKLY_DETERMINED;
        words =
            format(
                "%s is %s determined: %.4g with standard error %.2g (%.0f %%)%s.",
                title,
                grade == Grade.WELL_DETERMINED ? "well" : "weakly",
                value,
                errors[i],
                100 * relative,
                companion(problem, i, correlation));
      }
      all.add(new Identifiability(fitted.id(), grade, words));
    }
    return all;
  }

  /** The parameter that this one cannot be told apart from, if there is one. */
  private static String companion(CalibrationProblem problem, int i, double[][] correlation) {
    int closest = i == 0 && correlation.length > 1 ? 1 : 0;
    for (int j = 0; j < correlation.length; j++) {
      if (j != i && FastMath.abs(correlation[i][j]) > FastMath.abs(correlation[i][closest])) {
        closest = j;
      }
    }
    if (closest == i || FastMath.abs(correlation[i][closest]) < 0.95) {
      return "";
    }
    return format(
        ", hard to tell from %s (correlation %.2f)",
        problem.fitted().get(closest).id(), correlation[i][closest]);
  }

  private static String words(StopReason reason, List<StartOutcome> outcomes) {
    double least =
        outcomes.stream()
            .mapToDouble(StartOutcome::sumOfSquares)
            .filter(Double::isFinite)
            .min()
            .orElse(Double.NaN);
    long agreeing = outcomes.stream().filter(o -> o.sumOfSquares() <= least * (1 + 1e-3)).count();
    String starts = format(" %d of %d starts reached it.", agreeing, outcomes.size());
    return switch (reason) {
      case CONVERGED -> "The sum of squares is at a minimum: its gradient vanishes." + starts;
      case STALLED -> "The fit stopped where it is not at a minimum: do not use it." + starts;
      case ITERATION_LIMIT -> "The fit used all its iterations without reaching a minimum.";
      case OUT_OF_TIME -> "The time box ended before a minimum was reached.";
      case CANCELLED -> "The fit was cancelled.";
      case NO_SOLUTION -> "The model could not be solved at any starting point.";
    };
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
