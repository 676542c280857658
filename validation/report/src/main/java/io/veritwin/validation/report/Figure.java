package io.veritwin.validation.report;

import java.util.List;

/** A figure as numbers; drawn as vectors. */
public sealed interface Figure {

  /** Title above the figure, with the unit. */
  String title();

  /**
   * Predicted over measured values, with the line where both are equal.
   *
   * @param title quantity and unit
   * @param points one per value compared
   * @param band half the width of the band around equality; 0 for none
   * @param failed true when the criterion it shows failed: its points are triangles in the colour
   *     of what is not as it should be
   */
  record PredictedOverMeasured(String title, List<Point> points, double band, boolean failed)
      implements Figure {
    public PredictedOverMeasured {
      points = List.copyOf(points);
    }
  }

  /** One value: measured and predicted. */
  record Point(double measured, double predicted) {}

  /**
   * A course over process time: the prediction as a line in its band, the samples as dots.
   *
   * @param title quantity and unit
   * @param course the prediction by increasing time
   * @param samples what was measured
   * @param failed true when the criterion it shows failed
   */
  record CourseOverTime(
      String title, List<CoursePoint> course, List<Sample> samples, boolean failed)
      implements Figure {
    public CourseOverTime {
      course = List.copyOf(course);
      samples = List.copyOf(samples);
    }
  }

  /**
   * The prediction at one time; {@code lower} and {@code upper} are NaN without a band.
   *
   * @param time process time in h
   */
  record CoursePoint(double time, double value, double lower, double upper) {}

  /** One measured value; {@code time} is process time in h. */
  record Sample(double time, double value) {}

  /** Bars by size, for what matters most. */
  record Bars(String title, List<Bar> bars) implements Figure {
    public Bars {
      bars = List.copyOf(bars);
    }
  }

  /** One bar. */
  record Bar(String label, double value, String inWords) {}
}
