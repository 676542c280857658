package io.veritwin.twin.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimatorSettings;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.estimation.ExtendedFilter;
import io.veritwin.twin.estimation.Measurement;
import io.veritwin.twin.estimation.StateEstimator;
import io.veritwin.twin.forecast.EarlyWarning.Warning;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.GoldenBatch.Course;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.twin.uncertainty.NormalDraw;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Warnings on seeded faults, and the band of good batches on new ones. */
class EarlyWarningTest {

  private static final Limit HUNGER = new Limit("GLC", Limit.Side.MINIMUM, 8);
  private static final double END = 288;

  /** What became of a watched batch; times are NaN where nothing happened. */
  private record Watched(double warnedAt, double breachedAt) {}

  @Test
  @Verifies("URS-226")
  void aFeedPumpThatFailsIsWarnedOfInTimeAndHealthyBatchesAreLeftInPeace() {
    int faulty = 15;
    int healthy = 25;
    int warnedInTime = 0;
    double lead = 0;
    int breaches = 0;
    for (int run = 0; run < faulty; run++) {
      Watched watched = watch(run, true);
      if (!Double.isNaN(watched.breachedAt)) {
        breaches++;
        if (watched.warnedAt < watched.breachedAt) {
          warnedInTime++;
          lead += watched.breachedAt - watched.warnedAt;
        }
      }
    }
    int falseAlarms = 0;
    for (int run = 0; run < healthy; run++) {
      Watched watched = watch(1000 + run, false);
      falseAlarms += !Double.isNaN(watched.warnedAt) && Double.isNaN(watched.breachedAt) ? 1 : 0;
    }
    int[] counts = {breaches, warnedInTime, falseAlarms};
    double meanLead = lead / warnedInTime;
    System.out.printf(
        "Early warning: %d breaches, %d warned of in time, mean lead %.1f h, %d false alarms in %d"
            + " healthy batches%n",
        counts[0], counts[1], meanLead, counts[2], healthy);
    assertTrue(counts[0] >= 12, () -> counts[0] + " breaches");
    assertTrue(counts[1] >= 0.9 * counts[0], () -> counts[1] + " of " + counts[0] + " in time");
    assertTrue(meanLead >= 10, () -> meanLead + " h mean lead");
    assertTrue(counts[2] <= 2, () -> counts[2] + " false alarms in " + healthy);
  }

  /** A batch with parameters of its own; from day 5 the faulty pump delivers a fifth. */
  private static Watched watch(int seed, boolean faulty) {
    RandomGenerator random = new Well19937c(seed);
    double[] p =
        new NormalDraw(ChoCases.MODEL.nominalParameters(), ChoCases.parameterCovariance(0.03))
            .next(random);
    InputPlan recipe = ChoCases.dailyFeed();
    InputPlan delivered = faulty ? recipe.withInputFrom(120, 0, 0) : recipe;
    Trajectory truth = ChoCases.run(p, delivered, END);
    double breachedAt = Double.NaN;
    for (double t = 0; t <= END && Double.isNaN(breachedAt); t += 0.5) {
      breachedAt = truth.stateAt(t)[1] < HUNGER.value() ? t : Double.NaN;
    }
    double[][] covariance = new double[7][7];
    covariance[0][0] = 0.01 * 0.01;
    covariance[1][1] = 0.5 * 0.5;
    StateEstimator estimator =
        new StateEstimator(
            ChoCases.MODEL,
            ChoCases.MODEL.nominalParameters(),
            new EstimatorState(0, ChoCases.start(), covariance),
            delivered,
            new EstimatorSettings(
                new double[] {0.01, 0.05, 0.02, 0.05, 0.01, 0.5, 0},
                Set.of("VCD", "GLC", "LAC"),
                0.9999,
                24,
                IntegrationSettings.standard()),
            new ExtendedFilter());
    EarlyWarning warning = new EarlyWarning(0.5, 2);
    for (double t = 12; t < END && !(t >= breachedAt); t += 12) {
      estimator.predict(t, delivered);
      double[] y = truth.stateAt(t);
      for (int i : new int[] {0, 1, 3}) {
        double sd = 0.03 * y[i] + 0.02;
        estimator.assimilate(
            new Measurement(
                t,
                new String[] {"VCD", "GLC", "", "LAC"}[i],
                Math.max(0, y[i] + sd * random.nextGaussian()),
                sd));
      }
      // what the pump delivers now is taken to go on
      InputPlan expected = t >= 120 && faulty ? recipe.withInputFrom(t, 0, 0) : recipe;
      Forecast forecast =
          assertInstanceOf(
              Forecast.class,
              Forecaster.forecast(
                  ChoCases.MODEL,
                  ChoCases.MODEL.nominalParameters(),
                  ChoCases.parameterCovariance(0.03),
                  estimator.state(),
                  expected,
                  Math.min(72, END - t),
                  seed,
                  new ForecastSettings(40, 12, List.of(HUNGER), IntegrationSettings.standard())));
      List<Warning> warnings = warning.watch(forecast);
      if (!warnings.isEmpty()) {
        assertTrue(warnings.get(0).words().contains("GLC"), warnings.get(0).words());
        return new Watched(t, breachedAt);
      }
    }
    return new Watched(Double.NaN, breachedAt);
  }

