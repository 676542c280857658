package io.veritwin.twin.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.Event.Direction;
import io.veritwin.twin.integration.IntegrationResult.Cause;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Interrupted;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.YeastOverflow;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stiff equations: correct digits on standard problems, hand-over, sensitivities, events. */
class StiffTest {

  private static final IntegrationSettings STIFF =
      new IntegrationSettings(Method.RADAU_IIA_9, 1e-8, 1e-10, Deadline.none());

  @ParameterizedTest
  @EnumSource(StandardProblem.class)
  @Verifies("URS-800")
  void standardProblemsAreSolvedToSevenDigitsByTheStiffMethodsAndByHandOver(
      StandardProblem problem) {
    for (Method method :
        List.of(Method.RADAU_IIA_9, Method.RADAU_IIA_5, Method.DORMAND_PRINCE_54)) {
      Trajectory solution =
          solved(
              Integration.solve(
                  problem,
                  problem.start(),
                  0,
                  problem.end,
                  new IntegrationSettings(
                      method, 1e-8, problem.absoluteTolerance, Deadline.none())));
      double digits = problem.correctDigits(solution.stateAt(problem.end));
      assertTrue(digits >= 7, method + ": " + digits + " digits");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"RADAU_IIA_5", "RADAU_IIA_9"})
  @Verifies({"URS-800", "URS-207"})
  void failuresOfAStiffMethodAreReportedWithPlaceAndCause(Method method) {
    IntegrationSettings settings = new IntegrationSettings(method, 1e-8, 1e-10, Deadline.none());
    Failed explosion =
        assertInstanceOf(
            Failed.class,
            Integration.solve(
                system((t, y, dydt) -> dydt[0] = y[0] * y[0]), new double[] {1}, 0, 2, settings));
    assertEquals(1, explosion.time(), 1e-3, explosion.words());
    Failed root =
        assertInstanceOf(
            Failed.class,
            Integration.solve(
                system((t, y, dydt) -> dydt[0] = -StrictMath.sqrt(y[0] - 1)),
                new double[] {0.5},
                0,
                2,
                settings));
    assertEquals(Cause.NOT_A_NUMBER, root.cause());
    Failed later =
        assertInstanceOf(
            Failed.class,
            Integration.solve(
                system((t, y, dydt) -> dydt[0] = t < 1 ? 1 : Double.NaN),
                new double[] {0.5},
                0,
                2,
                settings));
    assertEquals(Cause.NOT_A_NUMBER, later.cause(), later.words());
    assertEquals(1, later.time(), 1e-6);
  }

  @Test
  @Verifies("URS-800")
  void sensitivitiesOfStiffEquationsEqualDifferencesOfSolutions() {
    // uptake saturates at six thousandths of a gram: the substrate follows the feed within seconds
    ProcessModel model = YeastOverflow.model();
    double[] p = model.nominalParameters();
    p[model.parameterIndex("K_S")] = 0.006;
    double[] y0 = {80, 0.01, 0.1, 1};
    InputPlan inputs = new InputPlan(List.of(new InputStep(0, new double[] {0.05, 30})));
    int[] by = {model.parameterIndex("K_S"), model.parameterIndex("Y_ox")};
    double[] scales = {p[by[0]], p[by[1]]};
    double[] y =
        solved(Integration.solveWithSensitivities(model, p, by, scales, y0, 0, 10, inputs, STIFF))
            .stateAt(10);
    for (int k = 0; k < by.length; k++) {
      double[] above = moved(model, p, by[k], 1e-4, y0, inputs);
      double[] below = moved(model, p, by[k], -1e-4, y0, inputs);
      for (int i = 0; i < 4; i++) {
        double difference = (above[i] - below[i]) / 2e-4;
        assertEquals(difference, y[4 * (k + 1) + i], 1e-5 * (1 + Math.abs(difference)));
      }
    }
  }

