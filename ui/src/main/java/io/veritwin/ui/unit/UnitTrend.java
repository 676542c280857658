package io.veritwin.ui.unit;

import java.util.List;

/**
 * The courses behind the trends of the operator's page, over process time in h. A missing stretch
 * is missing: nothing is joined over it.
 *
 * @param range first and last process time shown
 * @param now process time of now
 * @param horizon length of the forecast in h; 0 without one
 * @param gaps stretches without readings
 * @param quantities one per trend
 */
public record UnitTrend(
    List<Double> range,
    double now,
    double horizon,
    List<List<Double>> gaps,
    List<Quantity> quantities) {

  /**
   * One quantity.
   *
   * @param estimate time, mean, low, high
   * @param measured time, value
   * @param samples time, value
   * @param accepted time, median, low 50, high 50, low 95, high 95
   * @param nothing the same, if nothing is done
   * @param steps true when a measured value holds until the next
   */
  public record Quantity(
      String title,
      String unit,
      int decimals,
      List<Limit> limits,
      List<List<Double>> estimate,
      List<List<Double>> measured,
      List<List<Double>> samples,
      List<List<Double>> accepted,
      List<List<Double>> nothing,
      boolean steps) {}

  /** A limit with its words on the line, below it when {@code below}. */
  public record Limit(double value, String words, boolean below) {}
}
