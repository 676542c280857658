package io.veritwin.twin.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.twin.run.InvalidInputException;
import io.veritwin.validation.evidence.Verifies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IntegrationTest {

  private static final IntegrationSettings SETTINGS = IntegrationSettings.standard();

  @ParameterizedTest
  @EnumSource(Method.class)
  @Verifies("URS-204")
  void denseOutputIsAsExactAsTheSteps(Method method) {
    OdeSystem oscillator =
        system(
            2,
            (t, y, dydt) -> {
              dydt[0] = y[1];
              dydt[1] = -y[0];
            });
    IntegrationSettings tight = new IntegrationSettings(method, 1e-10, 1e-12, Deadline.none());
    Trajectory solution = solved(Integration.solve(oscillator, new double[] {1, 0}, 0, 20, tight));
    for (double t = 0; t <= 20; t += 0.037) {
      assertArrayEquals(
          new double[] {StrictMath.cos(t), -StrictMath.sin(t)}, solution.stateAt(t), 1e-7);
    }
  }

  @Test
  @Verifies("URS-204")
  void aFeedChangeIsMetExactlyAtItsTime() {
    Trajectory run = ChoCases.run(ChoCases.MODEL.nominalParameters(), ChoCases.dailyFeed(), 96);
    assertEquals(1000, run.stateAt(72)[6], 1e-9);
    assertEquals(1012, run.stateAt(84)[6], 1e-9);
    assertEquals(1024, run.stateAt(96)[6], 1e-9);
  }

  @Test
  @Verifies("URS-207")
  void aSolutionThatBlowsUpIsReportedWithPlaceAndCause() {
    OdeSystem explosion = system(1, (t, y, dydt) -> dydt[0] = y[0] * y[0]);
    Failed failed =
        assertInstanceOf(
            Failed.class, Integration.solve(explosion, new double[] {1}, 0, 2, SETTINGS));
    assertTrue(failed.time() > 0.99 && failed.time() <= 1.01, failed.words());
    assertTrue(
        failed.cause() == Cause.STEP_TOO_SMALL || failed.cause() == Cause.NOT_A_NUMBER,
        failed.words());
  }

  @Test
  @Verifies("URS-207")
  void aRateThatIsNotANumberIsReported() {
    OdeSystem root = system(1, (t, y, dydt) -> dydt[0] = -StrictMath.sqrt(y[0] - 1));
    Failed failed =
        assertInstanceOf(Failed.class, Integration.solve(root, new double[] {0.5}, 0, 2, SETTINGS));
    assertEquals(Cause.NOT_A_NUMBER, failed.cause());
    assertEquals(0, failed.time());
  }

  @Test
  @Verifies("URS-207")
  void equationsTooStiffForAnExplicitMethodAreReportedAndDoNotRunForEver() {
    OdeSystem stiff = system(1, (t, y, dydt) -> dydt[0] = -1e7 * (y[0] - StrictMath.cos(t)));
    Failed failed =
        assertInstanceOf(
            Failed.class, Integration.solve(stiff, new double[] {0}, 0, 100, SETTINGS));
    assertEquals(Cause.TOO_MANY_STEPS, failed.cause());
  }

  @Test
  @Verifies("URS-207")
  void aPassedTimeBoxIsReported() {
    Clock ticking =
        new Clock() {
          private Instant now = Instant.EPOCH;

          @Override
          public Instant instant() {
            now = now.plusMillis(1);
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    IntegrationSettings boxed = SETTINGS.within(Deadline.after(Duration.ofMillis(5), ticking));
    Failed failed =
        assertInstanceOf(
            Failed.class,
            Integration.solve(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                ChoCases.start(),
                0,
                336,
                ChoCases.dailyFeed(),
                boxed));
    assertEquals(Cause.OUT_OF_TIME, failed.cause());
  }

  @Test
  @Verifies("URS-207")
  void aStateThatLeavesItsPhysicalRangeIsReportedAndNotClamped() {
    double[] start = ChoCases.start();
    start[6] = 29_999;
    Failed failed =
        assertInstanceOf(
            Failed.class,
            Integration.solve(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                start,
                0,
                336,
                new InputPlan(List.of(new InputStep(0, new double[] {10}))),
                SETTINGS));
    assertEquals(Cause.LEFT_PHYSICAL_RANGE, failed.cause());
    assertTrue(failed.words().contains("Volume"), failed.words());
  }

  @Test
  @Verifies("URS-201")
  void inadmissibleArgumentsAreRefusedWithTheirValues() {
    double[] parameters = ChoCases.MODEL.nominalParameters();
    parameters[0] = -0.029;
    double[] start = ChoCases.start();
    start[1] = Double.NaN;
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () ->
                Integration.solve(
                    ChoCases.MODEL, parameters, start, 10, 5, ChoCases.dailyFeed(), SETTINGS));
    assertEquals(
        List.of("parameters.mu_max", "state.Glc", "end"),
        refused.refusals().stream().map(r -> r.where()).toList());
    assertTrue(refused.getMessage().contains("-0.029"), refused.getMessage());
  }

  @Test
  @Verifies("URS-201")
  void aFeedOfTenTimesTheVesselIsRefused() {
    InputPlan tenVessels = new InputPlan(List.of(new InputStep(0, new double[] {1000})));
    double[] start = ChoCases.start();
    start[6] = 100;
    InvalidInputException refused =
        assertThrows(
            InvalidInputException.class,
            () ->
                Integration.solve(
                    ChoCases.MODEL,
                    ChoCases.MODEL.nominalParameters(),
                    start,
                    0,
                    5,
                    tenVessels,
                    SETTINGS));
    assertEquals("1000.0", refused.refusals().get(0).value());
  }

  @Test
  @Verifies("URS-208")
  void sensitivitiesEqualDifferencesOfSolutions() {
    int[] by = {ChoCases.MODEL.parameterIndex("mu_max"), ChoCases.MODEL.parameterIndex("k_d")};
    double[] p = ChoCases.MODEL.nominalParameters();
    double[] scales = {p[by[0]], p[by[1]]};
    Trajectory extended =
        solved(
            Integration.solveWithSensitivities(
                ChoCases.MODEL,
                p,
                by,
                scales,
                ChoCases.start(),
                0,
                240,
                ChoCases.dailyFeed(),
                new IntegrationSettings(Method.DORMAND_PRINCE_853, 1e-10, 1e-12, Deadline.none())));
    double[] y = extended.stateAt(240);
    for (int k = 0; k < by.length; k++) {
      double[] above = shifted(p, by[k], 1e-5);
      double[] below = shifted(p, by[k], -1e-5);
      for (int i = 0; i < 7; i++) {
        double difference = (above[i] - below[i]) / 2e-5;
        assertEquals(difference, y[7 * (k + 1) + i], 1e-5 * (1 + Math.abs(difference)));
      }
    }
  }

  private static double[] shifted(double[] p, int k, double relative) {
    double[] changed = p.clone();
    changed[k] *= 1 + relative;
    return solved(
            Integration.solve(
                ChoCases.MODEL,
                changed,
                ChoCases.start(),
                0,
                240,
                ChoCases.dailyFeed(),
                new IntegrationSettings(Method.DORMAND_PRINCE_853, 1e-12, 1e-13, Deadline.none())))
        .stateAt(240);
  }

  private static Trajectory solved(IntegrationResult result) {
    return assertInstanceOf(Solved.class, result).trajectory();
  }

  private interface Rates {
    void at(double t, double[] y, double[] dydt);
  }

  private static OdeSystem system(int dimension, Rates rates) {
    return new OdeSystem() {
      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public void derivatives(double t, double[] y, double[] dydt) {
        rates.at(t, y, dydt);
      }
    };
  }
}
