package io.veritwin.twin.model;

/**
 * The right-hand side of a process model in several lanes at once, each with a draw of parameters
 * and with inputs of its own, as a structure of arrays: by quantity, then by lane. Each lane gets
 * the same bits as from {@link ProcessModel#derivatives}.
 *
 * <p>Not safe for use by several threads: memory is taken once.
 */
public interface LaneEquations {

  /** What a lane computes with from now on. */
  void set(int lane, double[] parameters, double[] inputs);

  /** {@code dydt = f(t, y, u, p)} per hour in the first so many lanes, each set before. */
  void derivatives(int lanes, double[] t, double[][] y, double[][] dydt);
}
