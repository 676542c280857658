package io.veritwin.twin.forecast;

import io.veritwin.twin.integration.IntegrationSettings;
import java.util.List;

/**
 * How to forecast.
 *
 * @param draws ensemble members
 * @param points forecast times after now, evenly spaced to the horizon
 * @param limits to watch
 * @param courses to compare with
 * @param integration how to integrate; its deadline is the forecast's time box
 */
public record ForecastSettings(
    int draws,
    int points,
    List<Limit> limits,
    List<ExpectedCourse> courses,
    IntegrationSettings integration) {

  public ForecastSettings {
    limits = List.copyOf(limits);
    courses = List.copyOf(courses);
    if (draws < 20 || points < 1) {
      throw new IllegalArgumentException("draws " + draws + " (20 or more), points " + points);
    }
  }

  /** Without expected courses. */
  public ForecastSettings(
      int draws, int points, List<Limit> limits, IntegrationSettings integration) {
    this(draws, points, limits, List.of(), integration);
  }

  /** 400 draws at 48 times. */
  public static ForecastSettings standard(List<Limit> limits) {
    return new ForecastSettings(400, 48, limits, IntegrationSettings.standard());
  }
}