  private static double[] moved(
      ProcessModel model, double[] p, int k, double relative, double[] y0, InputPlan inputs) {
    double[] changed = p.clone();
    changed[k] *= 1 + relative;
    return solved(
            Integration.solve(
                model,
                changed,
                y0,
                0,
                10,
                inputs,
                new IntegrationSettings(Method.RADAU_IIA_9, 1e-11, 1e-13, Deadline.none())))
        .stateAt(10);
  }

  @Test
  @Verifies("URS-800")
  void equationsThatAreNotStiffAreNotHandedOver() {
    // the same number of evaluations with and without a Jacobian, which the hand-over needs
    double[] p = ChoCases.MODEL.nominalParameters();
    double[] u = {1};
    OdeSystem plain =
        new OdeSystem() {
          @Override
          public int dimension() {
            return 7;
          }

          @Override
          public void derivatives(double t, double[] y, double[] dydt) {
            ChoCases.MODEL.derivatives(t, y, u, p, dydt);
          }
        };
    InputPlan inputs = new InputPlan(List.of(new InputStep(0, u)));
    IntegrationSettings explicit =
        new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-10, 1e-12, Deadline.none());
    Trajectory model =
        solved(Integration.solve(ChoCases.MODEL, p, ChoCases.start(), 0, 200, inputs, explicit));
    Trajectory alone = solved(Integration.solve(plain, ChoCases.start(), 0, 200, explicit));
    assertTrue(alone.evaluations() > 30 * 6, () -> alone.evaluations() + " evaluations");
    assertEquals(alone.evaluations(), model.evaluations());
    assertArrayEquals(alone.stateAt(200), model.stateAt(200));
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  @Verifies("URS-801")
  void anEventIsLocatedWhereItsConditionPassesZeroInItsDirection(Method method) {
    // glucose falls below 20 mmol/L once; the same instant by every method
    Event depletion = new Event("glucose", (t, y) -> y[1] - 20, Direction.FALLING);
    Event never = new Event("never", (t, y) -> y[1] - 29, Direction.RISING);
    IntegrationSettings settings = new IntegrationSettings(method, 1e-10, 1e-12, Deadline.none());
    Interrupted interrupted =
        assertInstanceOf(
            Interrupted.class,
            Integration.solveUntil(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                ChoCases.start(),
                0,
                336,
                ChoCases.dailyFeed(),
                List.of(never, depletion),
                settings));
    assertEquals(depletion, interrupted.event());
    double at = interrupted.trajectory().end();
    assertEquals(20, interrupted.trajectory().stateAt(at)[1], 1e-9);
    double[] whole =
        ChoCases.run(ChoCases.MODEL.nominalParameters(), ChoCases.dailyFeed(), 336).stateAt(at);
    assertEquals(20, whole[1], 1e-5);
  }

  @Test
  @Verifies("URS-801")
  void theEarlierOfTwoEventsInOneStepIsTheOneThatHappened() {
    OdeSystem clock = system((t, y, dydt) -> dydt[0] = 1);
    Event second = new Event("second", (t, y) -> y[0] - 0.7, Direction.RISING);
    Event first = new Event("first", (t, y) -> y[0] - 0.3, Direction.RISING);
    Interrupted interrupted =
        assertInstanceOf(
            Interrupted.class,
            Integration.solveUntil(clock, new double[] {0}, 0, 1, List.of(second, first), STIFF));
    assertEquals("first", interrupted.event().id());
    assertEquals(0.3, interrupted.trajectory().end(), 1e-12);
  }

  private static Trajectory solved(IntegrationResult result) {
    return assertInstanceOf(Solved.class, result, result::toString).trajectory();
  }

  private interface Rates {
    void at(double t, double[] y, double[] dydt);
  }

  private static OdeSystem system(Rates rates) {
    return new OdeSystem() {
      @Override
      public int dimension() {
        return 1;
      }

      @Override
      public void derivatives(double t, double[] y, double[] dydt) {
        rates.at(t, y, dydt);
      }
    };
  }
}
