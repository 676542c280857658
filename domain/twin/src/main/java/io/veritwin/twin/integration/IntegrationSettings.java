package io.veritwin.twin.integration;

/**
 * How to integrate.
 *
 * @param method the method
 * @param relativeTolerance of each step
 * @param absoluteTolerance of each step, in the units of the states
 * @param deadline when to give up
 */
public record IntegrationSettings(
    Method method, double relativeTolerance, double absoluteTolerance, Deadline deadline) {

  public IntegrationSettings {
    if (!(relativeTolerance > 0 && relativeTolerance < 1) || !(absoluteTolerance > 0)) {
      throw new IllegalArgumentException(
          "Tolerances must be positive: relative "
              + relativeTolerance
              + ", absolute "
              + absoluteTolerance);
    }
  }

  /** For calibration, estimation and forecast: error far below that of any measurement. */
  public static IntegrationSettings standard() {
    return new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-7, 1e-9, Deadline.none());
  }

  public IntegrationSettings within(Deadline newDeadline) {
    return new IntegrationSettings(method, relativeTolerance, absoluteTolerance, newDeadline);
  }
}
