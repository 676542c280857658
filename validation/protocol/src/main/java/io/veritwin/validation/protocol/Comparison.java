package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.ComparedPoint;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Measured values beside their predictions, and what can be said of them. All batches of a data set
 * count together; with one batch the figures are those of the twin's prediction test.
 */
record Comparison(List<ComparedPoint> points) {

  private static final int RESAMPLES = 1000;

  /** 1.96, the normal distribution's 97.5 % quantile. */
  private static final double Z = 1.959963984540054;

  Comparison {
    points = List.copyOf(points);
  }

  int n() {
    return points.size();
  }

  /** Coefficient of determination; negative when worse than the mean of the samples. */
  double r2() {
    double mean = points.stream().mapToDouble(ComparedPoint::measured).average().orElse(Double.NaN);
    double about = 0;
    for (ComparedPoint p : points) {
      about += (p.measured() - mean) * (p.measured() - mean);
    }
    return 1 - squares() / about;
  }

  /** Root mean square error by the range of the samples, in percent. */
  double nrmsePercent() {
    double low = points.stream().mapToDouble(ComparedPoint::measured).min().orElse(Double.NaN);
    double high = points.stream().mapToDouble(ComparedPoint::measured).max().orElse(Double.NaN);
    return 100 * StrictMath.sqrt(squares() / n()) / (high - low);
  }

  /** Share of samples inside their 95 % band, in percent. */
  double coveragePercent() {
    return 100.0 * inside() / n();
  }

  private long inside() {
    return points.stream()
        .filter(p -> p.measured() >= p.lower() && p.measured() <= p.upper())
        .count();
  }

  private double squares() {
    double sum = 0;
    for (ComparedPoint p : points) {
      double difference = p.measured() - p.predicted();
      sum += difference * difference;
    }
    return sum;
  }

  /** 95 % interval of a metric by drawing the points again with replacement. */
  double[] interval(ToDoubleFunction<Comparison> metric, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[RESAMPLES];
    ComparedPoint[] sample = new ComparedPoint[n()];
    for (int r = 0; r < RESAMPLES; r++) {
      for (int i = 0; i < sample.length; i++) {
        sample[i] = points.get(random.nextInt(n()));
      }
      drawn[r] = metric.applyAsDouble(new Comparison(Arrays.asList(sample)));
    }
    Arrays.sort(drawn);
    return new double[] {drawn[RESAMPLES * 25 / 1000], drawn[RESAMPLES * 975 / 1000 - 1]};
  }

  /** Wilson's 95 % interval of the coverage, in percent. */
  double[] coverageInterval() {
    double n = n();
    double share = inside() / n;
    double centre = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
    double half =
        Z * StrictMath.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n);
    return new double[] {100 * Math.max(0, centre - half), 100 * Math.min(1, centre + half)};
  }

  /** Where predictions were worst: the hour with the largest mean error, as "22.0 h to 23.0 h". */
  String worstHours() {
    double worst = -1;
    double at = 0;
    double end = points.stream().mapToDouble(ComparedPoint::time).max().orElse(0);
    for (double hour = 0; hour <= end; hour += 0.5) {
      double from = hour;
      double error =
          points.stream()
              .filter(p -> p.time() >= from && p.time() < from + 1)
              .mapToDouble(p -> Math.abs(p.measured() - p.predicted()))
              .average()
              .orElse(-1);
      if (error > worst) {
        worst = error;
        at = hour;
      }
    }
    return String.format(java.util.Locale.ROOT, "%.1f h to %.1f h", at, at + 1);
  }
}
