package io.veritwin.twin.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.twin.uncertainty.NormalDraw;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

class ForecasterTest {

  private static final double[][] COVARIANCE = ChoCases.parameterCovariance(0.05);

  @Test
  @Verifies("URS-219")
  void heldOutRunsLieInTheIntervalsAsOftenAsTheySay() {
    int runs = 200;
    int[] inside50 = new int[3];
    int[] inside95 = new int[3];
    Forecast forecast = forecast(ChoCases.day5(), 5, List.of());
    String[] outputs = {"VCD", "GLC", "TITRE"};
    RandomGenerator random = new Well19937c(99);
    EstimatorState now = ChoCases.day5();
    NormalDraw states = new NormalDraw(now.mean(), now.covariance());
    NormalDraw parameters = new NormalDraw(ChoCases.MODEL.nominalParameters(), COVARIANCE);
    double[] out = new double[ChoCases.MODEL.outputs().size()];
    int last = forecast.times().length - 1;
    for (int run = 0; run < runs; run++) {
      double[] p = parameters.next(random);
      Solved truth =
          assertInstanceOf(
              Solved.class,
              Integration.solve(
                  ChoCases.MODEL,
                  p,
                  states.next(random),
                  120,
                  192,
                  ChoCases.dailyFeed(),
                  IntegrationSettings.standard()));
      ChoCases.MODEL.outputs(
          192, truth.trajectory().stateAt(192), ChoCases.dailyFeed().at(192), p, out);
      for (int o = 0; o < outputs.length; o++) {
        OutputBand band = forecast.band(outputs[o]);
        double value = out[ChoCases.MODEL.outputIndex(outputs[o])];
        inside50[o] += value >= band.lower50()[last] && value <= band.upper50()[last] ? 1 : 0;
        inside95[o] += value >= band.lower95()[last] && value <= band.upper95()[last] ? 1 : 0;
      }
    }
    for (int o = 0; o < outputs.length; o++) {
      assertWithinBinomialBounds(inside50[o], runs, 0.5, outputs[o]);
      assertWithinBinomialBounds(inside95[o], runs, 0.95, outputs[o]);
    }
  }

