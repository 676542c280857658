package io.veritwin.twin.calibration;

/**
 * A parameter that a calibration may move.
 *
 * @param id the model's parameter
 * @param start first guess
 * @param lower least value
 * @param upper greatest value
 */
public record FittedParameter(String id, double start, double lower, double upper) {

  public FittedParameter {
    if (!(lower < upper) || !(start >= lower && start <= upper)) {
      throw new IllegalArgumentException(
          id + " starts at " + start + " within " + lower + " to " + upper);
    }
  }
}
