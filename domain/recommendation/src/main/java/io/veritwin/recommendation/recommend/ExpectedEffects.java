package io.veritwin.recommendation.recommend;

import io.veritwin.recommendation.observe.UnitView.EffectRow;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.forecast.LimitOutlook;
import io.veritwin.twin.forecast.OutputBand;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What to expect if accepted, beside what to expect if nothing is done, as rows to read. */
public final class ExpectedEffects {

  private static final double SOON_HOURS = 24;

  private ExpectedEffects() {}

  /** The rows of the proposal card, and of the record that is signed. */
  public static List<EffectRow> of(InputPackage input, StoredForecast forecast) {
    DesignSpace space = input.space();
    ProcessModel model = input.model();
    double soon = Math.min(SOON_HOURS, space.horizonHours());
    List<EffectRow> rows = new ArrayList<>();
    Set<String> limited = new LinkedHashSet<>();
    space.limits().forEach(limit -> limited.add(limit.outputId()));
    for (String output : limited) {
      rows.add(value(model, forecast, output, soon));
    }
    for (Limit limit : space.limits()) {
      rows.add(chance(model, space, forecast, limit));
    }
    rows.add(value(model, forecast, space.objective(), space.horizonHours()));
    return rows;
  }

  private static EffectRow value(
      ProcessModel model, StoredForecast forecast, String output, double hours) {
    Quantity quantity = model.outputs().get(model.outputIndex(output));
    OutputBand accepted = forecast.ifAccepted().band(output);
    OutputBand nothing = forecast.ifNothing().band(output);
    int i = at(forecast.ifAccepted(), hours);
    int j = at(forecast.ifNothing(), hours);
    return new EffectRow(
        quantity.title() + " in " + Math.round(hours) + " h",
        quantity.unit(),
        Figures.of(accepted.median()[i]),
        Figures.interval(accepted.lower95()[i], accepted.upper95()[i]),
        Figures.of(nothing.median()[j]),
        Figures.interval(nothing.lower95()[j], nothing.upper95()[j]));
  }

  private static EffectRow chance(
      ProcessModel model, DesignSpace space, StoredForecast forecast, Limit limit) {
    Quantity quantity = model.outputs().get(model.outputIndex(limit.outputId()));
    return new EffectRow(
        "Chance of "
            + quantity.title().toLowerCase(java.util.Locale.ROOT)
            + (limit.side() == Limit.Side.MINIMUM ? " below " : " above ")
            + Figures.of(limit.value())
            + " "
            + quantity.unit()
            + " in "
            + Math.round(space.horizonHours())
            + " h",
        "",
        Figures.probability(outlook(forecast.ifAccepted(), limit)),
        "",
        Figures.probability(outlook(forecast.ifNothing(), limit)),
        "");
  }

  private static double outlook(Forecast forecast, Limit limit) {
    return forecast.limits().stream()
        .filter(outlook -> outlook.limit().equals(limit))
        .mapToDouble(LimitOutlook::probability)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the forecast does not watch " + limit));
  }

  /** The forecast point nearest to so many hours from its start. */
  private static int at(Forecast forecast, double hours) {
    double[] times = forecast.times();
    double wanted = times[0] + hours;
    int best = 0;
    for (int i = 1; i < times.length; i++) {
      if (Math.abs(times[i] - wanted) < Math.abs(times[best] - wanted)) {
        best = i;
      }
    }
    return best;
  }
}
