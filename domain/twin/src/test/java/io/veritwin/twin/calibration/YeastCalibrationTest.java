package io.veritwin.twin.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.YeastRuns;
import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.YeastOverflow;
import io.veritwin.twin.verification.PredictionMetrics;
import io.veritwin.twin.verification.PredictionTest;
import io.veritwin.twin.verification.PredictionTest.Measured;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Baker's yeast: calibrated on the measured runs 4 to 6, tested on run 7, which it never saw. */
class YeastCalibrationTest {

  private static final ProcessModel MODEL = YeastOverflow.model();
  private static final Set<String> NOT_FITTED = Set.of("feed_S", "CO2_in", "K_E");
  private static final IntegrationSettings SETTINGS =
      new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-6, 1e-8, Deadline.none());

  @Test
  @Verifies({"URS-210", "URS-211", "URS-230"})
  void calibratedOnRuns4To6TheModelIsCredibleForBiomassOfRun7AndNotForItsCarbonDioxide() {
    YeastRuns runs = YeastRuns.orSkip();
    List<FittedParameter> fitted =
        MODEL.parameters().stream()
            .filter(d -> !NOT_FITTED.contains(d.id()))
            .map(d -> new FittedParameter(d.id(), d.nominal(), d.lower(), d.upper()))
            .toList();
    long began = System.nanoTime();
    CalibrationResult result =
        Calibration.fit(
            new CalibrationProblem(
                MODEL,
                MODEL.nominalParameters(),
                fitted,
                List.of(runs.run(4, 15), runs.run(5, 15), runs.run(6, 15)),
                3,
                1,
                SETTINGS,
                Deadline.none()),
            (start, starts, iteration, sum) -> true);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertTrue(took.toSeconds() < 60, took::toString);
    assertEquals(StopReason.CONVERGED, result.stopReason());
    assertTrue(fitted.size() <= 14);

    Map<String, PredictionMetrics> run7 = metrics(runs, result, 7);
    assertTrue(run7.get("CX").r2() >= 0.95, run7::toString);
    assertTrue(run7.get("CX").nrmse() <= 0.07, run7::toString);
    assertTrue(run7.get("CS").r2() >= 0.85, run7::toString);
    assertTrue(run7.get("CO2").r2() < 0.5, run7::toString);
  }

  @Test
  @Verifies({"URS-210", "URS-800"})
  void withAllThirteenParametersFittedTheStiffSetsOnTheWayAreSolved() {
    YeastRuns runs = YeastRuns.orSkip();
    List<FittedParameter> fitted =
        MODEL.parameters().stream()
            .map(d -> new FittedParameter(d.id(), d.nominal(), d.lower(), d.upper()))
            .toList();
    CalibrationResult result =
        Calibration.fit(
            new CalibrationProblem(
                MODEL,
                MODEL.nominalParameters(),
                fitted,
                List.of(runs.run(4, 30), runs.run(5, 30), runs.run(6, 30)),
                1,
                1,
                SETTINGS,
                Deadline.none()),
            (start, starts, iteration, sum) -> true);
    assertEquals(13, fitted.size());
    assertEquals(StopReason.CONVERGED, result.stopReason(), result::toString);
    Map<String, PredictionMetrics> run7 = metrics(runs, result, 7);
    assertTrue(run7.get("CX").r2() >= 0.95, run7::toString);
  }

  private static Map<String, PredictionMetrics> metrics(
      YeastRuns runs, CalibrationResult result, int run) {
    Measured measured =
        assertInstanceOf(
            Measured.class,
            PredictionTest.run(MODEL, result.parameters(), runs.run(run, 1), SETTINGS));
    return measured.metrics().stream()
        .collect(Collectors.toMap(PredictionMetrics::outputId, Function.identity()));
  }
}
