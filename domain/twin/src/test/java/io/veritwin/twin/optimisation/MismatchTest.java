package io.veritwin.twin.optimisation;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.estimation.EstimatorSettings;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.estimation.ExtendedFilter;
import io.veritwin.twin.estimation.Measurement;
import io.veritwin.twin.estimation.StateEstimator;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.OxygenCho;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.optimisation.OptimisationResult.Proposal;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import io.veritwin.validation.evidence.Verifies;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/**
 * The loop from measurement to feed on plants that are not the model: parameters of their own, and
 * oxygen that the model does not know.
 */
class MismatchTest {

  private static final ProcessModel PLANT = OxygenCho.model();
  private static final double END = 312;
  private static final double DAY = 24;

  @Test
  @Verifies("URS-229")
  void onPlantsThatAreNotTheModelTheProposalsBeatTheFixedRecipeAndNeverLeaveTheEnvelope() {
    int runs = 8;
    int better = 0;
    double[] gains = new double[runs];
    for (int run = 0; run < runs; run++) {
      RandomGenerator random = new Well19937c(run);
      double[] p = PLANT.nominalParameters();
      for (int i = 0; i < p.length; i++) {
        // what the feed is made of is known
        boolean feed = PLANT.parameters().get(i).id().startsWith("feed_");
        p[i] *= feed ? 1 : StrictMath.exp(0.05 * random.nextGaussian());
      }
      double fixed = product(p, ChoCases.dailyFeed());
      double advised = product(p, advised(p, random, run));
      gains[run] = advised / fixed - 1;
      better += advised > fixed ? 1 : 0;
    }
    Arrays.sort(gains);
    int count = better;
    System.out.printf(
        "Receding horizon against the fixed recipe on mismatched plants: better in %d of %d, median"
            + " gain %.1f %%, worst %.1f %%%n",
        better, runs, 50 * (gains[runs / 2 - 1] + gains[runs / 2]), 100 * gains[0]);
    assertTrue(count >= 7, () -> count + " of " + runs + ": " + Arrays.toString(gains));
    assertTrue(gains[runs / 2] > 0.01, () -> Arrays.toString(gains));
  }

  /** The inputs that follow from a proposal each day, from day 3 on. */
  private static InputPlan advised(double[] p, RandomGenerator random, int seed) {
    double[][] covariance = new double[7][7];
    covariance[0][0] = 0.02 * 0.02;
    covariance[1][1] = 1;
    List<InputStep> steps = new ArrayList<>(List.of(new InputStep(0, new double[] {0})));
    StateEstimator estimator =
        new StateEstimator(
            ChoCases.MODEL,
            ChoCases.MODEL.nominalParameters(),
            new EstimatorState(0, ChoCases.start(), covariance),
            new InputPlan(steps),
            new EstimatorSettings(
                new double[] {0.02, 0.1, 0.03, 0.15, 0.03, 1, 0},
                Set.of("VCD", "GLC", "GLN", "LAC", "AMM", "TITRE"),
                0.999999,
                24,
                IntegrationSettings.standard()),
            new ExtendedFilter());
    BigDecimal current = new BigDecimal("0.00");
    double[] truth = start();
    for (double t = DAY; t < END; t += DAY) {
      InputPlan soFar = new InputPlan(steps);
      truth = solved(p, truth, t - DAY, t, soFar);
      estimator.predict(t, soFar);
      String[] ids = {"VCD", "GLC", "GLN", "LAC", "AMM", "TITRE"};
      for (int i = 0; i < ids.length; i++) {
        double sd = 0.03 * truth[i] + 0.02;
        estimator.assimilate(
            new Measurement(t, ids[i], Math.max(0, truth[i] + sd * random.nextGaussian()), sd));
      }
      if (t < 2 * DAY) {
        continue;
      }
      FeedProblem problem = problem(estimator.state(), soFar, current, seed, END - t);
      OptimisationResult result =
          new FeedOptimiser(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).optimise(problem);
      if (result instanceof Proposal proposal) {
        assertTrue(problem.envelope().refusal(current, proposal.value()).isEmpty());
        current = proposal.value();
        steps.add(new InputStep(t, new double[] {current.doubleValue()}));
      }
    }
    return new InputPlan(steps);
  }

  private static FeedProblem problem(
      EstimatorState state, InputPlan plan, BigDecimal current, int seed, double left) {
    return new FeedProblem(
        ChoCases.MODEL,
        ChoCases.MODEL.nominalParameters(),
        ChoCases.parameterCovariance(0.03),
        state,
        state.mean(),
        List.of(
            new DeviationGroup(
                "all", "All states", List.of("Xv", "Glc", "Gln", "Lac", "Amm", "mAb", "V"))),
        plan,
        "feed",
        current,
        "PRODUCT",
        left,
        new Envelope(
            BigDecimal.ZERO,
            new BigDecimal("6"),
            new BigDecimal("2.00"),
            new BigDecimal("0.05"),
            List.of(
                new Limit("GLC", Limit.Side.MAXIMUM, 60),
                new Limit("VOLUME", Limit.Side.MAXIMUM, 1990)),
            0.1),
        20,
        seed,
        Duration.ofSeconds(30));
  }

  private static double[] start() {
    double[] y = Arrays.copyOf(ChoCases.start(), 8);
    y[7] = 0.2;
    return y;
  }

  private static double product(double[] p, InputPlan plan) {
    double[] y = solved(p, start(), 0, END, plan);
    return y[5] * y[6] / 1000;
  }

  private static double[] solved(double[] p, double[] y, double from, double to, InputPlan plan) {
    return assertInstanceOf(
            Solved.class,
            Integration.solve(PLANT, p, y, from, to, plan, IntegrationSettings.standard()))
        .trajectory()
        .stateAt(to);
  }
}
