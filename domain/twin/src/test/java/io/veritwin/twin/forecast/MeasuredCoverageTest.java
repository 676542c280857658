package io.veritwin.twin.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.YeastRuns;
import io.veritwin.twin.calibration.Calibration;
import io.veritwin.twin.calibration.CalibrationProblem;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.calibration.FittedParameter;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.YeastOverflow;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.Sample;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;

/**
 * Intervals of forecasts against measured runs of baker's yeast, each held out in turn. The error
 * of a measurement is taken as wide as the calibration on the other runs found values to scatter.
 * Samples of one run are not independent, so the bounds are narrower than they might be.
 */
class MeasuredCoverageTest {

  private static final ProcessModel MODEL = YeastOverflow.model();
  private static final Set<String> NOT_FITTED = Set.of("feed_S", "CO2_in", "K_E");
  private static final IntegrationSettings SETTINGS =
      new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-6, 1e-8, Deadline.none());
  private static final int POINTS = 200;

  @Test
  @Verifies("URS-219")
  void eachHeldOutRunLiesInTheIntervalsForecastFromItsStartAsOftenAsTheySay() {
    YeastRuns runs = YeastRuns.orSkip();
    Map<String, int[]> insideOf = new TreeMap<>();
    for (int heldOut = 4; heldOut <= 7; heldOut++) {
      int out = heldOut;
      List<BatchData> others =
          IntStream.rangeClosed(4, 7)
              .filter(run -> run != out)
              .mapToObj(run -> runs.run(run, 15))
              .toList();
      count(calibrated(others), runs.run(heldOut, 15), insideOf);
    }
    assertEquals(Set.of("CX", "CS", "CE", "CO2"), insideOf.keySet());
    insideOf.forEach(
        (output, counts) -> {
          BinomialDistribution nominal = new BinomialDistribution(counts[1], 0.95);
          String words =
              String.format(
                  Locale.ROOT,
                  "Measured yeast, %s: %d of %d held-out samples in the 95 %% interval, binomial"
                      + " bounds %d to %d",
                  output,
                  counts[0],
                  counts[1],
                  nominal.inverseCumulativeProbability(0.001),
                  nominal.inverseCumulativeProbability(0.999));
          System.out.println(words);
          assertTrue(
              counts[0] >= nominal.inverseCumulativeProbability(0.001)
                  && counts[0] <= nominal.inverseCumulativeProbability(0.999),
              words);
        });
  }

  private static CalibrationResult calibrated(List<BatchData> batches) {
    List<FittedParameter> fitted =
        MODEL.parameters().stream()
            .filter(d -> !NOT_FITTED.contains(d.id()))
            .map(d -> new FittedParameter(d.id(), d.nominal(), d.lower(), d.upper()))
            .toList();
    CalibrationResult result =
        Calibration.fit(
            new CalibrationProblem(
                MODEL, MODEL.nominalParameters(), fitted, batches, 3, 1, SETTINGS, Deadline.none()),
            (start, starts, iteration, sum) -> true);
    assertEquals(StopReason.CONVERGED, result.stopReason());
    return result;
  }

  /** Adds samples inside and samples in all, by output. */
  private static void count(CalibrationResult result, BatchData run, Map<String, int[]> insideOf) {
    int n = MODEL.states().size();
    double end = run.samples().stream().mapToDouble(Sample::time).max().orElseThrow();
    // a measured value scatters more than its stated error by as much as residuals do
    double scatter =
        StrictMath.sqrt(
            result.sumOfSquares() / (result.residualCount() - result.fittedIds().size()));
    Forecast forecast =
        assertInstanceOf(
            Forecast.class,
            Forecaster.forecast(
                MODEL,
                result.parameters(),
                result.covariance(),
                new EstimatorState(0, run.y0(), new double[n][n]),
                run.plan(),
                end,
                5,
                new ForecastSettings(200, POINTS, List.of(), SETTINGS)));
    List<Sample> samples = new ArrayList<>(run.samples());
    samples.removeIf(s -> s.time() <= 0);
    for (Sample sample : samples) {
      OutputBand band = forecast.band(sample.outputId());
      double median = at(band.median(), sample.time() / end);
      double noise = 1.959963984540054 * scatter * sample.sd();
      double lower =
          median - StrictMath.hypot(median - at(band.lower95(), sample.time() / end), noise);
      double upper =
          median + StrictMath.hypot(at(band.upper95(), sample.time() / end) - median, noise);
      int[] counts = insideOf.computeIfAbsent(sample.outputId(), k -> new int[2]);
      counts[0] += sample.value() >= lower && sample.value() <= upper ? 1 : 0;
      counts[1]++;
    }
  }

  private static double at(double[] values, double share) {
    double position = share * POINTS;
    int below = Math.min((int) position, POINTS - 1);
    return values[below] + (position - below) * (values[below + 1] - values[below]);
  }
}
