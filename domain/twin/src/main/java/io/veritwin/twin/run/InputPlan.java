package io.veritwin.twin.run;

import java.util.ArrayList;
import java.util.List;

/**
 * What the inputs were, are and will be: piecewise constant, from the first step onward.
 *
 * @param steps by strictly increasing time
 */
public record InputPlan(List<InputStep> steps) {

  public InputPlan {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new InvalidInputException("inputs", "none", "a plan needs at least one step");
    }
    for (int i = 1; i < steps.size(); i++) {
      if (!(steps.get(i).time() > steps.get(i - 1).time())) {
        throw new InvalidInputException(
            "inputs[" + i + "].time",
            Double.toString(steps.get(i).time()),
            "input times must increase; the step before is at " + steps.get(i - 1).time() + " h");
      }
    }
  }

  /** Input values at a time; before the first step its values hold. */
  public double[] at(double time) {
    InputStep current = steps.get(0);
    for (InputStep step : steps) {
      if (step.time() > time) {
        break;
      }
      current = step;
    }
    return current.values();
  }

  /** The same plan, but from a time onward one input keeps a value. */
  public InputPlan withInputFrom(double time, int input, double value) {
    List<InputStep> changed = new ArrayList<>();
    for (InputStep step : steps) {
      if (step.time() < time) {
        changed.add(step);
      }
    }
    double[] values = at(time);
    values[input] = value;
    changed.add(new InputStep(time, values));
    for (InputStep step : steps) {
      if (step.time() > time) {
        double[] later = step.values();
        later[input] = value;
        changed.add(new InputStep(step.time(), later));
      }
    }
    return new InputPlan(changed);
  }
}
