package io.veritwin.twin.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.LaneEquations;
import io.veritwin.twin.model.LinearModel;
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

/** Draws that are solved in lanes get the bits they get alone. */
class LaneIntegrationTest {

  private static final ProcessModel IN_TIME = LinearModel.inTime();
  private static final IntegrationSettings TIGHT =
      new IntegrationSettings(Method.RADAU_IIA_9, 1e-12, 1e-14, Deadline.none());

  @Test
  @Verifies("URS-810")
  void theEquationsGiveEachLaneTheBitsOfItsDrawAlone() {
    List<ProcessModel> models = new ArrayList<>(ProcessModels.all());
    models.add(ParkRamirez.model());
    models.add(IN_TIME);
    RandomGenerator random = new Well19937c(4);
    for (ProcessModel model : models) {
      int lanes = 21;
      int n = model.states().size();
      LaneEquations equations = model.inLanes(lanes);
      double[][] p = new double[lanes][];
      double[][] u = new double[lanes][model.inputs().size()];
      double[] t = new double[lanes];
      double[][] y = new double[n][lanes];
      for (int l = 0; l < lanes; l++) {
        p[l] = Arrays.stream(model.nominalParameters()).map(v -> v * between(random)).toArray();
        Arrays.setAll(u[l], i -> between(random));
        t[l] = 3 * between(random);
        for (int i = 0; i < n; i++) {
          Quantity state = model.states().get(i);
          y[i][l] = between(random) * (state.lower() + Math.min(10, state.upper())) / 2;
        }
        // what a lane computed before must not matter
        equations.set(l, model.nominalParameters(), new double[u[l].length]);
      }
      double[][] together = new double[n][lanes];
      equations.derivatives(lanes, new double[lanes], new double[n][lanes], together);
      for (int l = 0; l < lanes; l++) {
        equations.set(l, p[l], u[l]);
      }
      equations.derivatives(lanes, t, y, together);
      for (int l = 0; l < lanes; l++) {
        double[] alone = new double[n];
        model.derivatives(t[l], lane(y, l), u[l], p[l], alone);
        assertArrayEquals(alone, lane(together, l), model.title() + ", lane " + l);
      }
    }
  }

  private static double[] lane(double[][] rows, int l) {
    return Arrays.stream(rows).mapToDouble(row -> row[l]).toArray();
  }

  @Test
  @Verifies({"URS-810", "URS-213"})
  void eachDrawGetsTheBitsItGetsAloneAtEachTimeAskedFor() {
    double[][] p = choDraws(150, 0.1);
    double[][] starts = starts(ChoCases.start(), p.length);
    double[] times = {0, 24, 100.5, 240, 241, 336};
    double[][][] states = new double[p.length][times.length][];
    IntegrationSettings settings = IntegrationSettings.standard();
    boolean[] solved =
        LaneIntegration.solve(
            ChoCases.MODEL,
            p,
            starts,
            times,
            ChoCases.dailyFeed(),
            settings,
            (draw, time, state) -> states[draw][time] = state.clone());
    for (int l = 0; l < p.length; l++) {
      assertTrue(solved[l], "draw " + l);
      Trajectory alone = alone(ChoCases.MODEL, p[l], starts[l], 336, settings);
      for (int k = 0; k < times.length; k++) {
        assertArrayEquals(alone.stateAt(times[k]), states[l][k], "draw " + l + " at " + k);
      }
    }
    for (int l = 0; l < p.length; l += 30) {
      Trajectory exact = alone(ChoCases.MODEL, p[l], starts[l], 336, TIGHT);
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
  void drawsThatTurnStiffAreHandedOverWithTheBitsTheyGetAlone() {
    ProcessModel model = OxygenCho.model();
    double[][] p = new double[70][];
    for (int l = 0; l < p.length; l++) {
      // oxygen follows slowly in some draws, at once in others
      p[l] = model.nominalParameters();
      p[l][model.parameterIndex("kLa")] = l % 2 == 0 ? 20 + l : 1900 + l;
      p[l][model.parameterIndex("q_O2")] = 0.032;
    }
    double[] start = Arrays.copyOf(ChoCases.start(), 8);
    start[7] = 0.2;
    double[] times = {0, 3, 48, 60};
    double[][][] states = new double[p.length][times.length][];
    IntegrationSettings settings = IntegrationSettings.standard();
    boolean[] solved =
        LaneIntegration.solve(
            model,
            p,
            starts(start, p.length),
            times,
            ChoCases.dailyFeed(),
            settings,
            (draw, time, state) -> states[draw][time] = state.clone());
    for (int l = 0; l < p.length; l++) {
      assertTrue(solved[l], "draw " + l);
      Trajectory alone = alone(model, p[l], start, 60, settings);
      for (int k = 0; k < times.length; k++) {
        assertArrayEquals(alone.stateAt(times[k]), states[l][k], "draw " + l + " at " + k);
      }
    }
  }

  @Test
  @Verifies("URS-810")
  void aDrawThatLeavesItsPhysicalRangeFreesItsLaneForOthers() {
    double[][] p = choDraws(200, 0.05);
    double[][] starts = starts(ChoCases.start(), p.length);
    // fed from almost full to overfull
    starts[3][6] = ChoCases.MODEL.states().get(6).upper() - 5;
    double[][] ends = new double[p.length][];
    boolean[] solved =
        LaneIntegration.solve(
            ChoCases.MODEL,
            p,
            starts,
            new double[] {0, 90},
            ChoCases.dailyFeed(),
            IntegrationSettings.standard(),
            (draw, time, state) -> ends[draw] = state.clone());
    assertTrue(!solved[3] && solved[2] && solved[199]);
    double[] alone =
        alone(ChoCases.MODEL, p[199], starts[199], 90, IntegrationSettings.standard()).stateAt(90);
    assertArrayEquals(alone, ends[199]);
  }

  @Test
  @Verifies("URS-810")
  void whatIsInadmissibleOrForAnotherMethodIsLeftToBeSolvedDrawByDraw() {
    double[][] p = choDraws(20, 0.05);
    Method daily = IntegrationSettings.standard().method();
    boolean[] none = new boolean[20];
    assertArrayEquals(none, solved(p, daily, -1));
    assertArrayEquals(none, solved(p, Method.RADAU_IIA_9, 336));
    assertArrayEquals(new boolean[5], solved(choDraws(5, 0.05), daily, 336));
    p[1][0] = -1;
    boolean[] allButOne = new boolean[20];
    Arrays.fill(allButOne, true);
    allButOne[1] = false;
    assertArrayEquals(allButOne, solved(p, daily, 336));
  }

  private static boolean[] solved(double[][] p, Method method, double end) {
    return LaneIntegration.solve(
        ChoCases.MODEL,
        p,
        starts(ChoCases.start(), p.length),
        new double[] {0, end},
        ChoCases.dailyFeed(),
        new IntegrationSettings(method, 1e-7, 1e-9, Deadline.none()),
        (draw, time, state) -> {});
  }

  private static Trajectory alone(
      ProcessModel model, double[] p, double[] start, double end, IntegrationSettings settings) {
    return assertInstanceOf(
            Solved.class,
            Integration.solve(model, p, start, 0, end, ChoCases.dailyFeed(), settings))
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
