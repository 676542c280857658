package io.veritwin.twin.estimation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimationResult.Estimated;
import io.veritwin.twin.estimation.SensorMonitor.Fault;
import io.veritwin.twin.estimation.SensorMonitor.Rules;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.LinearModel;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Extended filter, moving horizon and sensor monitor, against truth that the test knows. */
class EstimatorsTest {

  private static final InputPlan FEED = ChoCases.dailyFeed();
  private static final Set<String> CREDIBLE = Set.of("VCD", "GLC", "LAC", "TITRE");
  private static final double[] NOISE = {0.01, 0.05, 0.02, 0.05, 0.01, 0.5, 0};

  @Test
  @Verifies({"URS-216", "URS-802"})
  void errorsOfBothFiltersAndOfTheMovingHorizonAreAsLargeAsTheySay() {
    int runs = 40;
    // what is uncertain at the start; titre and volume are known then
    int[] states = {0, 1, 3};
    double[][] nees = new double[3][runs];
    List<Innovation> innovations = new ArrayList<>();
    RandomGenerator random = new Well19937c(17);
    for (int run = 0; run < runs; run++) {
      EstimatorState believed = believedStart();
      double[] start = believed.mean();
      for (int i = 0; i < start.length; i++) {
        start[i] += Math.sqrt(believed.covariance()[i][i]) * random.nextGaussian();
      }
      Trajectory truth = ChoCases.run(ChoCases.MODEL.nominalParameters(), start, FEED, 96);
      EstimatorSettings settings = settings(new double[7]);
      StateEstimator unscented = estimator(new UnscentedFilter(), settings);
      StateEstimator extended = estimator(new ExtendedFilter(), settings);
      MovingHorizonEstimator horizon =
          new MovingHorizonEstimator(
              ChoCases.MODEL, ChoCases.MODEL.nominalParameters(), believed, FEED, settings, 48);
      for (double t = 24; t <= 96; t += 24) {
        unscented.predict(t, FEED);
        extended.predict(t, FEED);
        horizon.predict(t, FEED);
        for (Measurement measurement : measurements(truth, t, random)) {
          unscented.assimilate(measurement);
          innovations.add(extended.assimilate(measurement));
          horizon.assimilate(measurement);
        }
      }
      double[] exact = truth.stateAt(96);
      nees[0][run] = Consistency.nees(unscented.state(), exact, states);
      nees[1][run] = Consistency.nees(extended.state(), exact, states);
      nees[2][run] = Consistency.nees(estimated(horizon.estimate()), exact, states);
    }
    for (double[] of : nees) {
      Consistency consistency = Consistency.ofNees(of, states.length, 0.99);
      assertTrue(consistency.consistent(), consistency::toString);
    }
    assertTrue(Consistency.of(innovations, 0.99).consistent());
  }

