package io.veritwin.twin.forecast;

import io.veritwin.twin.forecast.ForecastResult.Forecast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Warns before a limit is reached or the band of good batches is left (URS-226): when a forecast
 * gives it within the horizon at least the demanded probability, several forecasts in a row. Lead
 * time and the rate of false alarms follow from these two rules and are measured on seeded faults.
 *
 * <p>Not safe for use by several threads.
 */
public final class EarlyWarning {

  private final double probability;
  private final int inARow;
  private final Map<Record, Integer> counts = new HashMap<>();

  /**
   * A warning.
   *
   * @param outlook what is warned of, with probability and time
   * @param time of the forecast, hours
   * @param words for a person
   */
  public record Warning(Outlook outlook, double time, String words) {}

  /**
   * A rule.
   *
   * @param probability at which is warned, for example 0.5
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

  /** Takes the next forecast; what is to be warned of now. */
  public List<Warning> watch(Forecast forecast) {
    List<Outlook> outlooks = new ArrayList<>(forecast.limits());
    outlooks.addAll(forecast.courses());
    List<Warning> warnings = new ArrayList<>();
    for (Outlook outlook : outlooks) {
      int count =
          outlook.probability() >= probability
              ? counts.merge(outlook.watched(), 1, Integer::sum)
              : 0;
      if (count == 0) {
        counts.remove(outlook.watched());
      }
      if (count >= inARow) {
        warnings.add(new Warning(outlook, forecast.times()[0], words(outlook)));
      }
    }
    return warnings;
  }

  private static String words(Outlook outlook) {
    String what =
        String.format(
            Locale.ROOT,
            "%s is expected to %s with a probability of %.0f %%",
            outlook.outputId(),
            outlook.what(),
            100 * outlook.probability());
    return outlook.hours().isEmpty()
        ? what + "."
        : what + String.format(Locale.ROOT, ", in about %.0f h.", outlook.hours().getAsDouble());
  }
}
