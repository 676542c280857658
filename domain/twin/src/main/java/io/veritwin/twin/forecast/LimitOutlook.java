package io.veritwin.twin.forecast;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What the forecast says about a limit.
 *
 * @param limit the limit
 * @param probability share of draws that breach it within the horizon
 * @param probabilityByTime the same, by each forecast time
 * @param hoursToLimit median time from now to the breach, when at least half of the draws breach it
 */
public record LimitOutlook(
    Limit limit, double probability, double[] probabilityByTime, OptionalDouble hoursToLimit)
    implements Outlook {

  @Override
  public Limit watched() {
    return limit;
  }

  @Override
  public String what() {
    return String.format(
        Locale.ROOT,
        "go %s %.4g",
        limit.side() == Limit.Side.MAXIMUM ? "above" : "below",
        limit.value());
  }

  @Override
  public String outputId() {
    return limit.outputId();
  }

  @Override
  public OptionalDouble hours() {
    return hoursToLimit;
  }
}
