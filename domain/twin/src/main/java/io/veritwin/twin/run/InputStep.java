package io.veritwin.twin.run;

import java.util.Arrays;

/**
 * The inputs take these values from this time until the next step.
 *
 * @param time hours since the batch began
 * @param values in the order of the model's inputs
 */
public record InputStep(double time, double[] values) {

  public InputStep {
    values = values.clone();
  }

  @Override
  public double[] values() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputStep step
        && Double.compare(time, step.time) == 0
        && Arrays.equals(values, step.values);
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(time) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "from " + time + " h " + Arrays.toString(values);
  }
}
