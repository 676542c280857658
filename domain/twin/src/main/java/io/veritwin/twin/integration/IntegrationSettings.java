package io.veritwin.twin.integration;

/**
 * How to integrate.
 *
 * @param method the method
 * @param relativeTolerance of each step
 * @param absoluteTolerance of each step, in the units of the states
 * @param deadline when to give up
 * @param accuracy where the tolerances hold
 */
public record IntegrationSettings(
    Method method,
    double relativeTolerance,
    double absoluteTolerance,
    Deadline deadline,
    Accuracy accuracy) {

  /** Where tolerances hold. */
  public enum Accuracy {
    /** At each time of the solution. */
    EVERYWHERE,
    /**
     * Where steps end: at input changes, events and the end. An implicit method of high order takes
     * longer steps then, and its solution between them is less exact (Radau IIA of order 9: about
     * the tolerance to the power 0.6).
     */
    AT_STEP_ENDS
  }

  public IntegrationSettings {
    if (!(relativeTolerance > 0 && relativeTolerance < 1) || !(absoluteTolerance > 0)) {
      throw new IllegalArgumentException(
          "Tolerances must be positive: relative "
              + relativeTolerance
              + ", absolute "
              + absoluteTolerance);
    }
  }

  /** Tolerances that hold at each time. */
  public IntegrationSettings(
      Method method, double relativeTolerance, double absoluteTolerance, Deadline deadline) {
    this(method, relativeTolerance, absoluteTolerance, deadline, Accuracy.EVERYWHERE);
  }

  /** For calibration, estimation and forecast: error far below that of any measurement. */
  public static IntegrationSettings standard() {
    return new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-7, 1e-9, Deadline.none());
  }

  public IntegrationSettings within(Deadline newDeadline) {
    return new IntegrationSettings(
        method, relativeTolerance, absoluteTolerance, newDeadline, accuracy);
  }

  /** The same, but exact only where steps end. */
  public IntegrationSettings atStepEnds() {
    return new IntegrationSettings(
        method, relativeTolerance, absoluteTolerance, deadline, Accuracy.AT_STEP_ENDS);
  }
}
