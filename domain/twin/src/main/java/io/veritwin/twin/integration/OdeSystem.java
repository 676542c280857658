package io.veritwin.twin.integration;

/** A system of ordinary differential equations {@code dy/dt = f(t, y)}. */
public interface OdeSystem {

  int dimension();

  void derivatives(double t, double[] y, double[] dydt);
}
