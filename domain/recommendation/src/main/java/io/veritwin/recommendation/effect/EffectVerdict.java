package io.veritwin.recommendation.effect;

import io.veritwin.recommendation.observe.OutputEstimates;
import io.veritwin.recommendation.observe.UnitView.Band;
import io.veritwin.recommendation.recommend.Figures;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.StoredForecast;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.OutputBand;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Compares an estimate with the forecast that was signed: outside means that the two 95 % intervals
 * have nothing in common (URS-428). The comparison is in process time, so that it holds at any
 * speed.
 */
final class EffectVerdict {

  private EffectVerdict() {}

  /** The first quantity that left its band, as a sentence; empty when none did. */
  static Optional<String> breach(
      InputPackage input,
      StoredForecast forecast,
      Map<String, Band> estimate,
      Collection<String> credibleOutputs) {
    Forecast accepted = forecast.ifAccepted();
    double[] times = accepted.times();
    ProcessModel model = input.model();
    for (OutputBand band : accepted.bands()) {
      Band now = estimate.get(band.outputId());
      if (now == null
          || !credibleOutputs.contains(band.outputId())
          || now.t() < times[0]
          || now.t() > times[times.length - 1]) {
        continue;
      }
      double low = OutputEstimates.interpolate(times, band.lower95(), now.t());
      double high = OutputEstimates.interpolate(times, band.upper95(), now.t());
      if (now.high95() < low || now.low95() > high) {
        Quantity quantity = model.outputs().get(model.outputIndex(band.outputId()));
        return Optional.of(
            quantity.title()
                + " is estimated at "
                + Figures.interval(now.low95(), now.high95())
                + " "
                + quantity.unit()
                + "; the forecast that was signed says "
                + Figures.interval(low, high)
                + " at this time.");
      }
    }
    return Optional.empty();
  }
}
