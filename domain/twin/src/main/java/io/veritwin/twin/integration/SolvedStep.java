package io.veritwin.twin.integration;

/** One accepted step of a method, with the state at each time inside it. Immutable. */
interface SolvedStep {

  double end();

  double[] stateAt(double time);
}
