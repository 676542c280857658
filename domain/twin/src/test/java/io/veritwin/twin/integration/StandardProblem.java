package io.veritwin.twin.integration;

/**
 * Stiff problems that each method faces with its own tolerance: equations, intervals and reference
 * solutions of Mazzia, Magherini: Test Set for Initial Value Problem Solvers, release 2.4 (2008).
 */
public enum StandardProblem implements StiffSystem {
  /** Robertson's chemical kinetics, to t = 1e11. */
  ROBER(
      1e11,
      1e-20,
      new double[] {1, 0, 0},
      new double[] {0.2083340149701255e-07, 0.8333360770334713e-13, 0.9999999791665050}) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
      dydt[2] = 3e7 * y[1] * y[1];
      dydt[1] = -dydt[0] - dydt[2];
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = -0.04;
      dfdy[0][1] = 1e4 * y[2];
      dfdy[0][2] = 1e4 * y[1];
      dfdy[2][0] = 0;
      dfdy[2][1] = 6e7 * y[1];
      dfdy[2][2] = 0;
      dfdy[1][0] = 0.04;
      dfdy[1][1] = -dfdy[0][1] - dfdy[2][1];
      dfdy[1][2] = -dfdy[0][2];
    }
  },
  /** High irradiance response of a plant's photoreceptor. */
  HIRES(
      321.8122,
      1e-12,
      new double[] {1, 0, 0, 0, 0, 0, 0, 0.0057},
      new double[] {
        0.7371312573325668e-3,
        0.1442485726316185e-3,
        0.5888729740967575e-4,
        0.1175651343283149e-2,
        0.2386356198831331e-2,
        0.6238968252742796e-2,
        0.2849998395185769e-2,
        0.2850001604814231e-2
      }) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
      dydt[1] = 1.71 * y[0] - 8.75 * y[1];
      dydt[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
      dydt[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
      dydt[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
      dydt[5] = -280 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
      dydt[6] = 280 * y[5] * y[7] - 1.81 * y[6];
      dydt[7] = -dydt[6];
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      for (double[] row : dfdy) {
        java.util.Arrays.fill(row, 0);
      }
      dfdy[0][0] = -1.71;
      dfdy[0][1] = 0.43;
      dfdy[0][2] = 8.32;
      dfdy[1][0] = 1.71;
      dfdy[1][1] = -8.75;
      dfdy[2][2] = -10.03;
      dfdy[2][3] = 0.43;
      dfdy[2][4] = 0.035;
      dfdy[3][1] = 8.32;
      dfdy[3][2] = 1.71;
      dfdy[3][3] = -1.12;
      dfdy[4][4] = -1.745;
      dfdy[4][5] = 0.43;
      dfdy[4][6] = 0.43;
      dfdy[5][3] = 0.69;
      dfdy[5][4] = 1.71;
      dfdy[5][5] = -280 * y[7] - 0.43;
      dfdy[5][6] = 0.69;
      dfdy[5][7] = -280 * y[5];
      dfdy[6][5] = 280 * y[7];
      dfdy[6][6] = -1.81;
      dfdy[6][7] = 280 * y[5];
      dfdy[7][5] = -dfdy[6][5];
      dfdy[7][6] = 1.81;
      dfdy[7][7] = -dfdy[6][7];
    }
  },
  /** The Oregonator of the Belousov-Zhabotinskii reaction. */
  OREGO(
      360,
      1e-8,
      new double[] {1, 2, 3},
      new double[] {0.1000814870318523e1, 0.1228178521549917e4, 0.1320554942846706e3}) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
      dydt[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
      dydt[2] = 0.161 * (y[0] - y[2]);
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = 77.27 * (1 - 2 * 8.375e-6 * y[0] - y[1]);
      dfdy[0][1] = 77.27 * (1 - y[0]);
      dfdy[0][2] = 0;
      dfdy[1][0] = -y[1] / 77.27;
      dfdy[1][1] = -(1 + y[0]) / 77.27;
      dfdy[1][2] = 1 / 77.27;
      dfdy[2][0] = 0.161;
      dfdy[2][1] = 0;
      dfdy[2][2] = -0.161;
    }
  },
  /** Van der Pol's oscillator with mu = 1000. */
  VDPOL(
      2000,
      1e-10,
      new double[] {2, 0},
      new double[] {0.1706167732170469e1, -0.8928097010248125e-3}) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = y[1];
      dydt[1] = 1000 * (1 - y[0] * y[0]) * y[1] - y[0];
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = 0;
      dfdy[0][1] = 1;
      dfdy[1][0] = -2000 * y[0] * y[1] - 1;
      dfdy[1][1] = 1000 * (1 - y[0] * y[0]);
    }
  };

  public final double end;
  public final double absoluteTolerance;
  private final double[] start;
  private final double[] reference;

  StandardProblem(double end, double absoluteTolerance, double[] start, double[] reference) {
    this.end = end;
    this.absoluteTolerance = absoluteTolerance;
    this.start = start;
    this.reference = reference;
  }

  public double[] start() {
    return start.clone();
  }

  @Override
  public int dimension() {
    return start.length;
  }

  /** The least number of correct digits of any state at the end. */
  public double correctDigits(double[] y) {
    double largest = 0;
    for (int i = 0; i < y.length; i++) {
      largest = Math.max(largest, Math.abs(y[i] - reference[i]) / Math.abs(reference[i]));
    }
    return -StrictMath.log10(largest);
  }
}