  @Test
  @Verifies("URS-213")
  void theSameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    Forecast first = forecast(ChoCases.day5(), 5, List.of());
    Forecast second = forecast(ChoCases.day5(), 5, List.of());
    Forecast other = forecast(ChoCases.day5(), 6, List.of());
    assertArrayEquals(first.band("TITRE").upper95(), second.band("TITRE").upper95());
    int last = first.times().length - 1;
    assertTrue(first.band("TITRE").median()[last] != other.band("TITRE").median()[last]);
  }

  @Test
  @Verifies("URS-218")
  void bandsAreNestedAndWidenWithTime() {
    Forecast forecast = forecast(ChoCases.day5(), 5, List.of());
    OutputBand titre = forecast.band("TITRE");
    int last = forecast.times().length - 1;
    for (int k = 0; k <= last; k++) {
      assertTrue(titre.lower95()[k] <= titre.lower50()[k]);
      assertTrue(titre.lower50()[k] <= titre.median()[k]);
      assertTrue(titre.median()[k] <= titre.upper50()[k]);
      assertTrue(titre.upper50()[k] <= titre.upper95()[k]);
    }
    assertTrue(
        titre.upper95()[last] - titre.lower95()[last] > titre.upper95()[0] - titre.lower95()[0]);
    assertEquals(120, forecast.times()[0]);
    assertEquals(192, forecast.times()[last]);
  }

  @Test
  @Verifies("URS-220")
  void theProbabilityAndTheTimeToALimitFollowFromTheEnsemble() {
    EstimatorState now = ChoCases.day5();
    double median = forecast(now, 5, List.of()).band("TITRE").median()[24];
    Forecast forecast =
        forecast(
            now,
            5,
            List.of(
                new Limit("TITRE", Limit.Side.MAXIMUM, median),
                new Limit("GLC", Limit.Side.MINIMUM, 0.01),
                new Limit("VOLUME", Limit.Side.MAXIMUM, 1000)));
    LimitOutlook even = forecast.limits().get(0);
    assertEquals(0.5, even.probabilityByTime()[24], 0.01);
    assertTrue(even.probability() > 0.9, even::toString);
    double hours = even.hoursToLimit().orElseThrow();
    assertEquals(36, hours, 1.5, even::toString);
    assertEquals(0, forecast.limits().get(1).probability());
    assertTrue(forecast.limits().get(1).hoursToLimit().isEmpty());
    assertEquals(1, forecast.limits().get(2).probability(), 1e-9);
    assertEquals(0, forecast.limits().get(2).hoursToLimit().orElseThrow());
  }

  @Test
  @Verifies({"URS-220", "URS-221"})
  void theProbabilityAndTheTimeOfLeavingTheBandOfGoodBatchesFollowFromTheEnsemble() {
    EstimatorState now = ChoCases.day5();
    OutputBand titre = forecast(now, 5, List.of()).band("TITRE");
    double[] volumes = {900, 2000};
    // good batches whose band ends above the median that is forecast for 36 hours from now
    double median = titre.median()[24];
    GoldenBatch until = band(volumes, median);
    GoldenBatch wide = band(volumes, 1e6);
    GoldenBatch elsewhere = band(new double[] {5000, 6000}, median);
    Forecast forecast =
        assertInstanceOf(
            Forecast.class,
            Forecaster.forecast(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                COVARIANCE,
                now,
                ChoCases.dailyFeed(),
                72,
                5,
                new ForecastSettings(
                    400,
                    48,
                    List.of(),
                    List.of(
                        new ExpectedCourse("TITRE", "VOLUME", until),
                        new ExpectedCourse("TITRE", "VOLUME", wide),
                        new ExpectedCourse("TITRE", "VOLUME", elsewhere)),
                    IntegrationSettings.standard())));
    CourseOutlook even = forecast.courses().get(0);
    assertEquals(0.5, even.probabilityByTime()[24], 0.01);
    assertTrue(even.probability() > 0.9, even::toString);
    assertEquals(36, even.hoursToLeaving().orElseThrow(), 1.5, even::toString);
    assertEquals(0, forecast.courses().get(1).probability());
    assertTrue(forecast.courses().get(1).hoursToLeaving().isEmpty());
    // progress that the band does not cover is not judged
    assertEquals(0, forecast.courses().get(2).probability());
  }

  /** A band from below zero to a greatest value, whatever the progress. */
  private static GoldenBatch band(double[] progress, double greatest) {
    List<GoldenBatch.Course> courses = new java.util.ArrayList<>();
    for (int k = -4; k <= 4; k++) {
      courses.add(new GoldenBatch.Course(progress, new double[] {k * greatest, k * greatest}));
    }
    GoldenBatch band = GoldenBatch.learn(courses, 0.5);
    GoldenBatch.Standing standing = band.standing(progress[0], 0);
    double factor = greatest / standing.upper();
    courses.replaceAll(
        c ->
            new GoldenBatch.Course(
                progress, new double[] {c.values()[0] * factor, c.values()[0] * factor}));
    return GoldenBatch.learn(courses, 0.5);
  }

  @Test
  @Verifies("URS-201")
  void aHorizonThatIsNotPositiveIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () ->
            Forecaster.forecast(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                COVARIANCE,
                ChoCases.day5(),
                ChoCases.dailyFeed(),
                -1,
                1,
                ForecastSettings.standard(List.of())));
  }

  private static Forecast forecast(EstimatorState state, long seed, List<Limit> limits) {
    return assertInstanceOf(
        Forecast.class,
        Forecaster.forecast(
            ChoCases.MODEL,
            ChoCases.MODEL.nominalParameters(),
            COVARIANCE,
            state,
            ChoCases.dailyFeed(),
            72,
            seed,
            ForecastSettings.standard(limits)));
  }

  private static void assertWithinBinomialBounds(int inside, int runs, double share, String what) {
    BinomialDistribution expected = new BinomialDistribution(runs, share);
    int lower = expected.inverseCumulativeProbability(0.001);
    int upper = expected.inverseCumulativeProbability(0.999);
    assertTrue(
        inside >= lower && inside <= upper,
        what + ": " + inside + " of " + runs + ", bounds " + lower + " to " + upper);
  }
}
