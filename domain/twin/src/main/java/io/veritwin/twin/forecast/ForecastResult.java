package io.veritwin.twin.forecast;

import java.util.List;

/** A forecast, or why there is none. */
public sealed interface ForecastResult {

  /**
   * A forecast with its uncertainty.
   *
   * @param times hours since the batch began, from now to the horizon
   * @param bands one per model output, in order
   * @param limits one per limit asked for, in order
   * @param courses one per expected course asked for, in order
   * @param draws number of ensemble members
   * @param seed of the draws
   */
  record Forecast(
      double[] times,
      List<OutputBand> bands,
      List<LimitOutlook> limits,
      List<CourseOutlook> courses,
      int draws,
      long seed)
      implements ForecastResult {

    /** Without expected courses. */
    public Forecast(
        double[] times, List<OutputBand> bands, List<LimitOutlook> limits, int draws, long seed) {
      this(times, bands, limits, List.of(), draws, seed);
    }

    /** The band of an output; unknown identifiers are misuse. */
    public OutputBand band(String outputId) {
      return bands.stream()
          .filter(band -> band.outputId().equals(outputId))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("No output " + outputId));
    }
  }

  /** No forecast: some of the ensemble could not be computed. */
  record NoForecast(String reason) implements ForecastResult {}
}