  @Test
  @Verifies("URS-226")
  void aWarningNeedsSeveralForecastsInARow() {
    EarlyWarning warning = new EarlyWarning(0.5, 2);
    assertEquals(0, warning.watch(forecast(0.9)).size());
    assertEquals(0, warning.watch(forecast(0.4)).size());
    assertEquals(0, warning.watch(forecast(0.6)).size());
    assertEquals(1, warning.watch(forecast(0.7)).size());
  }

  private static Forecast forecast(double probability) {
    return new Forecast(
        new double[] {10, 20},
        List.of(),
        List.of(
            new LimitOutlook(
                HUNGER,
                probability,
                new double[] {0, probability},
                java.util.OptionalDouble.empty())),
        20,
        1);
  }

  @Test
  @Verifies("URS-221")
  void theBandHoldsNewGoodBatchesAsOftenAsItSays() {
    // many references, each tried on new batches: the share inside is that of the design
    RandomGenerator random = new Well19937c(8);
    int inside = 0;
    int tried = 0;
    List<Course> courses = IntStream.range(0, 900).mapToObj(i -> good(random)).toList();
    for (int reference = 0; reference < 30; reference++) {
      List<Course> mine = courses.subList(30 * reference, 30 * reference + 30);
      GoldenBatch golden = GoldenBatch.learn(mine.subList(0, 20), 0.9);
      for (Course course : mine.subList(20, 30)) {
        inside += golden.holds(course) ? 1 : 0;
        tried++;
      }
    }
    BinomialDistribution nominal = new BinomialDistribution(tried, 19.0 / 21);
    int found = inside;
    assertTrue(
        inside >= nominal.inverseCumulativeProbability(0.001)
            && inside <= nominal.inverseCumulativeProbability(0.999),
        () -> found + " of 300 inside");
  }

  @Test
  @Verifies("URS-221")
  void aBatchThatStarvesLeavesTheBand() {
    RandomGenerator random = new Well19937c(9);
    GoldenBatch golden =
        GoldenBatch.learn(IntStream.range(0, 30).mapToObj(i -> good(random)).toList(), 0.9);
    Trajectory starved =
        ChoCases.run(
            ChoCases.MODEL.nominalParameters(), ChoCases.dailyFeed().withInputFrom(72, 0, 0), 240);
    assertTrue(!golden.holds(course(starved)));
    assertEquals(0.9, golden.share());
    assertThrows(
        InvalidInputException.class,
        () -> GoldenBatch.learn(IntStream.range(0, 8).mapToObj(i -> good(random)).toList(), 0.9));
    assertThrows(
        InvalidInputException.class,
        () -> new Course(new double[] {0, 2, 1}, new double[] {1, 1, 1}));
    assertThrows(
        InvalidInputException.class,
        () -> new Course(new double[] {0, 1}, new double[] {1, Double.NaN}));
  }

  private static Course good(RandomGenerator random) {
    double[] p =
        new NormalDraw(ChoCases.MODEL.nominalParameters(), ChoCases.parameterCovariance(0.05))
            .next(random);
    double[] start = ChoCases.start();
    start[0] *= 1 + 0.05 * random.nextGaussian();
    start[1] *= 1 + 0.02 * random.nextGaussian();
    return course(ChoCases.run(p, start, ChoCases.dailyFeed(), 240));
  }

  /** Glucose against product made. */
  private static Course course(Trajectory run) {
    List<double[]> points = new ArrayList<>();
    for (double t = 12; t <= 240; t += 6) {
      double[] y = run.stateAt(t);
      points.add(new double[] {y[5] * y[6] / 1000, y[1]});
    }
    return new Course(
        points.stream().mapToDouble(x -> x[0]).toArray(),
        points.stream().mapToDouble(x -> x[1]).toArray());
  }
}
