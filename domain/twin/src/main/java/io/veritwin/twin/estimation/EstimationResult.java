package io.veritwin.twin.estimation;

import io.veritwin.twin.integration.IntegrationResult.Failed;

/** An estimate, or why there is none. */
public sealed interface EstimationResult {

  /** What is believed now. */
  record Estimated(EstimatorState state) implements EstimationResult {}

  /** The model could not be solved from what was believed; the estimate stays where it was. */
  record NotEstimated(Failed failure) implements EstimationResult {}
}
