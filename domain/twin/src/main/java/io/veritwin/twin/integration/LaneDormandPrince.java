package io.veritwin.twin.integration;

import io.veritwin.twin.model.LaneEquations;
import io.veritwin.twin.model.ProcessModel;
import org.hipparchus.util.FastMath;

/**
 * Dormand-Prince 5(4) over a group of draws that share their steps; the draw with the largest error
 * decides. A draw that leaves its physical range or turns stiff leaves the group: it rests, and is
 * for another to solve.
 */
final class LaneDormandPrince extends DormandPrince {

  private final ProcessModel model;
  private final double[][] parameters;
  private final double[] u;
  private final PhysicalRange range;
  private final boolean[] left;
  private final int draws;
  private final double[] sums;

  /**
   * Prepares for one smooth piece.
   *
   * @param equations for the parameters
   * @param parameters by draw
   * @param u the inputs
   * @param left which draws have left the group; grows
   */
  LaneDormandPrince(
      ProcessModel model,
      LaneEquations equations,
      double[][] parameters,
      double[] u,
      PhysicalRange range,
      boolean[] left) {
    super(new LaneSystem(equations, model.states().size() * left.length, u, left));
    this.model = model;
    this.parameters = parameters;
    this.u = u;
    this.range = range;
    this.left = left;
    this.draws = left.length;
    this.sums = new double[draws];
  }

  /** What is not finite makes the error so. */
  @Override
  boolean areFinite(double[] rates) {
    return true;
  }

  @Override
  double norm(double[] error) {
    java.util.Arrays.fill(sums, 0);
    for (int at = 0; at < error.length; at += draws) {
      for (int l = 0; l < draws; l++) {
        sums[l] += error[at + l] * error[at + l];
      }
    }
    double worst = 0;
    for (int l = 0; l < draws; l++) {
      // not a number stays one
      worst = left[l] || sums[l] <= worst ? worst : sums[l];
    }
    return FastMath.sqrt(worst / model.states().size());
  }

  @Override
  boolean handsOver(int taken, double t, double[] y, double h) {
    range.markBreaches(y, left);
    boolean look = Stiffness.isTimeToLook(taken);
    boolean allLeft = true;
    for (int l = 0; l < draws; l++) {
      left[l] |=
          look
              && !left[l]
              && Stiffness.limits(
                  new Integration.ModelSystem(model, parameters[l], u),
                  t,
                  draw(y, l),
                  h,
                  Method.DORMAND_PRINCE_54.stabilityLimit());
      allLeft &= left[l];
    }
    return allLeft;
  }

  private double[] draw(double[] y, int l) {
    return draw(y, l, draws);
  }

  /** The state of one draw. */
  static double[] draw(double[] y, int l, int draws) {
    double[] state = new double[y.length / draws];
    for (int i = 0; i < state.length; i++) {
      state[i] = y[i * draws + l];
    }
    return state;
  }

  /** All draws as one system; those that have left rest. */
  private record LaneSystem(LaneEquations equations, int dimension, double[] u, boolean[] left)
      implements OdeSystem {

    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      equations.derivatives(t, y, u, dydt);
      for (int l = 0; l < left.length; l++) {
        for (int at = l; left[l] && at < dydt.length; at += left.length) {
          dydt[at] = 0;
        }
      }
    }
  }
}
