package io.veritwin.twin.estimation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimationResult.Estimated;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

class StateEstimatorTest {

  private static final InputPlan FEED = ChoCases.dailyFeed();
  private static final Set<String> CREDIBLE = Set.of("VCD", "GLC", "LAC", "TITRE");

  @Test
  @Verifies("URS-215")
  void measurementsDrawAWrongEstimateToTheTruthWithinItsOwnUncertainty() {
    Trajectory truth = ChoCases.run(ChoCases.MODEL.nominalParameters(), FEED, 240);
    StateEstimator estimator = estimator(wrongStart());
    RandomGenerator random = new Well19937c(4);
    for (double t = 12; t <= 240; t += 12) {
      estimated(estimator.predict(t, FEED));
      for (Measurement measurement : measurements(truth, t, random)) {
        estimator.assimilate(measurement);
      }
    }
    EstimatorState end = estimator.state();
    double[] exact = truth.stateAt(240);
    for (int i : new int[] {0, 1, 3, 5}) {
      double sd = StrictMath.sqrt(end.covariance()[i][i]);
      assertTrue(sd > 0 && sd < 0.06 * exact[i], ChoCases.MODEL.states().get(i).title());
      assertEquals(exact[i], end.mean()[i], 3 * sd, ChoCases.MODEL.states().get(i).title());
    }
  }

  @Test
  @Verifies("URS-216")
  void innovationsAreAsLargeAsTheUncertaintySays() {
    List<Innovation> innovations = new ArrayList<>();
    for (int run = 0; run < 10; run++) {
      RandomGenerator random = new Well19937c(run);
      double[] start = wrongStart().mean();
      start[0] += 0.03 * random.nextGaussian();
      start[1] += 1.5 * random.nextGaussian();
      Trajectory truth = ChoCases.run(ChoCases.MODEL.nominalParameters(), start, FEED, 240);
      StateEstimator estimator =
          new StateEstimator(
              ChoCases.MODEL,
              ChoCases.MODEL.nominalParameters(),
              wrongStart(),
              FEED,
              settings(new double[7]));
      for (double t = 12; t <= 240; t += 12) {
        estimated(estimator.predict(t, FEED));
        for (Measurement measurement : measurements(truth, t, random)) {
          innovations.add(estimator.assimilate(measurement));
        }
      }
    }
    Consistency consistency = Consistency.of(innovations, 0.99);
    assertTrue(consistency.consistent(), consistency::toString);
    assertEquals(800, consistency.count());
  }

  @Test
  @Verifies("URS-217")
  void aLateSampleGivesTheSameBitsAsOneOnTime() {
    Measurement sample = new Measurement(24, "GLC", 28.2, 0.6);
    Measurement next = new Measurement(36, "VCD", 0.75, 0.03);

    StateEstimator onTime = estimator(wrongStart());
    estimated(onTime.predict(24, FEED));
    Innovation first = onTime.assimilate(sample);
    estimated(onTime.predict(36, FEED));
    onTime.assimilate(next);
    estimated(onTime.predict(48, FEED));

    StateEstimator late = estimator(wrongStart());
    estimated(late.predict(24, FEED));
    estimated(late.predict(36, FEED));
    late.assimilate(next);
    estimated(late.predict(48, FEED));
    Innovation inserted = late.assimilate(sample);

    assertTrue(first.accepted());
    assertEquals(first, inserted);
    assertEquals(onTime.state().time(), late.state().time());
    assertArrayEquals(onTime.state().mean(), late.state().mean());
    for (int i = 0; i < 7; i++) {
      assertArrayEquals(onTime.state().covariance()[i], late.state().covariance()[i]);
    }
    assertEquals(onTime.innovations(), late.innovations());
  }

  @Test
  @Verifies("URS-217")
  void uncertaintyGrowsWhenDataStopAndShrinksWhenTheyReturn() {
    StateEstimator estimator = estimator(wrongStart());
    double before = 0;
    for (double t = 24; t <= 120; t += 24) {
      double sd = sd(estimated(estimator.predict(t, FEED)), 1);
      assertTrue(sd > before, "at " + t + " h");
      before = sd;
    }
    double expected = estimator.state().mean()[1];
    assertTrue(estimator.assimilate(new Measurement(120, "GLC", expected, 0.5)).accepted());
    assertTrue(sd(estimator.state(), 1) < 0.51);
  }

