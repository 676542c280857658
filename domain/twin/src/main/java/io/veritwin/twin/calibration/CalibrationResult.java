package io.veritwin.twin.calibration;

import java.util.List;

/**
 * What a calibration found.
 *
 * @param parameters all parameter values of the model, in order, with the fitted ones replaced
 * @param fittedIds the fitted parameters, in the order of the arrays below
 * @param standardErrors of the fitted parameters; NaN where the data do not determine them
 * @param covariance of all parameters of the model, in order, zero for those not fitted
 * @param correlation of the fitted parameters
 * @param sumOfSquares weighted residual sum of squares
 * @param residualCount number of samples fitted
 * @param identifiability one sentence per fitted parameter
 * @param stopReason why the fit ended; only {@link StopReason#CONVERGED} is a minimum
 * @param stopWords the same for a person
 * @param starts what each starting point came to
 */
public record CalibrationResult(
    double[] parameters,
    List<String> fittedIds,
    double[] standardErrors,
    double[][] covariance,
    double[][] correlation,
    double sumOfSquares,
    int residualCount,
    List<Identifiability> identifiability,
    StopReason stopReason,
    String stopWords,
    List<StartOutcome> starts) {

  /** Why a fit ended. */
  public enum StopReason {
    CONVERGED,
    STALLED,
    ITERATION_LIMIT,
    OUT_OF_TIME,
    CANCELLED,
    NO_SOLUTION
  }

  /** How well the data determine a parameter. */
  public enum Grade {
    WELL_DETERMINED,
    WEAKLY_DETERMINED,
    NOT_DETERMINED,
    AT_BOUND
  }

  /**
   * How well the data determine one parameter.
   *
   * @param parameterId the parameter
   * @param grade in short
   * @param words in a sentence
   */
  public record Identifiability(String parameterId, Grade grade, String words) {}

  /**
   * What one starting point came to.
   *
   * @param sumOfSquares weighted sum of squares reached
   * @param iterations it took
   * @param stopReason why it ended
   */
  public record StartOutcome(double sumOfSquares, int iterations, StopReason stopReason) {}

  /** Whether the parameters are a minimum of the sum of squares. */
  public boolean converged() {
    return stopReason == StopReason.CONVERGED;
  }
}
