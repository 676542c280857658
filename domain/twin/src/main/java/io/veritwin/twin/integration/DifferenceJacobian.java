package io.veritwin.twin.integration;

import org.hipparchus.util.FastMath;

/** A system whose Jacobian is not known, by forward differences; process models know theirs. */
record DifferenceJacobian(OdeSystem system) implements StiffSystem {

  private static final double SHARE = 1.4901161193847656e-8;

  static StiffSystem of(OdeSystem system) {
    return system instanceof StiffSystem stiff ? stiff : new DifferenceJacobian(system);
  }

  @Override
  public int dimension() {
    return system.dimension();
  }

  @Override
  public void derivatives(double t, double[] y, double[] dydt) {
    system.derivatives(t, y, dydt);
  }

  @Override
  public void jacobian(double t, double[] y, double[][] dfdy) {
    int n = y.length;
    double[] here = new double[n];
    double[] beside = new double[n];
    double[] moved = y.clone();
    system.derivatives(t, y, here);
    for (int j = 0; j < n; j++) {
      double step = SHARE * FastMath.max(1e-5, FastMath.abs(y[j]));
      moved[j] = y[j] + step;
      system.derivatives(t, moved, beside);
      for (int i = 0; i < n; i++) {
        dfdy[i][j] = (beside[i] - here[i]) / (moved[j] - y[j]);
      }
      moved[j] = y[j];
    }
  }
}