  @Test
  @Verifies("URS-216")
  void aMeasurementBeyondTheGateIsNotLearnedAndSaysWhy() {
    StateEstimator estimator = estimator(wrongStart());
    estimated(estimator.predict(24, FEED));
    double[] before = estimator.state().mean();
    Innovation gross = estimator.assimilate(new Measurement(24, "GLC", 80, 0.5));
    assertFalse(gross.accepted());
    assertTrue(gross.nis() > 100);
    assertTrue(gross.reason().contains("standard deviations"), gross.reason());
    assertArrayEquals(before, estimator.state().mean());
  }

  @Test
  @Verifies("URS-216")
  void aSignalForWhichTheModelIsNotCredibleIsNotLearned() {
    StateEstimator estimator = estimator(wrongStart());
    estimated(estimator.predict(24, FEED));
    double[] before = estimator.state().mean();
    Innovation amm = estimator.assimilate(new Measurement(24, "AMM", 0.6, 0.1));
    assertFalse(amm.accepted());
    assertEquals("the model is not credible for AMM", amm.reason());
    assertArrayEquals(before, estimator.state().mean());
  }

  @Test
  @Verifies("URS-217")
  void whatCannotBeInsertedIsRefusedWithTheReason() {
    StateEstimator estimator = estimator(wrongStart());
    for (double t = 24; t <= 120; t += 24) {
      estimated(estimator.predict(t, FEED));
    }
    assertEquals(
        "it is older than the history, which begins at 48.00 h",
        estimator.assimilate(new Measurement(30, "GLC", 28, 1)).reason());
    Measurement twice = new Measurement(96, "GLC", 27, 5);
    estimator.assimilate(twice);
    assertEquals(
        "there is a measurement of this output at this time already",
        estimator.assimilate(twice).reason());
    assertFalse(estimator.assimilate(new Measurement(97, "GLC", Double.NaN, 1)).accepted());
  }

  @Test
  @Verifies("URS-201")
  void timeThatRunsBackwardsIsRefused() {
    StateEstimator estimator = estimator(wrongStart());
    estimated(estimator.predict(24, FEED));
    assertThrows(InvalidInputException.class, () -> estimator.predict(23, FEED));
  }

  private static StateEstimator estimator(EstimatorState start) {
    return new StateEstimator(
        ChoCases.MODEL,
        ChoCases.MODEL.nominalParameters(),
        start,
        FEED,
        settings(new double[] {0.01, 0.05, 0.02, 0.05, 0.01, 0.5, 0}));
  }

  private static EstimatorSettings settings(double[] noise) {
    return new EstimatorSettings(noise, CREDIBLE, 0.9999, 72, IntegrationSettings.standard());
  }

  /** Ten per cent off in cells, five per cent in glucose, and aware of it. */
  private static EstimatorState wrongStart() {
    double[] mean = ChoCases.start();
    mean[0] *= 1.1;
    mean[1] *= 0.95;
    double[][] covariance = new double[7][7];
    covariance[0][0] = 0.03 * 0.03;
    covariance[1][1] = 1.5 * 1.5;
    return new EstimatorState(0, mean, covariance);
  }

  private static List<Measurement> measurements(
      Trajectory truth, double t, RandomGenerator random) {
    double[] y = truth.stateAt(t);
    List<Measurement> measurements = new ArrayList<>();
    String[] ids = {"VCD", "GLC", "LAC", "TITRE"};
    int[] states = {0, 1, 3, 5};
    for (int k = 0; k < ids.length; k++) {
      double sd = 0.05 * y[states[k]];
      measurements.add(
          new Measurement(t, ids[k], Math.max(0, y[states[k]] + sd * random.nextGaussian()), sd));
    }
    return measurements;
  }

  private static EstimatorState estimated(EstimationResult result) {
    return assertInstanceOf(Estimated.class, result).state();
  }

  private static double sd(EstimatorState state, int i) {
    return StrictMath.sqrt(state.covariance()[i][i]);
  }
}
