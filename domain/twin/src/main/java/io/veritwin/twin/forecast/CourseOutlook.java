package io.veritwin.twin.forecast;

import java.util.OptionalDouble;

/**
 * What the forecast says about an expected course.
 *
 * @param course the course
 * @param probability share of draws that leave its band within the horizon, as far as the band
 *     reaches
 * @param probabilityByTime the same, by each forecast time
 * @param hoursToLeaving median time from now to leaving it, when at least half of the draws do
 */
public record CourseOutlook(
    ExpectedCourse course,
    double probability,
    double[] probabilityByTime,
    OptionalDouble hoursToLeaving)
    implements Outlook {

  @Override
  public ExpectedCourse watched() {
    return course;
  }

  @Override
  public String what() {
    return "leave the band of good batches";
  }

  @Override
  public String outputId() {
    return course.outputId();
  }

  @Override
  public OptionalDouble hours() {
    return hoursToLeaving;
  }
}
