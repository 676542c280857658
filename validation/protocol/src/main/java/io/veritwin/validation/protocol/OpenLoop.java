package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.ComparedPoint;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.ForecastResult;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.ForecastResult.NoForecast;
import io.veritwin.twin.forecast.ForecastSettings;
import io.veritwin.twin.forecast.Forecaster;
import io.veritwin.twin.forecast.OutputBand;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.Sample;
import io.veritwin.twin.verification.PredictionTest;
import io.veritwin.twin.verification.PredictionTest.Measured;
import io.veritwin.twin.verification.PredictionTest.NotPredicted;
import io.veritwin.twin.verification.PredictionTest.Outcome;
import io.veritwin.twin.verification.PredictionTest.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Predicts batches from their start and their inputs alone, with a band. The band holds what the
 * parameters leave uncertain and the error of the measurement itself: a sample should lie in it 95
 * times of 100.
 *
 * @param comparisons per output that has samples
 * @param courses per output, per batch: the prediction over the whole batch
 * @param failure why nothing could be predicted; empty when it could
 */
record OpenLoop(
    Map<String, Comparison> comparisons, Map<String, Map<String, Course>> courses, String failure) {

  private static final int DRAWS = 200;
  private static final int POINTS = 160;

  /** 1.96, the normal distribution's 97.5 % quantile. */
  private static final double Z = 1.959963984540054;

  /** The prediction of one output of one batch. */
  record Course(double[] times, double[] median, double[] lower, double[] upper) {

    private double at(double[] values, double time) {
      int i = 1;
      while (i < times.length - 1 && times[i] < time) {
        i++;
      }
      double share = (time - times[i - 1]) / (times[i] - times[i - 1]);
      return values[i - 1] + Math.max(0, Math.min(1, share)) * (values[i] - values[i - 1]);
    }
  }

  /** Predictions with their band. */
  static OpenLoop withBand(ChangeUnderTest test, List<BatchData> batches, Deadline deadline) {
    return predict(test, batches, deadline, true);
  }

  /** Predictions alone: enough to judge a fit, and many times as fast. */
  static OpenLoop withoutBand(ChangeUnderTest test, List<BatchData> batches, Deadline deadline) {
    return predict(test, batches, deadline, false);
  }

  private static OpenLoop predict(
      ChangeUnderTest test, List<BatchData> batches, Deadline deadline, boolean band) {
    IntegrationSettings settings = IntegrationSettings.standard().within(deadline);
    Map<String, List<ComparedPoint>> points = new TreeMap<>();
    Map<String, Map<String, Course>> courses = new TreeMap<>();
    for (BatchData batch : batches) {
      Outcome outcome =
          PredictionTest.run(test.model(), test.version().parameterValues(), batch, settings);
      if (outcome instanceof NotPredicted not) {
        return failed(
            "Batch " + batch.batchId() + " could not be predicted. " + not.failure().words());
      }
      if (band) {
        ForecastResult forecast = forecast(test, batch, settings);
        if (forecast instanceof NoForecast none) {
          return failed(
              "The band of batch " + batch.batchId() + " could not be computed. " + none.reason());
        }
        Forecast bands = (Forecast) forecast;
        for (OutputBand each : bands.bands()) {
          courses
              .computeIfAbsent(each.outputId(), k -> new TreeMap<>())
              .put(batch.batchId(), course(test, bands.times(), each));
        }
      }
      for (Point point : ((Measured) outcome).points()) {
        Sample s = point.sample();
        Course course = courses.getOrDefault(s.outputId(), Map.of()).get(batch.batchId());
        points
            .computeIfAbsent(s.outputId(), k -> new ArrayList<>())
            .add(
                new ComparedPoint(
                    batch.batchId(),
                    s.time(),
                    s.value(),
                    point.predicted(),
                    course == null ? Double.NaN : course.at(course.lower, s.time()),
                    course == null ? Double.NaN : course.at(course.upper, s.time())));
      }
    }
    Map<String, Comparison> comparisons = new TreeMap<>();
    points.forEach((output, all) -> comparisons.put(output, new Comparison(all)));
    return new OpenLoop(comparisons, courses, "");
  }

  private static ForecastResult forecast(
      ChangeUnderTest test, BatchData batch, IntegrationSettings settings) {
    int states = test.model().states().size();
    double end = batch.samples().stream().mapToDouble(Sample::time).max().orElseThrow();
    return Forecaster.forecast(
        test.model(),
        test.version().parameterValues(),
        test.version().covariance(),
        new EstimatorState(0, batch.y0(), new double[states][states]),
        batch.plan(),
        end,
        test.seed(),
        new ForecastSettings(DRAWS, POINTS, List.of(), settings));
  }

  /**
   * The ensemble's band, widened by the error of a measurement at the median, within what is
   * physically possible.
   */
  private static Course course(ChangeUnderTest test, double[] times, OutputBand band) {
    Quantity output = test.model().outputs().get(test.model().outputIndex(band.outputId()));
    double[] lower = new double[times.length];
    double[] upper = new double[times.length];
    for (int i = 0; i < times.length; i++) {
      double median = band.median()[i];
      double noise = Z * test.sd(band.outputId(), median);
      lower[i] =
          Math.max(output.lower(), median - StrictMath.hypot(median - band.lower95()[i], noise));
      upper[i] = median + StrictMath.hypot(band.upper95()[i] - median, noise);
    }
    return new Course(times, band.median(), lower, upper);
  }

  private static OpenLoop failed(String why) {
    return new OpenLoop(Map.of(), Map.of(), why);
  }
}
