package io.veritwin.twin.forecast;

import io.veritwin.twin.run.InputRefusal;
import io.veritwin.twin.run.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.util.FastMath;

/**
 * The course that good batches take: mean and a band that holds a whole good batch, not only a
 * point of it, with the stated probability (URS-221).
 *
 * <p>Courses are aligned by an indicator that rises through a batch (for example product made, or
 * the integral of viable cells), so a slow batch is compared at the same progress, or by time. The
 * band is {@code mean +- c sd}, with {@code c} the quantile of the largest deviation of each batch
 * from the others (leave one out). For new batches like the good ones the share inside is then the
 * nominal one whatever the distribution (Vovk, Gammerman, Shafer 2005; Barber et al., Annals of
 * Statistics 49 (2021) 486-507).
 */
public final class GoldenBatch {

  private static final int POINTS = 60;

  private final double[] progress;
  private final double[] mean;
  private final double[] sd;
  private final double factor;
  private final double share;
  private final int batches;

  /**
   * A measured or simulated course of one output.
   *
   * @param indicator rises from the begin of the batch to its end
   * @param values of the output, at the same instants
   */
  public record Course(double[] indicator, double[] values) {

    public Course {
      indicator = indicator.clone();
      values = values.clone();
      List<InputRefusal> refusals = new ArrayList<>();
      if (indicator.length != values.length || indicator.length < 2) {
        refusals.add(
            new InputRefusal(
                "course",
                indicator.length + " and " + values.length + " values",
                "a course needs two or more instants, each with indicator and value"));
      } else {
        for (int i = 0; i < values.length; i++) {
          if (!Double.isFinite(values[i]) || !Double.isFinite(indicator[i])) {
            refusals.add(
                new InputRefusal(
                    "course[" + i + "]",
                    indicator[i] + ", " + values[i],
                    "is not a finite number"));
          } else if (i > 0 && !(indicator[i] > indicator[i - 1])) {
            refusals.add(
                new InputRefusal(
                    "course[" + i + "].indicator",
                    Double.toString(indicator[i]),
                    "the indicator must rise; before it is " + indicator[i - 1]));
          }
        }
      }
      if (!refusals.isEmpty()) {
        throw new InvalidInputException(refusals);
      }
    }

    double at(double progress) {
      int k = Arrays.binarySearch(indicator, progress);
      if (k >= 0) {
        return values[k];
      }
      int above = FastMath.min(FastMath.max(-k - 1, 1), values.length - 1);
      double part = (progress - indicator[above - 1]) / (indicator[above] - indicator[above - 1]);
      return values[above - 1] + part * (values[above] - values[above - 1]);
    }

    double last() {
      return indicator[indicator.length - 1];
    }
  }

  /**
   * Where a batch stands against the band.
   *
   * @param progress the indicator
   * @param value of the output
   * @param mean of good batches there
   * @param lower end of the band
   * @param upper end of the band
   */
  public record Standing(double progress, double value, double mean, double lower, double upper) {

    public boolean inside() {
      return value >= lower && value <= upper;
    }
  }

  private GoldenBatch(
      double[] progress, double[] mean, double[] sd, double factor, double share, int batches) {
    this.progress = progress;
    this.mean = mean;
    this.sd = sd;
    this.factor = factor;
    this.share = share;
    this.batches = batches;
  }

