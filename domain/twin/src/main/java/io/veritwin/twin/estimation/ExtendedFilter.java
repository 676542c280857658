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
import java.util.Arrays;

/**
 * Carries the mean through the model and the covariance through its exact derivatives: the
 * transition matrix of the variational equations, and the Jacobian of the outputs.
 */
public final class ExtendedFilter implements Filter {

  @Override
  public EstimationResult predict(
      ProcessModel model,
      double[] parameters,
      EstimatorState from,
      double to,
      InputPlan inputs,
      IntegrationSettings settings) {
    IntegrationResult solution =
        Integration.solveWithTransition(
            model, parameters, from.mean(), from.time(), to, inputs, settings);
    if (solution instanceof Failed failed) {
      return new NotEstimated(failed);
    }
    double[] extended = ((Solved) solution).trajectory().stateAt(to);
    int n = from.mean().length;
    double[][] before = from.covariance();
    double[][] half = new double[n][n];
    double[][] covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          half[i][j] += extended[n * (k + 1) + i] * before[k][j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < n; k++) {
          covariance[i][j] += half[i][k] * extended[n * (k + 1) + j];
        }
        covariance[j][i] = covariance[i][j];
      }
    }
    return new Estimated(new EstimatorState(to, Arrays.copyOf(extended, n), covariance));
  }

  @Override
  public Expectation expect(
      ProcessModel model, double[] parameters, EstimatorState state, double[] u, int output) {
    double[] y = state.mean();
    int n = y.length;
    double[] out = new double[model.outputs().size()];
    double[][] slopes = new double[out.length][n];
    model.outputs(state.time(), y, u, parameters, out);
    model.outputJacobian(state.time(), y, u, parameters, slopes);
    double[][] covariance = state.covariance();
    double[] cross = new double[n];
    double variance = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        cross[i] += covariance[i][j] * slopes[output][j];
      }
    }
    for (int i = 0; i < n; i++) {
      variance += slopes[output][i] * cross[i];
    }
    return new Expectation(out[output], variance, cross);
  }
}
