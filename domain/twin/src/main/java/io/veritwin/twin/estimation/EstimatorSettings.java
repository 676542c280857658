package io.veritwin.twin.estimation;

import io.veritwin.twin.integration.IntegrationSettings;
import java.util.Set;

/**
 * How to estimate.
 *
 * @param processNoise standard deviation that each state gains in one hour without data, in the
 *     order of the model's states; grows with the square root of time
 * @param credibleOutputs outputs for which the model is credible; no other is assimilated
 * @param gateProbability a measurement whose normalised innovation squared is beyond this quantile
 *     of chi-square with one degree of freedom is refused, for example 0.999
 * @param historyHours how far back a late measurement may reach
 * @param integration how to integrate
 */
public record EstimatorSettings(
    double[] processNoise,
    Set<String> credibleOutputs,
    double gateProbability,
    double historyHours,
    IntegrationSettings integration) {

  public EstimatorSettings {
    processNoise = processNoise.clone();
    credibleOutputs = Set.copyOf(credibleOutputs);
    for (double noise : processNoise) {
      if (!(noise >= 0)) {
        throw new IllegalArgumentException("Process noise must not be negative: " + noise);
      }
    }
    if (!(gateProbability > 0 && gateProbability < 1) || !(historyHours >= 0)) {
      throw new IllegalArgumentException(
          "gateProbability " + gateProbability + " (0 to 1), historyHours " + historyHours);
    }
  }

  @Override
  public double[] processNoise() {
    return processNoise.clone();
  }
}
