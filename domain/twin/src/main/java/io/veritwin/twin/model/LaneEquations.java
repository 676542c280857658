package io.veritwin.twin.model;

/**
 * The right-hand side of a process model for several draws of its parameters at once, as a
 * structure of arrays: quantity {@code i} of draw {@code l} stands at {@code i * draws + l}. Each
 * draw gets the same bits as from {@link ProcessModel#derivatives}.
 *
 * <p>Not safe for use by several threads: memory is taken once.
 */
public interface LaneEquations {

  /** {@code dydt = f(t, y, u, p)} per hour; inputs are those of all draws. */
  void derivatives(double t, double[] y, double[] u, double[] dydt);
}