  /**
   * Learns from good batches.
   *
   * @param share of good batches that the band shall hold whole, for example 0.9
   * @throws InvalidInputException when there are too few batches for that share
   */
  public static GoldenBatch learn(List<Course> good, double share) {
    int n = good.size();
    int rank = (int) FastMath.ceil((n + 1) * share);
    if (!(share > 0 && share < 1) || n < 5 || rank > n) {
      throw new InvalidInputException(
          "good batches",
          Integer.toString(n),
          "too few for a band that holds a share of "
              + share
              + "; needed are "
              + FastMath.max(5, (int) FastMath.ceil(share / (1 - share)))
              + " or more");
    }
    double from = good.stream().mapToDouble(c -> c.indicator[0]).max().orElseThrow();
    double to = good.stream().mapToDouble(Course::last).min().orElseThrow();
    if (!(to > from)) {
      throw new InvalidInputException(
          "indicator", from + " to " + to, "the courses have no progress in common");
    }
    double[] progress = new double[POINTS];
    double[][] values = new double[n][POINTS];
    for (int k = 0; k < POINTS; k++) {
      progress[k] = from + (to - from) * k / (POINTS - 1);
      for (int b = 0; b < n; b++) {
        values[b][k] = good.get(b).at(progress[k]);
      }
    }
    double[] scores = new double[n];
    for (int b = 0; b < n; b++) {
      List<double[]> others = new ArrayList<>(Arrays.asList(values));
      others.remove(b);
      double[][] meanAndSd = meanAndSd(others);
      for (int k = 0; k < POINTS; k++) {
        scores[b] =
            FastMath.max(scores[b], FastMath.abs(values[b][k] - meanAndSd[0][k]) / meanAndSd[1][k]);
      }
    }
    Arrays.sort(scores);
    double[][] meanAndSd = meanAndSd(Arrays.asList(values));
    return new GoldenBatch(progress, meanAndSd[0], meanAndSd[1], scores[rank - 1], share, n);
  }

  /** Share of good batches that the band holds whole. */
  public double share() {
    return share;
  }

  /** How many batches it was learned from. */
  public int batches() {
    return batches;
  }

  /** Progress that the band covers: from, to. */
  public double[] covered() {
    return new double[] {progress[0], progress[POINTS - 1]};
  }

  /** Whether a value lies outside the band at a progress that the band covers. */
  boolean isLeftBy(double at, double value) {
    return at >= progress[0] && at <= progress[POINTS - 1] && !standing(at, value).inside();
  }

  /** Where a value stands; outside the covered progress the band's ends hold. */
  public Standing standing(double at, double value) {
    double position =
        FastMath.max(
            0,
            FastMath.min(
                POINTS - 1.0,
                (at - progress[0]) / (progress[POINTS - 1] - progress[0]) * (POINTS - 1)));
    int below = FastMath.min((int) position, POINTS - 2);
    double part = position - below;
    double centre = mean[below] + part * (mean[below + 1] - mean[below]);
    double half = factor * (sd[below] + part * (sd[below + 1] - sd[below]));
    return new Standing(at, value, centre, centre - half, centre + half);
  }

  /** Whether the whole course, as far as the band covers it, lies inside. */
  public boolean holds(Course course) {
    for (int k = 0; k < POINTS; k++) {
      if (progress[k] >= course.indicator[0]
          && progress[k] <= course.last()
          && !standing(progress[k], course.at(progress[k])).inside()) {
        return false;
      }
    }
    return true;
  }

  private static double[][] meanAndSd(List<double[]> values) {
    int n = values.size();
    double[] mean = new double[POINTS];
    double[] sd = new double[POINTS];
    double[] magnitude = new double[POINTS];
    for (int k = 0; k < POINTS; k++) {
      for (double[] v : values) {
        mean[k] += v[k] / n;
        magnitude[k] = FastMath.max(magnitude[k], FastMath.abs(v[k]));
      }
      for (double[] v : values) {
        sd[k] += (v[k] - mean[k]) * (v[k] - mean[k]) / (n - 1);
      }
    }
    double largest = Arrays.stream(magnitude).max().orElse(0);
    for (int k = 0; k < POINTS; k++) {
      // where all courses begin alike there is no spread to divide by
      sd[k] = FastMath.max(FastMath.sqrt(sd[k]), 1e-6 * largest + Double.MIN_NORMAL);
    }
    return new double[][] {mean, sd};
  }
}
