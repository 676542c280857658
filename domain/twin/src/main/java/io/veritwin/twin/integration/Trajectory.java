package io.veritwin.twin.integration;

/** A solution with dense output. Immutable, safe for use by several threads. */
public interface Trajectory {

  double start();

  double end();

  /** State at a time inside the interval (hours). */
  double[] stateAt(double time);

  /** Evaluations of the right-hand side that the solution cost. */
  long evaluations();
}
