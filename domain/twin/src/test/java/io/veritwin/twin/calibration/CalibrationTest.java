package io.veritwin.twin.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.calibration.CalibrationResult.Grade;
import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.twin.run.Sample;
import io.veritwin.validation.evidence.Verifies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Synthetic CHO batches with known parameters. */
class CalibrationTest {

  private static final List<String> FITTED = List.of("mu_max", "Y_XGlc", "q_mAb", "Y_LacGlc");

  @Test
  @Verifies({"URS-210", "URS-211"})
  void theTruthLiesInTheIntervalsAsOftenAsTheySay() {
    // 25 repeats x 4 parameters; by the binomial distribution fewer than 88 of 100 has p < 0.003
    int inside = 0;
    int repeats = 25;
    for (int repeat = 0; repeat < repeats; repeat++) {
      double[] truth = ChoCases.MODEL.nominalParameters();
      truth[ChoCases.MODEL.parameterIndex("mu_max")] *= 0.95;
      CalibrationResult result =
          Calibration.fit(problem(truth, FITTED, repeat, Deadline.none()), (a, b, c, d) -> true);
      assertTrue(result.converged(), result.stopWords());
      for (int k = 0; k < FITTED.size(); k++) {
        int position = ChoCases.MODEL.parameterIndex(FITTED.get(k));
        double distance = Math.abs(result.parameters()[position] - truth[position]);
        if (distance <= 1.99 * result.standardErrors()[k]) {
          inside++;
        }
      }
    }
    assertTrue(inside >= 88, inside + " of " + 4 * repeats);
  }

  @Test
  @Verifies("URS-211")
  void aParameterThatTheDataDoNotDetermineIsCalledThat() {
    double[] truth = ChoCases.MODEL.nominalParameters();
    CalibrationResult result =
        Calibration.fit(
            problem(truth, List.of("mu_max", "q_mAb", "Km_Amm", "K_Glc"), 1, Deadline.none()),
            (a, b, c, d) -> true);
    assertEquals(Grade.WELL_DETERMINED, result.identifiability().get(0).grade());
    assertEquals(Grade.WELL_DETERMINED, result.identifiability().get(1).grade());
    for (int undetermined : new int[] {2, 3}) {
      Grade grade = result.identifiability().get(undetermined).grade();
      assertTrue(
          grade == Grade.NOT_DETERMINED || grade == Grade.AT_BOUND,
          result.identifiability().get(undetermined).words());
    }
  }

  @Test
  @Verifies("URS-213")
  void theSameProblemGivesTheSameBits() {
    double[] truth = ChoCases.MODEL.nominalParameters();
    CalibrationProblem problem = problem(truth, FITTED, 3, Deadline.none());
    CalibrationResult first = Calibration.fit(problem, (a, b, c, d) -> true);
    CalibrationResult second = Calibration.fit(problem, (a, b, c, d) -> true);
    assertArrayEquals(first.parameters(), second.parameters());
    assertArrayEquals(first.standardErrors(), second.standardErrors());
  }

  @Test
  @Verifies("URS-214")
  void aCancelledFitStopsAndSaysSo() {
    CalibrationResult result =
        Calibration.fit(
            problem(ChoCases.MODEL.nominalParameters(), FITTED, 1, Deadline.none()),
            (start, starts, iteration, sum) -> iteration < 2);
    assertEquals(StopReason.CANCELLED, result.stopReason());
    assertEquals(1, result.starts().size());
  }

  @Test
  @Verifies("URS-214")
  void aFitBeyondItsTimeBoxStopsAndSaysSo() {
    Clock now = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    CalibrationResult result =
        Calibration.fit(
            problem(
                ChoCases.MODEL.nominalParameters(), FITTED, 1, Deadline.after(Duration.ZERO, now)),
            (a, b, c, d) -> true);
    assertEquals(StopReason.OUT_OF_TIME, result.stopReason());
  }

  @Test
  @Verifies("URS-201")
  void dataThatCannotBeFittedAreRefusedWithTheirValues() {
    BatchData broken =
        new BatchData(
            "B1",
            ChoCases.start(),
            ChoCases.dailyFeed().steps(),
            List.of(new Sample(24, "GLC", Double.NaN, 1)));
    CalibrationProblem problem =
        new CalibrationProblem(
            ChoCases.MODEL,
            ChoCases.MODEL.nominalParameters(),
            List.of(new FittedParameter("mu_max", 0.03, 0.01, 9)),
            List.of(broken),
            1,
            1,
            IntegrationSettings.standard(),
            Deadline.none());
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class, () -> Calibration.fit(problem, (a, b, c, d) -> true));
    assertEquals(
        List.of("samples[0].GLC", "batches", "fitted.mu_max"),
        refused.refusals().stream().map(r -> r.where()).toList());
  }

  private static CalibrationProblem problem(
      double[] truth, List<String> fittedIds, long seed, Deadline deadline) {
    List<FittedParameter> fitted =
        fittedIds.stream()
            .map(
                id -> {
                  var d = ChoCases.MODEL.parameters().get(ChoCases.MODEL.parameterIndex(id));
                  return new FittedParameter(id, d.nominal() * 1.1, d.lower(), d.upper());
                })
            .toList();
    return new CalibrationProblem(
        ChoCases.MODEL,
        ChoCases.MODEL.nominalParameters(),
        fitted,
        List.of(batch(truth, seed, 0.3), batch(truth, seed + 1000, 0.4)),
        1,
        seed,
        IntegrationSettings.standard(),
        deadline);
  }

  /** Daily samples with 4 % noise. */
  private static BatchData batch(double[] truth, long seed, double inoculum) {
    double[] start = ChoCases.start();
    start[0] = inoculum;
    Trajectory run = ChoCases.run(truth, start, ChoCases.dailyFeed(), 240);
    RandomGenerator random = new Well19937c(seed);
    List<Sample> samples = new ArrayList<>();
    double[] out = new double[ChoCases.MODEL.outputs().size()];
    for (double t = 24; t <= 240; t += 24) {
      ChoCases.MODEL.outputs(t, run.stateAt(t), ChoCases.dailyFeed().at(t), truth, out);
      for (String id : List.of("VCD", "GLC", "LAC", "TITRE")) {
        double value = out[ChoCases.MODEL.outputIndex(id)];
        double sd = 0.04 * value;
        samples.add(new Sample(t, id, value + sd * random.nextGaussian(), sd));
      }
    }
    return new BatchData("B" + seed, start, ChoCases.dailyFeed().steps(), samples);
  }
}
