package io.veritwin.twin.verification;

import io.veritwin.twin.integration.StiffSystem;
import org.hipparchus.util.FastMath;

/** Initial value problems whose solutions are known exactly. */
enum ExactProblem implements StiffSystem {
  /** y' = -y, y(0) = 1: first-order decay. */
  DECAY("Decay y' = -y", 1, 1) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = -y[0];
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = -1;
    }

    @Override
    double[] exact(double t) {
      return new double[] {FastMath.exp(-t)};
    }
  },
  /** y' = 1.5 y (1 - y), y(0) = 0.1: logistic growth, nonlinear. */
  LOGISTIC("Logistic growth y' = 1.5 y (1 - y)", 1, 0.1) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = 1.5 * y[0] * (1 - y[0]);
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = 1.5 - 3 * y[0];
    }

    @Override
    double[] exact(double t) {
      return new double[] {1 / (1 + 9 * FastMath.exp(-1.5 * t))};
    }
  },
  /** y' = -2 t y, y(0) = 1: rate depends on time. */
  BELL("Bell curve y' = -2 t y", 1, 1) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = -2 * t * y[0];
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = -2 * t;
    }

    @Override
    double[] exact(double t) {
      return new double[] {FastMath.exp(-t * t)};
    }
  },
  /** Harmonic oscillator from (1, 0): coupled states. */
  OSCILLATOR("Oscillator x'' = -x", 2, 1) {
    @Override
    public void derivatives(double t, double[] y, double[] dydt) {
      dydt[0] = y[1];
      dydt[1] = -y[0];
    }

    @Override
    public void jacobian(double t, double[] y, double[][] dfdy) {
      dfdy[0][0] = 0;
      dfdy[0][1] = 1;
      dfdy[1][0] = -1;
      dfdy[1][1] = 0;
    }

    @Override
    double[] exact(double t) {
      return new double[] {FastMath.cos(t), -FastMath.sin(t)};
    }
  };

  /** Each problem is solved from 0 to this time. */
  static final double END = 2;

  private final String title;
  private final int dimension;
  private final double first;

  ExactProblem(String title, int dimension, double first) {
    this.title = title;
    this.dimension = dimension;
    this.first = first;
  }

  abstract double[] exact(double t);

  String title() {
    return title;
  }

  double[] start() {
    double[] y0 = new double[dimension];
    y0[0] = first;
    return y0;
  }

  @Override
  public int dimension() {
    return dimension;
  }
}
