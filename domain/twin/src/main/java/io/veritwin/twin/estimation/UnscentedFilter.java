package io.veritwin.twin.estimation;

import io.veritwin.twin.estimation.EstimationResult.Estimated;
import io.veritwin.twin.estimation.EstimationResult.NotEstimated;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;

/** Carries sigma points through the model (Julier and Uhlmann 1997). */
public final class UnscentedFilter implements Filter {

  @Override
  public EstimationResult predict(
      ProcessModel model,
      double[] parameters,
      EstimatorState from,
      double to,
      InputPlan inputs,
      IntegrationSettings settings) {
    double[][] points =
        UnscentedTransform.sigmaPoints(from.mean(), from.covariance(), model.states());
    for (int k = 0; k < points.length; k++) {
      IntegrationResult solution =
          Integration.solve(model, parameters, points[k], from.time(), to, inputs, settings);
      if (solution instanceof Failed failed) {
        return new NotEstimated(failed);
      }
      points[k] = ((Solved) solution).trajectory().stateAt(to);
    }
    double[] mean = UnscentedTransform.mean(points);
    return new Estimated(
        new EstimatorState(to, mean, UnscentedTransform.covariance(points, mean, points, mean)));
  }

  @Override
  public Expectation expect(
      ProcessModel model, double[] parameters, EstimatorState state, double[] u, int output) {
    double[][] points =
        UnscentedTransform.sigmaPoints(state.mean(), state.covariance(), model.states());
    double[][] observed = new double[points.length][1];
    double[] out = new double[model.outputs().size()];
    for (int k = 0; k < points.length; k++) {
      model.outputs(state.time(), points[k], u, parameters, out);
      observed[k][0] = out[output];
    }
    double[] expected = UnscentedTransform.mean(observed);
    double[] centre = UnscentedTransform.mean(points);
    double[][] cross = UnscentedTransform.covariance(points, centre, observed, expected);
    double[] column = new double[cross.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = cross[i][0];
    }
    return new Expectation(
        expected[0],
        UnscentedTransform.covariance(observed, expected, observed, expected)[0][0],
        column);
  }
}
