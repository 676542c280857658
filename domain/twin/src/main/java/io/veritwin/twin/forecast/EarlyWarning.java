package io.veritwin.twin.forecast;

import io.veritwin.twin.forecast.ForecastResult.Forecast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Warns of a limit before it is reached (URS-226): when a forecast gives a breach within the
 * horizon at least the demanded probability, several forecasts in a row. Lead time and the rate of
 * false alarms follow from these two rules and are measured on seeded faults.
 *
 * <p>Not safe for use by several threads.
 */
public final class EarlyWarning {

  private final double probability;
  private final int inARow;
  private final Map<Limit, Integer> counts = new HashMap<>();

  /**
   * A warning.
   *
   * @param limit in danger
   * @param time of the forecast, hours
   * @param probability of a breach within the horizon
   * @param hoursToLimit median time to the breach; NaN while a breach is less likely than not
   * @param words for a person
   */
  public record Warning(
      Limit limit, double time, double probability, double hoursToLimit, String words) {}

  /**
   * A rule.
   *
   * @param probability at which a breach is warned of, for example 0.5
   * @param inARow so many forecasts in a row must say so
   */
  public EarlyWarning(double probability, int inARow) {
    if (!(probability > 0 && probability <= 1) || inARow < 1) {
      throw new IllegalArgumentException(
          "probability " + probability + " (above 0 to 1), inARow " + inARow + " (1 or more)");
    }
    this.probability = probability;
    this.inARow = inARow;
  }

  /** Takes the next forecast; the limits that are to be warned of now. */
  public List<Warning> watch(Forecast forecast) {
    List<Warning> warnings = new ArrayList<>();
    double now = forecast.times()[0];
    for (LimitOutlook outlook : forecast.limits()) {
      int count =
          outlook.probability() >= probability ? counts.merge(outlook.limit(), 1, Integer::sum) : 0;
      if (count == 0) {
        counts.remove(outlook.limit());
      }
      if (count >= inARow) {
        double hours = outlook.hoursToLimit().orElse(Double.NaN);
        warnings.add(
            new Warning(outlook.limit(), now, outlook.probability(), hours, words(outlook, hours)));
      }
    }
    return warnings;
  }

  private static String words(LimitOutlook outlook, double hours) {
    Limit limit = outlook.limit();
    String what =
        String.format(
            Locale.ROOT,
            "%s is expected to go %s %.4g with a probability of %.0f %%",
            limit.outputId(),
            limit.side() == Limit.Side.MAXIMUM ? "above" : "below",
            limit.value(),
            100 * outlook.probability());
    return Double.isNaN(hours)
        ? what + "."
        : what + String.format(Locale.ROOT, ", in about %.0f h.", hours);
  }
}
