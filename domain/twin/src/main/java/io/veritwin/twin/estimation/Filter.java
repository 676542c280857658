package io.veritwin.twin.estimation;

import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputPlan;

/** How mean and covariance of a state are carried through a process model. */
public interface Filter {

  /**
   * What to expect of an output.
   *
   * @param mean expected value
   * @param variance of the output itself, without the measurement's
   * @param cross covariance of each state with the output
   */
  record Expectation(double mean, double variance, double[] cross) {}

  /** State and covariance later, without process noise. */
  EstimationResult predict(
      ProcessModel model,
      double[] parameters,
      EstimatorState from,
      double to,
      InputPlan inputs,
      IntegrationSettings settings);

  /** What to expect of an output at a state. */
  Expectation expect(
      ProcessModel model, double[] parameters, EstimatorState state, double[] u, int output);
}
