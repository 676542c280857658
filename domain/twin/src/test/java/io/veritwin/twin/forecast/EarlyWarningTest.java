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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final double EVERY_HOURS = 6;
  private static final ExpectedCourse GOOD_COURSE = goodCourse();

  /** Glucose against product, of thirty good batches. */
  private static ExpectedCourse goodCourse() {
    RandomGenerator random = new Well19937c(77);
    return new ExpectedCourse(
        "GLC",
        "PRODUCT",
        GoldenBatch.learn(IntStream.range(0, 30).mapToObj(i -> good(random)).toList(), 0.9));
  }

  /** What became of a watched batch; times are NaN where nothing happened. */
  private record Watched(double warnedAt, double happenedAt) {

    boolean happened() {
      return !Double.isNaN(happenedAt);
    }

    boolean warned() {
      return !Double.isNaN(warnedAt);
    }

    boolean inTime() {
      return happened() && warnedAt < happenedAt;
    }
  }

  /** Warnings counted over batches. */
  private static final class Tally {
    private int happened;
    private int inTime;
    private int falseAlarms;
    private double lead;

    void add(Watched watched) {
      happened += watched.happened() ? 1 : 0;
      inTime += watched.inTime() ? 1 : 0;
      lead += watched.inTime() ? watched.happenedAt - watched.warnedAt : 0;
      falseAlarms += watched.warned() && !watched.happened() ? 1 : 0;
    }

    double meanLead() {
      return lead / inTime;
    }
  }

  @Test
  @Verifies("URS-226")
  void aFeedPumpThatFailsIsWarnedOfInTimeAndHealthyBatchesAreLeftInPeace() {
    Tally limitOfFaulty = new Tally();
    Tally courseOfFaulty = new Tally();
    for (int run = 0; run < 15; run++) {
      Map<Record, Watched> watched = watch(run, true);
      limitOfFaulty.add(watched.get(HUNGER));
      courseOfFaulty.add(watched.get(GOOD_COURSE));
    }
    Tally limitOfHealthy = new Tally();
    Tally courseOfHealthy = new Tally();
    int healthy = 25;
    for (int run = 0; run < healthy; run++) {
      Map<Record, Watched> watched = watch(1000 + run, false);
      limitOfHealthy.add(watched.get(HUNGER));
      courseOfHealthy.add(watched.get(GOOD_COURSE));
    }
    print("limit", limitOfFaulty, limitOfHealthy, healthy);
    print("band of good batches", courseOfFaulty, courseOfHealthy, healthy);
    assertTrue(limitOfFaulty.happened >= 12, () -> limitOfFaulty.happened + " breaches");
    assertTrue(
        limitOfFaulty.inTime >= 0.9 * limitOfFaulty.happened,
        () -> limitOfFaulty.inTime + " of " + limitOfFaulty.happened + " in time");
    assertTrue(limitOfFaulty.meanLead() >= 10, () -> limitOfFaulty.meanLead() + " h mean lead");
    assertTrue(
        limitOfHealthy.falseAlarms <= 2,
        () -> limitOfHealthy.falseAlarms + " false alarms in " + healthy);
    assertTrue(courseOfFaulty.happened >= 12, () -> courseOfFaulty.happened + " left the band");
    assertTrue(
        courseOfFaulty.inTime >= 0.9 * courseOfFaulty.happened,
        () -> courseOfFaulty.inTime + " of " + courseOfFaulty.happened + " in time");
    assertTrue(courseOfFaulty.meanLead() >= 5, () -> courseOfFaulty.meanLead() + " h mean lead");
    assertTrue(
        courseOfHealthy.falseAlarms <= 2,
        () -> courseOfHealthy.falseAlarms + " false alarms in " + healthy);
  }

  private static void print(String what, Tally faulty, Tally ofHealthy, int healthy) {
    System.out.printf(
        Locale.ROOT,
        "Early warning, %s: %d faulty batches reach it, %d warned of in time, mean lead %.1f h; %d"
            + " false alarms in %d healthy batches, of which %d reach it%n",
        what,
        faulty.happened,
        faulty.inTime,
        faulty.meanLead(),
        ofHealthy.falseAlarms,
        healthy,
        ofHealthy.happened);
  }

  /** A batch with parameters of its own; from day 5 the faulty pump delivers nothing. */
  private static Map<Record, Watched> watch(int seed, boolean faulty) {
    RandomGenerator random = new Well19937c(seed);
    double[] p =
        new NormalDraw(ChoCases.MODEL.nominalParameters(), ChoCases.parameterCovariance(0.03))
            .next(random);
    InputPlan recipe = ChoCases.dailyFeed();
    InputPlan delivered = faulty ? recipe.withInputFrom(120, 0, 0) : recipe;
    Trajectory truth = ChoCases.run(p, delivered, END);
    double breachedAt = Double.NaN;
    double leftAt = Double.NaN;
    for (double t = END; t >= 0; t -= 0.5) {
      double[] y = truth.stateAt(t);
      breachedAt = y[1] < HUNGER.value() ? t : breachedAt;
      leftAt = GOOD_COURSE.band().isLeftBy(y[5] * y[6] / 1000, y[1]) ? t : leftAt;
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
    Map<Record, Double> warnedAt = new HashMap<>();
    double decided = faulty ? Math.max(breachedAt, leftAt) : END;
    for (double t = EVERY_HOURS; t < END && !(t >= decided); t += EVERY_HOURS) {
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
                  new ForecastSettings(
                      40,
                      12,
                      List.of(HUNGER),
                      List.of(GOOD_COURSE),
                      IntegrationSettings.standard())));
      for (Warning given : warning.watch(forecast)) {
        assertTrue(given.words().startsWith("GLC is expected to "), given.words());
        warnedAt.putIfAbsent(given.outlook().watched(), given.time());
      }
    }
    return Map.of(
        HUNGER,
        new Watched(warnedAt.getOrDefault(HUNGER, Double.NaN), breachedAt),
        GOOD_COURSE,
        new Watched(warnedAt.getOrDefault(GOOD_COURSE, Double.NaN), leftAt));
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
