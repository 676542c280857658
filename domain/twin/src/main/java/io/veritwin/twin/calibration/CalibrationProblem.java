package io.veritwin.twin.calibration;

import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.BatchData;
import java.util.List;

/**
 * What to fit to what.
 *
 * @param model the structure
 * @param parameters values of all parameters, in order; those not fitted keep them
 * @param fitted parameters to move
 * @param batches runs whose samples are fitted together, each residual divided by its sd
 * @param starts number of starting points; the first is the given start, the others are drawn
 * @param seed of the starting points
 * @param settings of the integrations
 * @param deadline time box
 */
public record CalibrationProblem(
    ProcessModel model,
    double[] parameters,
    List<FittedParameter> fitted,
    List<BatchData> batches,
    int starts,
    long seed,
    IntegrationSettings settings,
    Deadline deadline) {

  public CalibrationProblem {
    parameters = parameters.clone();
    fitted = List.copyOf(fitted);
    batches = List.copyOf(batches);
    if (starts < 1) {
      throw new IllegalArgumentException("starts must be at least 1, not " + starts);
    }
  }
}
