package io.veritwin.twin.run;

import java.util.List;

/**
 * A batch as the engine sees it: where it began, what was fed, what was measured.
 *
 * @param batchId the batch
 * @param y0 state at time 0, in the order of the model's states
 * @param inputs by strictly increasing time
 * @param samples in any order; no two of one output at one time
 */
public record BatchData(String batchId, double[] y0, List<InputStep> inputs, List<Sample> samples) {

  public BatchData {
    y0 = y0.clone();
    inputs = List.copyOf(inputs);
    samples = List.copyOf(samples);
  }

  @Override
  public double[] y0() {
    return y0.clone();
  }

  /** The inputs as a plan. */
  public InputPlan plan() {
    return new InputPlan(inputs);
  }
}