  @Test
  @Verifies("URS-802")
  void forALinearModelTheMovingHorizonIsTheKalmanFilter() {
    ProcessModel model = LinearModel.model();
    InputPlan inputs = new InputPlan(List.of(new InputStep(0, new double[] {0.5})));
    EstimatorState start =
        new EstimatorState(0, new double[] {2, 1}, new double[][] {{0.4, 0.1}, {0.1, 0.3}});
    EstimatorSettings settings =
        new EstimatorSettings(
            new double[] {0.2, 0.1},
            Set.of("OUT"),
            0.9999999,
            20,
            new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-11, 1e-13, Deadline.none()));
    StateEstimator filter =
        new StateEstimator(
            model, model.nominalParameters(), start, inputs, settings, new ExtendedFilter());
    MovingHorizonEstimator horizon =
        new MovingHorizonEstimator(model, model.nominalParameters(), start, inputs, settings, 6);
    RandomGenerator random = new Well19937c(3);
    for (double t = 1; t <= 10; t++) {
      filter.predict(t, inputs);
      horizon.predict(t, inputs);
      Measurement measurement = new Measurement(t, "OUT", 1.5 + random.nextGaussian(), 0.5);
      filter.assimilate(measurement);
      horizon.assimilate(measurement);
      EstimatorState fitted = estimated(horizon.estimate());
      assertArrayEquals(filter.state().mean(), fitted.mean(), 1e-6, "at " + t + " h");
      for (int i = 0; i < 2; i++) {
        assertArrayEquals(
            filter.state().covariance()[i], fitted.covariance()[i], 1e-6, "at " + t + " h");
      }
    }
  }

  @Test
  @Verifies("URS-802")
  void theMovingHorizonTakesLateSamplesAndItsUncertaintyGrowsWithoutData() {
    Trajectory truth = ChoCases.run(ChoCases.MODEL.nominalParameters(), FEED, 240);
    MovingHorizonEstimator onTime = horizon();
    MovingHorizonEstimator late = horizon();
    Measurement glucose = new Measurement(24, "GLC", truth.stateAt(24)[1] + 0.4, 0.6);
    Measurement cells = new Measurement(36, "VCD", truth.stateAt(36)[0] * 1.02, 0.03);
    onTime.predict(24, FEED);
    onTime.assimilate(glucose);
    onTime.predict(36, FEED);
    onTime.assimilate(cells);
    late.predict(36, FEED);
    late.assimilate(cells);
    late.assimilate(glucose);
    double[] first = estimated(onTime.estimate()).mean();
    assertArrayEquals(first, estimated(late.estimate()).mean(), 1e-3);
    double before = estimated(onTime.estimate()).covariance()[1][1];
    onTime.predict(60, FEED);
    assertTrue(estimated(onTime.estimate()).covariance()[1][1] > before);
    onTime.predict(200, FEED);
    assertTrue(estimated(onTime.estimate()).covariance()[1][1] > 3 * before);
  }

  @Test
  @Verifies("URS-217")
  void aLateSampleGivesTheExtendedFilterTheSameBits() {
    Measurement sample = new Measurement(24, "GLC", 28.2, 0.6);
    StateEstimator onTime = estimator(new ExtendedFilter(), settings(NOISE));
    onTime.predict(24, FEED);
    onTime.assimilate(sample);
    onTime.predict(48, FEED);
    StateEstimator late = estimator(new ExtendedFilter(), settings(NOISE));
    late.predict(24, FEED);
    late.predict(48, FEED);
    late.assimilate(sample);
    assertArrayEquals(onTime.state().mean(), late.state().mean());
    assertArrayEquals(onTime.state().covariance(), late.state().covariance());
  }

  @Test
  @Verifies("URS-804")
  void aHealthySensorIsAccusedAsRarelyAsDesignedAndAShiftIsFoundAsFast() {
    // Montgomery: ARL0 = 465 and ARL1 = 10.4 for a shift of one standard deviation
    RandomGenerator random = new Well19937c(5);
    assertEquals(465, meanRunLength(random, 0, 400), 70);
    assertEquals(10.4, meanRunLength(random, 1, 2000), 0.5);
  }

  private static double meanRunLength(RandomGenerator random, double shift, int repeats) {
    long total = 0;
    for (int r = 0; r < repeats; r++) {
      SensorMonitor monitor = new SensorMonitor("GLC", Rules.standard());
      int length = 0;
      boolean found = false;
      while (!found) {
        length++;
        double value = 10 + shift + random.nextGaussian();
        found =
            monitor
                .watch(
                    new Innovation(
                        new Measurement(length, "GLC", value, 1), 10, 1, 0.5, true, "test"))
                .stream()
                .anyMatch(f -> f.fault() == Fault.DRIFT_UP || f.fault() == Fault.DRIFT_DOWN);
      }
      total += length;
    }
    return (double) total / repeats;
  }

  @Test
  @Verifies("URS-804")
  void aDriftingProbeIsFoundWhileTheOtherSensorsAreNotAccused() {
    Trajectory truth = ChoCases.run(ChoCases.MODEL.nominalParameters(), FEED, 240);
    int found = 0;
    int accused = 0;
    double delay = 0;
    int runs = 20;
    for (int run = 0; run < runs; run++) {
      RandomGenerator random = new Well19937c(run);
      StateEstimator estimator = estimator(new ExtendedFilter(), settings(NOISE));
      SensorMonitor glucose = new SensorMonitor("GLC", Rules.standard());
      SensorMonitor cells = new SensorMonitor("VCD", Rules.standard());
      double foundAt = Double.NaN;
      boolean accusedCells = false;
      for (double t = 4; t <= 240; t += 4) {
        estimator.predict(t, FEED);
        double drift = t > 100 ? 0.05 * (t - 100) : 0;
        double[] y = truth.stateAt(t);
        for (Measurement m :
            List.of(
                new Measurement(t, "GLC", y[1] + drift + 0.5 * random.nextGaussian(), 0.5),
                new Measurement(t, "VCD", y[0] * (1 + 0.03 * random.nextGaussian()), 0.03 * y[0]),
                new Measurement(
                    t, "LAC", y[3] * (1 + 0.03 * random.nextGaussian()), 0.03 * y[3]))) {
          Innovation innovation = estimator.assimilate(m);
          if (m.outputId().equals("GLC")
              && !glucose.watch(innovation).isEmpty()
              && Double.isNaN(foundAt)) {
            foundAt = t;
          }
          if (m.outputId().equals("VCD")) {
            accusedCells |= !cells.watch(innovation).isEmpty();
          }
        }
      }
      accused += accusedCells ? 1 : 0;
      if (foundAt > 100) {
        found++;
        delay += foundAt - 100;
      }
    }
    int late = found;
    assertTrue(found >= 17, () -> late + " of 20 drifts found after they began");
    double meanDelay = delay / found;
    assertTrue(meanDelay < 60, () -> meanDelay + " h until a drift of 0.05 mmol/L/h is found");
    int wrongly = accused;
    assertTrue(accused <= 6, () -> wrongly + " of 20 healthy sensors accused in 60 samples");
  }

  @Test
  @Verifies("URS-804")
  void aStuckASilentAndAGrosslyWrongSensorAreNamed() {
    SensorMonitor monitor = new SensorMonitor("GLC", Rules.standard());
    for (int k = 1; k <= 10; k++) {
      Innovation same =
          new Innovation(new Measurement(k * 0.1, "GLC", 7, 1), 7, 1, 0, true, "test");
      assertEquals(k == 10, !monitor.watch(same).isEmpty(), "value " + k);
    }
    assertEquals(Fault.STUCK, monitor.findings(1).get(0).fault());
    assertTrue(monitor.findings(2.5).stream().anyMatch(f -> f.fault() == Fault.SILENT));
    SensorMonitor gross = new SensorMonitor("GLC", Rules.standard());
    for (int k = 1; k <= 3; k++) {
      gross.watch(new Innovation(new Measurement(k, "GLC", 70 + k, 1), 7, 1, 4000, false, "test"));
    }
    assertTrue(gross.findings(3).stream().anyMatch(f -> f.fault() == Fault.GROSS_ERROR));
  }

  private static MovingHorizonEstimator horizon() {
    return new MovingHorizonEstimator(
        ChoCases.MODEL,
        ChoCases.MODEL.nominalParameters(),
        believedStart(),
        FEED,
        settings(NOISE),
        48);
  }

  private static StateEstimator estimator(Filter filter, EstimatorSettings settings) {
    return new StateEstimator(
        ChoCases.MODEL,
        ChoCases.MODEL.nominalParameters(),
        believedStart(),
        FEED,
        settings,
        filter);
  }

  private static EstimatorSettings settings(double[] noise) {
    return new EstimatorSettings(noise, CREDIBLE, 0.99999, 72, IntegrationSettings.standard());
  }

  private static EstimatorState believedStart() {
    double[][] covariance = new double[7][7];
    covariance[0][0] = 0.02 * 0.02;
    covariance[1][1] = 1;
    covariance[3][3] = 0.05 * 0.05;
    return new EstimatorState(0, ChoCases.start(), covariance);
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
}
