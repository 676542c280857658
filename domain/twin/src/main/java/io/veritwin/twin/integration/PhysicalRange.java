package io.veritwin.twin.integration;

import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import java.util.List;
import java.util.Optional;

/**
 * The range in which states have a meaning. A solution that leaves it is stopped and reported,
 * never clamped; only what the integration's own error can explain is let pass.
 */
final class PhysicalRange {

  private static final PhysicalRange UNBOUNDED = new PhysicalRange(List.of(), 0);

  /** A state may lie outside by this many absolute tolerances. */
  private static final double SLACK_IN_TOLERANCES = 1000;

  private final List<Quantity> states;
  private final double slack;

  private PhysicalRange(List<Quantity> states, double slack) {
    this.states = states;
    this.slack = slack;
  }

  static PhysicalRange unbounded() {
    return UNBOUNDED;
  }

  static PhysicalRange of(ProcessModel model, double absoluteTolerance) {
    return new PhysicalRange(model.states(), SLACK_IN_TOLERANCES * absoluteTolerance);
  }

  /** Which state lies outside, in words. */
  Optional<String> breach(double[] y) {
    for (int i = 0; i < states.size(); i++) {
      Quantity q = states.get(i);
      if (!(y[i] >= q.lower() - slack && y[i] <= q.upper() + slack)) {
        return Optional.of(
            q.title()
                + " is "
                + y[i]
                + " "
                + q.unit()
                + ", outside "
                + q.lower()
                + " to "
                + q.upper()
                + ".");
      }
    }
    return Optional.empty();
  }
}
