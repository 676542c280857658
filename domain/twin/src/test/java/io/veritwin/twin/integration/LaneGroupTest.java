package io.veritwin.twin.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.LaneEquations;
import io.veritwin.twin.model.OxygenCho;
import io.veritwin.twin.model.ParkRamirez;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.twin.model.Quantity;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.junit.jupiter.api.Test;

/** Draws that are solved together get the answers they get alone. */
class LaneGroupTest {

  private static final IntegrationSettings TIGHT =
      new IntegrationSettings(Method.RADAU_IIA_9, 1e-12, 1e-14, Deadline.none());

  @Test
  @Verifies("URS-810")
  void theEquationsOfAGroupGiveEachDrawTheBitsItGetsAlone() {
    List<ProcessModel> models = new ArrayList<>(ProcessModels.all());
    models.add(ParkRamirez.model());
    RandomGenerator random = new Well19937c(4);
    for (ProcessModel model : models) {
      int draws = 21;
      int n = model.states().size();
      double[][] p = new double[draws][];
      double[] y = new double[n * draws];
      double[] u = new double[model.inputs().size()];
      Arrays.fill(u, 0.7);
      for (int l = 0; l < draws; l++) {
        p[l] = Arrays.stream(model.nominalParameters()).map(v -> v * between(random)).toArray();
        for (int i = 0; i < n; i++) {
          Quantity state = model.states().get(i);
          y[i * draws + l] = between(random) * (state.lower() + Math.min(10, state.upper())) / 2;
        }
      }
      double[] together = new double[n * draws];
      LaneEquations equations = model.inLanes(p);
      // what was computed before must not matter
      equations.derivatives(0, new double[n * draws], u, together);
      equations.derivatives(3, y, u, together);
      for (int l = 0; l < draws; l++) {
        double[] alone = new double[n];
        model.derivatives(3, LaneDormandPrince.draw(y, l, draws), u, p[l], alone);
        assertArrayEquals(
            alone, LaneDormandPrince.draw(together, l, draws), model.title() + ", draw " + l);
      }
    }
  }

  @Test
  @Verifies("URS-810")
  void aGroupIsSolvedWithinToleranceAtEachTimeAskedFor() {
    double[][] p = choDraws(100, 0.1);
    double[] times = {0, 24, 100.5, 240, 241, 336};
    double[][][] states = new double[p.length][times.length][];
    IntegrationSettings settings = IntegrationSettings.standard();
    boolean[] solved =
        LaneGroup.solve(
            ChoCases.MODEL,
            p,
            starts(ChoCases.start(), p.length),
            times,
            ChoCases.dailyFeed(),
            settings,
            (draw, time, state) -> states[draw][time] = state);
    for (int l = 0; l < p.length; l++) {
      assertTrue(solved[l], "draw " + l);
      Trajectory exact = alone(ChoCases.MODEL, p[l], ChoCases.start(), TIGHT);
      for (int k = 0; k < times.length; k++) {
        double[] there = exact.stateAt(times[k]);
        for (int i = 0; i < there.length; i++) {
          assertEquals(
              there[i], states[l][k][i], 1e-5 * Math.max(1, there[i]), "draw " + l + " at " + k);
        }
      }
    }
  }

  @Test
  @Verifies({"URS-810", "URS-800"})
  void aStiffDrawLeavesTheGroupAndTheOthersAreSolved() {
    ProcessModel model = OxygenCho.model();
    double[] slow = model.nominalParameters();
    slow[model.parameterIndex("kLa")] = 20;
    double[] fast = model.nominalParameters();
    fast[model.parameterIndex("kLa")] = 2000;
    double[] start = Arrays.copyOf(ChoCases.start(), 8);
    start[7] = 0.2;
    // at a loose tolerance nothing but the oxygen limits the step
    IntegrationSettings loose =
        new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-5, 1e-7, Deadline.none());
    double[][] ends = new double[3][];
    boolean[] solved =
        LaneGroup.solve(
            model,
            new double[][] {slow, fast, slow},
            starts(start, 3),
            new double[] {0, 24},
            ChoCases.dailyFeed(),
            loose,
            (draw, time, state) -> ends[draw] = state);
    assertFalse(solved[1], "the stiff draw was solved in the group");
  }

  @Test
  @Verifies("URS-810")
  void aDrawThatLeavesItsPhysicalRangeLeavesTheGroup() {
    double[][] p = choDraws(5, 0.05);
    double[][] starts = starts(ChoCases.start(), p.length);
    // fed from almost full to overfull
    starts[3][6] = ChoCases.MODEL.states().get(6).upper() - 5;
    double[][] ends = new double[p.length][];
    boolean[] solved =
        LaneGroup.solve(
            ChoCases.MODEL,
            p,
            starts,
            new double[] {0, 336},
            ChoCases.dailyFeed(),
            IntegrationSettings.standard(),
            (draw, time, state) -> ends[draw] = state);
    for (int l = 0; l < p.length; l++) {
      assertEquals(l != 3, solved[l], "draw " + l);
      if (l != 3) {
        double[] exact = alone(ChoCases.MODEL, p[l], starts[l], TIGHT).stateAt(336);
        assertArrayEquals(exact, ends[l], 1e-4 * exact[5]);
      }
    }
  }

  @Test
  @Verifies("URS-810")
  void aGroupWithAnInadmissibleDrawOrAnotherMethodIsLeftToBeSolvedDrawByDraw() {
    double[][] p = choDraws(3, 0.05);
    assertNoneSolved(p, IntegrationSettings.standard().method(), -1);
    p[1][0] = -1;
    assertNoneSolved(p, IntegrationSettings.standard().method(), 336);
    assertNoneSolved(choDraws(3, 0.05), Method.RADAU_IIA_9, 336);
  }

  private static void assertNoneSolved(double[][] p, Method method, double end) {
    assertArrayEquals(
        new boolean[p.length],
        LaneGroup.solve(
            ChoCases.MODEL,
            p,
            starts(ChoCases.start(), p.length),
            new double[] {0, end},
            ChoCases.dailyFeed(),
            new IntegrationSettings(method, 1e-7, 1e-9, Deadline.none()),
            (draw, time, state) -> {}));
  }

  private static Trajectory alone(
      ProcessModel model, double[] p, double[] start, IntegrationSettings settings) {
    return assertInstanceOf(
            Solved.class,
            Integration.solve(model, p, start, 0, 336, ChoCases.dailyFeed(), settings))
        .trajectory();
  }

  private static double[][] choDraws(int count, double relativeSd) {
    RandomGenerator random = new Well19937c(12);
    double[][] draws = new double[count][];
    for (int l = 0; l < count; l++) {
      draws[l] =
          Arrays.stream(ChoCases.MODEL.nominalParameters())
              .map(v -> v * StrictMath.exp(relativeSd * random.nextGaussian()))
              .toArray();
    }
    return draws;
  }

  private static double[][] starts(double[] start, int count) {
    double[][] starts = new double[count][];
    Arrays.setAll(starts, l -> start.clone());
    return starts;
  }

  private static double between(RandomGenerator random) {
    return 0.5 + random.nextDouble();
  }
}
