package io.veritwin.twin.optimisation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.forecast.Ensemble;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.model.ChoBioreactor;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.optimisation.RecipeOptimiser.NoRecipe;
import io.veritwin.twin.optimisation.RecipeOptimiser.Recipe;
import io.veritwin.twin.optimisation.RecipeProblem.Control;
import io.veritwin.twin.optimisation.RecipeProblem.Scenario;
import io.veritwin.twin.optimisation.ShiftOptimiser.Choice;
import io.veritwin.twin.optimisation.ShiftOptimiser.Grid;
import io.veritwin.twin.optimisation.ShiftOptimiser.NoChoice;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.validation.evidence.Verifies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeOptimiserTest {

  @Test
  @Verifies("URS-227")
  void parkAndRamirezOptimumIsReachedFromAStartThatLeadsToALocalOneAndTheVesselIsNeverTooFull() {
    RecipeProblem problem = RecipeCases.parkRamirez();
    Recipe recipe =
        assertInstanceOf(
            Recipe.class, RecipeOptimiser.optimise(problem, RecipeCases.randomStart(3)));
    assertTrue(recipe.objective() >= 32.45, recipe::toString);
    double volume = 1;
    for (double feed : recipe.values()[0]) {
      assertTrue(feed >= 0 && feed <= 2, () -> "feed " + feed);
      volume += 0.75 * feed;
    }
    assertTrue(volume <= 14.35, "volume " + volume);
    // the way there may be rough, the recipe's figure is not
    double[] end =
        assertInstanceOf(
                Solved.class,
                Integration.solve(
                    problem.model(),
                    problem.model().nominalParameters(),
                    problem.scenarios().get(0).state(),
                    0,
                    15,
                    recipe.inputs(),
                    new IntegrationSettings(
                        Method.DORMAND_PRINCE_853, 1e-11, 1e-13, Deadline.none())))
            .trajectory()
            .stateAt(15);
    assertEquals(end[0] * end[4], recipe.objective(), 5e-6);
  }

  @Test
  @Verifies("URS-227")
  void aRobustRecipeKeepsItsLimitsInEachScenarioAndBeatsTheBase() {
    double[] nominal = ChoCases.MODEL.nominalParameters();
    double[] slow = nominal.clone();
    slow[0] *= 0.95;
    double[] fast = nominal.clone();
    fast[0] *= 1.05;
    List<Limit> limits =
        List.of(
            new Limit("GLC", Limit.Side.MINIMUM, 5), new Limit("VOLUME", Limit.Side.MAXIMUM, 1700));
    RecipeProblem problem =
        new RecipeProblem(
            ChoCases.MODEL,
            List.of(
                new Scenario(slow, ChoCases.start()),
                new Scenario(nominal, ChoCases.start()),
                new Scenario(fast, ChoCases.start())),
            0,
            336,
            ChoCases.dailyFeed(),
            List.of(new Control("feed", 0, 5)),
            14,
            "PRODUCT",
            limits,
            IntegrationSettings.standard());
    double[][] first = new double[1][14];
    java.util.Arrays.fill(first[0], 1.5);
    Recipe recipe = assertInstanceOf(Recipe.class, RecipeOptimiser.optimise(problem, first));
    assertTrue(recipe.objective() > 1.02 * recipe.objectiveOfBase(), recipe::toString);
    double[] out = new double[ChoCases.MODEL.outputs().size()];
    for (Scenario scenario : problem.scenarios()) {
      var run = ChoCases.run(scenario.parameters(), recipe.inputs(), 336);
      for (double t = 0; t <= 336; t += 1) {
        ChoCases.MODEL.outputs(t, run.stateAt(t), recipe.inputs().at(t), nominal, out);
        for (Limit limit : limits) {
          double value = out[ChoCases.MODEL.outputIndex(limit.outputId())];
          double excess =
              limit.side() == Limit.Side.MAXIMUM ? value - limit.value() : limit.value() - value;
          assertTrue(excess <= 1e-3, () -> limit + ": " + value);
        }
      }
    }
  }

  @Test
  @Verifies({"URS-224", "URS-227"})
  void limitsThatCannotBeKeptAndAPassedTimeBoxGiveAReason() {
    RecipeProblem problem = RecipeCases.parkRamirez();
    RecipeProblem impossible =
        new RecipeProblem(
            problem.model(),
            problem.scenarios(),
            0,
            15,
            problem.base(),
            List.of(new Control("u", 0.5, 2)),
            5,
            "PRODUCT",
            List.of(new Limit("VOLUME", Limit.Side.MAXIMUM, 3)),
            problem.settings());
    double[][] first = {{1, 1, 1, 1, 1}};
    assertInstanceOf(NoRecipe.class, RecipeOptimiser.optimise(impossible, first));
    RecipeProblem boxed =
        new RecipeProblem(
            problem.model(),
            problem.scenarios(),
            0,
            15,
            problem.base(),
            problem.controls(),
            5,
            "PRODUCT",
            problem.pathLimits(),
            problem
                .settings()
                .within(Deadline.after(Duration.ZERO, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))));
    assertInstanceOf(NoRecipe.class, RecipeOptimiser.optimise(boxed, first));
  }

  @Test
  @Verifies("URS-228")
  void theShiftAndTheHarvestAreThoseOfAGridSearchByForce() {
    Grid temperatures = new Grid(30, 36, 1);
    Grid times = new Grid(48, 144, 24);
    Grid harvests = new Grid(168, 264, 24);
    ShiftOptimiser.Problem problem = shift(temperatures, times, harvests, List.of());
    Choice choice = assertInstanceOf(Choice.class, ShiftOptimiser.choose(problem));
    double best = Double.NEGATIVE_INFINITY;
    for (double value = 30; value <= 36; value++) {
      for (double time = 48; time <= 144; time += 24) {
        Choice only =
            assertInstanceOf(
                Choice.class,
                ShiftOptimiser.choose(
                    shift(
                        new Grid(value, value, 1), new Grid(time, time, 24), harvests, List.of())));
        best = Math.max(best, only.rate());
      }
    }
    assertEquals(best, choice.rate(), 0.002 * best);
    assertTrue(choice.rate() >= choice.rateOfNothing());
  }

  @Test
  @Verifies("URS-228")
  void aLimitIsKeptUntilHarvestOrThereIsNoChoice() {
    Limit lactate = new Limit("LAC", Limit.Side.MAXIMUM, 60);
    Choice free =
        assertInstanceOf(
            Choice.class,
            ShiftOptimiser.choose(
                shift(
                    new Grid(33, 36, 1), new Grid(96, 96, 1), new Grid(168, 264, 24), List.of())));
    ShiftOptimiser.Result limited =
        ShiftOptimiser.choose(
            shift(
                new Grid(33, 36, 1),
                new Grid(96, 96, 1),
                new Grid(168, 264, 24),
                List.of(lactate)));
    if (limited instanceof Choice choice) {
      assertTrue(choice.harvestTime() <= free.harvestTime());
    }
    assertInstanceOf(
        NoChoice.class,
        ShiftOptimiser.choose(
            shift(
                new Grid(33, 36, 1),
                new Grid(96, 96, 1),
                new Grid(168, 264, 24),
                List.of(new Limit("GLC", Limit.Side.MINIMUM, 100)))));
  }

  private static ShiftOptimiser.Problem shift(
      Grid temperatures, Grid times, Grid harvests, List<Limit> limits) {
    ProcessModel model = ChoBioreactor.model();
    double[] y0 = {0.3, 30, 5, 0.5, 0.5, 0, 1000, 0.2, 10, 36.5, 88};
    double[][] covariance = new double[11][11];
    covariance[0][0] = 0.01 * 0.01;
    covariance[1][1] = 0.5 * 0.5;
    int k = model.parameters().size();
    Ensemble ensemble =
        Ensemble.draw(
                model,
                model.nominalParameters(),
                new double[k][k],
                new EstimatorState(0, y0, covariance),
                6,
                1)
            .orElseThrow();
    return new ShiftOptimiser.Problem(
        model,
        ensemble,
        0,
        new InputPlan(
            List.of(
                new InputStep(0, new double[] {0, 7, 36.5, 1.2, 1000, 0.4}),
                new InputStep(72, new double[] {2, 7, 36.5, 1.2, 1000, 0.4}))),
        "T_jacket",
        temperatures,
        times,
        harvests,
        "PRODUCT",
        48,
        limits,
        0.05,
        IntegrationSettings.standard());
  }
}
