package io.veritwin.twin.calibration;

import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.calibration.LeastSquares.Descent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hipparchus.distribution.continuous.FDistribution;
import org.hipparchus.util.FastMath;

/**
 * Confidence interval of a fitted parameter by its profile: the parameter is held, all others are
 * fitted again, and the interval ends where the sum of squares grows beyond the F quantile (Raue et
 * al., Bioinformatics 25 (2009) 1923-1929; Bates, Watts 1988, 6.1). Unlike a standard error it sees
 * curvature, and ends of an interval that the data do not give (URS-808).
 */
public final class ProfileLikelihood {

  private static final int ITERATION_LIMIT = 100;
  private static final int LARGEST_NUMBER_OF_STEPS = 40;
  private static final int HALVINGS = 12;

  private ProfileLikelihood() {}

  /**
   * A point of the profile.
   *
   * @param value at which the parameter was held
   * @param sumOfSquares least weighted sum of squares there
   */
  public record Point(double value, double sumOfSquares) {}

  /**
   * A profile.
   *
   * @param parameterId the parameter
   * @param estimate least squares estimate
   * @param lower end of the interval; empty where the data allow all values down to the bound
   * @param upper end of the interval; empty where the data allow all values up to the bound
   * @param points by value
   * @param words practical identifiability in a sentence
   */
  public record Interval(
      String parameterId,
      double estimate,
      OptionalDouble lower,
      OptionalDouble upper,
      List<Point> points,
      String words) {

    /** Whether the data bound the parameter on both sides. */
    public boolean identifiable() {
      return lower.isPresent() && upper.isPresent();
    }
  }

  /**
   * Profiles one parameter of a converged calibration.
   *
   * @param confidence for example 0.95
   * @return empty when the calibration has not converged, or its time box ended
   */
  public static Optional<Interval> of(
      CalibrationProblem problem, CalibrationResult result, String parameterId, double confidence) {
    int which = result.fittedIds().indexOf(parameterId);
    if (which < 0) {
      throw new IllegalArgumentException(
          parameterId + " was not fitted; fitted were " + result.fittedIds());
    }
    if (!result.converged()) {
      return Optional.empty();
    }
    return new Search(problem, result, which, confidence).interval();
  }

  /** The search for both ends. */
  private static final class Search {

    private final CalibrationProblem problem;
    private final BatchResiduals residuals;
    private final int which;
    private final FittedParameter fitted;
    private final double[] best;
    private final double estimate;
    private final double limit;
    private final double step;
    private final List<Point> points = new ArrayList<>();
    private boolean outOfTime;

    Search(CalibrationProblem problem, CalibrationResult result, int which, double confidence) {
      this.problem = problem;
      this.residuals = new BatchResiduals(problem);
      this.which = which;
      this.fitted = problem.fitted().get(which);
      int k = problem.fitted().size();
      this.best = new double[k];
      for (int j = 0; j < k; j++) {
        best[j] = result.parameters()[residuals.positions()[j]] / residuals.scale(j);
      }
      this.estimate = best[which] * residuals.scale(which);
      int freedom = FastMath.max(1, result.residualCount() - k);
      double quantile = new FDistribution(1, freedom).inverseCumulativeProbability(confidence);
      this.limit = result.sumOfSquares() * (1 + quantile / freedom);
      double error = result.standardErrors()[which];
      this.step =
          error > 0 && Double.isFinite(error)
              ? error / 2
              : (fitted.upper() - fitted.lower()) / LARGEST_NUMBER_OF_STEPS;
      points.add(new Point(estimate, result.sumOfSquares()));
    }

    Optional<Interval> interval() {
      OptionalDouble lower = end(-1, fitted.lower());
      OptionalDouble upper = end(1, fitted.upper());
      if (outOfTime) {
        return Optional.empty();
      }
      points.sort(java.util.Comparator.comparingDouble(Point::value));
      return Optional.of(
          new Interval(
              fitted.id(), estimate, lower, upper, List.copyOf(points), words(lower, upper)));
    }

    private OptionalDouble end(int direction, double bound) {
      double inside = estimate;
      double[] x = best;
      double stride = step;
      while (!outOfTime) {
        double value = inside + direction * stride;
        boolean atBound = direction * (value - bound) >= 0;
        value = atBound ? bound : value;
        if (value == inside) {
          return OptionalDouble.empty();
        }
        Descent descent = held(value, x);
        double sum = sum(descent);
        points.add(new Point(value, sum));
        if (sum > limit) {
          return OptionalDouble.of(bisected(inside, value, x));
        }
        if (atBound) {
          return OptionalDouble.empty();
        }
        inside = value;
        x = descent.x();
        stride *= 1.3;
      }
      return OptionalDouble.empty();
    }

    private double bisected(double inside, double outside, double[] x) {
      double a = inside;
      double b = outside;
      for (int k = 0; k < HALVINGS && !outOfTime; k++) {
        double middle = (a + b) / 2;
        Descent descent = held(middle, x);
        if (sum(descent) > limit) {
          b = middle;
        } else {
          a = middle;
        }
      }
      return (a + b) / 2;
    }

    private Descent held(double value, double[] from) {
      double[] lower =
          residuals.scaled(problem.fitted().stream().mapToDouble(FittedParameter::lower));
      double[] upper =
          residuals.scaled(problem.fitted().stream().mapToDouble(FittedParameter::upper));
      double[] x = from.clone();
      x[which] = value / residuals.scale(which);
      lower[which] = x[which];
      upper[which] = x[which];
      Descent descent =
          new LeastSquares(residuals, lower, upper, ITERATION_LIMIT)
              .descend(x, problem.deadline()::passed, (iteration, sum) -> true);
      outOfTime |= descent.reason() == StopReason.OUT_OF_TIME;
      return descent;
    }

    private static double sum(Descent descent) {
      return descent.evaluation() == null
          ? Double.POSITIVE_INFINITY
          : descent.evaluation().sumOfSquares();
    }

    private String words(OptionalDouble lower, OptionalDouble upper) {
      String title = problem.model().parameters().get(residuals.positions()[which]).title();
      if (lower.isPresent() && upper.isPresent()) {
        return String.format(
            Locale.ROOT,
            "%s lies between %.4g and %.4g.",
            title,
            lower.getAsDouble(),
            upper.getAsDouble());
      }
      String open =
          lower.isPresent()
              ? "any larger value"
              : upper.isPresent() ? "any smaller value" : "any value";
      return String.format(
          Locale.ROOT,
          "%s cannot be identified from these data: %s up to its bound fits as well.",
          title,
          open);
    }
  }
}
