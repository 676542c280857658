package io.veritwin.twin.run;

import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hipparchus.util.FastMath;

/** Says of given data, value by value, why the engine would refuse it (URS-201). */
public final class InputCheck {

  /** A feed that replaces the vessel's content faster than this (1/h) is a mistake. */
  private static final double LARGEST_DILUTION = 1;

  /** Asymmetry and negative variance up to this share of the largest variance are rounding. */
  private static final double ROUNDING = 1e-9;

  private InputCheck() {}

  /** Reasons to refuse parameter values; empty when all are admissible. */
  public static List<InputRefusal> parameters(ProcessModel model, double[] parameters) {
    List<InputRefusal> refusals = new ArrayList<>();
    List<ParameterDefinition> definitions = model.parameters();
    if (wrongLength("parameters", parameters, definitions.size(), refusals)) {
      return refusals;
    }
    for (int i = 0; i < parameters.length; i++) {
      ParameterDefinition d = definitions.get(i);
      if (!d.admits(parameters[i])) {
        refusals.add(
            outside("parameters." + d.id(), parameters[i], d.lower(), d.upper(), d.unit()));
      }
    }
    return refusals;
  }

  /** Reasons to refuse a state; empty when all values are physical. */
  public static List<InputRefusal> state(ProcessModel model, double[] state) {
    return quantities("state", model.states(), state);
  }

  /** Reasons to refuse inputs; empty when all are admissible. */
  public static List<InputRefusal> inputs(ProcessModel model, List<InputStep> inputs) {
    List<InputRefusal> refusals = new ArrayList<>();
    if (inputs.isEmpty()) {
      refusals.add(new InputRefusal("inputs", "none", "a batch needs at least one input step"));
    }
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < inputs.size(); i++) {
      InputStep step = inputs.get(i);
      String where = "inputs[" + i + "]";
      if (!Double.isFinite(step.time())) {
        refusals.add(notFinite(where + ".time", step.time()));
      } else if (step.time() <= before) {
        refusals.add(
            new InputRefusal(
                where + ".time",
                Double.toString(step.time()),
                "times must increase; the step before is at " + before + " h"));
      } else {
        before = step.time();
      }
      refusals.addAll(quantities(where, model.inputs(), step.values()));
    }
    return refusals;
  }

  /**
   * Reasons to refuse a feed into a vessel that holds as much as this state says; empty when the
   * feed is plausible or the model has no fed vessel.
   */
  public static List<InputRefusal> feed(ProcessModel model, double[] state, InputPlan inputs) {
    List<String> stateIds = model.states().stream().map(Quantity::id).toList();
    List<String> inputIds = model.inputs().stream().map(Quantity::id).toList();
    if (!stateIds.contains("V") || !inputIds.contains("feed")) {
      return List.of();
    }
    double volume = state[stateIds.indexOf("V")];
    int feed = inputIds.indexOf("feed");
    List<InputRefusal> refusals = new ArrayList<>();
    for (int i = 0; i < inputs.steps().size(); i++) {
      double rate = inputs.steps().get(i).values()[feed];
      if (rate > volume * LARGEST_DILUTION) {
        refusals.add(
            new InputRefusal(
                "inputs[" + i + "].feed",
                Double.toString(rate),
                "feeds more than the vessel holds (" + volume + " L) in an hour"));
      }
    }
    return refusals;
  }

  /** Reasons to refuse a batch: start, inputs and samples; empty when it is admissible. */
  public static List<InputRefusal> batch(ProcessModel model, BatchData batch) {
    List<InputRefusal> refusals = new ArrayList<>(state(model, batch.y0()));
    refusals.addAll(inputs(model, batch.inputs()));
    if (refusals.isEmpty()) {
      refusals.addAll(feed(model, batch.y0(), batch.plan()));
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < batch.samples().size(); i++) {
      Sample sample = batch.samples().get(i);
      refusals.addAll(
          measured(
              model,
              "samples[" + i + "]",
              sample.time(),
              sample.outputId(),
              sample.value(),
              sample.sd()));
      if (!seen.add(sample.outputId() + "@" + sample.time())) {
        refusals.add(
            new InputRefusal(
                "samples[" + i + "]",
                sample.outputId() + " at " + sample.time() + " h",
                "there are two samples of this output at this time"));
      }
    }
    return refusals;
  }

  /** Reasons to refuse one measured value. */
  public static List<InputRefusal> measured(
      ProcessModel model, String where, double time, String outputId, double value, double sd) {
    List<InputRefusal> refusals = new ArrayList<>();
    if (!(time >= 0) || Double.isInfinite(time)) {
      refusals.add(
          new InputRefusal(
              where + ".time", Double.toString(time), "a time must be 0 h or later and finite"));
    }
    Optional<Quantity> output =
        model.outputs().stream().filter(q -> q.id().equals(outputId)).findFirst();
    if (output.isEmpty()) {
      refusals.add(new InputRefusal(where + ".outputId", outputId, "the model has no such output"));
    } else if (!output.get().admits(value)) {
      Quantity q = output.get();
      refusals.add(outside(where + "." + outputId, value, q.lower(), q.upper(), q.unit()));
    }
    if (!(sd > 0) || Double.isInfinite(sd)) {
      refusals.add(
          new InputRefusal(
              where + ".sd", Double.toString(sd), "a standard deviation must be positive"));
    }
    return refusals;
  }

  /** Reasons to refuse a covariance of so many quantities; empty when it can be one. */
  public static List<InputRefusal> covariance(String where, double[][] covariance, int size) {
    List<InputRefusal> refusals = new ArrayList<>();
    if (covariance.length != size) {
      refusals.add(new InputRefusal(where, covariance.length + " rows", "there must be " + size));
      return refusals;
    }
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < size; i++) {
      if (covariance[i].length != size) {
        refusals.add(
            new InputRefusal(
                where + "[" + i + "]", covariance[i].length + " columns", "there must be " + size));
        return refusals;
      }
      largest = FastMath.max(largest, FastMath.abs(covariance[i][i]));
    }
    for (int i = 0; i < size; i++) {
      if (covariance[i][i] < -ROUNDING * largest) {
        refusals.add(
            new InputRefusal(
                where + "[" + i + "][" + i + "]",
                Double.toString(covariance[i][i]),
                "a variance must not be negative"));
      }
      for (int j = 0; j < size; j++) {
        double value = covariance[i][j];
        if (!Double.isFinite(value)) {
          refusals.add(notFinite(where + "[" + i + "][" + j + "]", value));
        } else if (FastMath.abs(value - covariance[j][i]) > ROUNDING * largest) {
          refusals.add(
              new InputRefusal(
                  where + "[" + i + "][" + j + "]",
                  Double.toString(value),
                  "a covariance is symmetric; opposite stands " + covariance[j][i]));
        }
      }
    }
    return refusals;
  }

  /** Throws when there is a reason to refuse. */
  public static void require(List<InputRefusal> refusals) {
    if (!refusals.isEmpty()) {
      throw new InvalidInputException(refusals);
    }
  }

  private static List<InputRefusal> quantities(
      String where, List<Quantity> quantities, double[] values) {
    List<InputRefusal> refusals = new ArrayList<>();
    if (wrongLength(where, values, quantities.size(), refusals)) {
      return refusals;
    }
    for (int i = 0; i < values.length; i++) {
      Quantity q = quantities.get(i);
      if (!q.admits(values[i])) {
        refusals.add(outside(where + "." + q.id(), values[i], q.lower(), q.upper(), q.unit()));
      }
    }
    return refusals;
  }

  private static boolean wrongLength(
      String where, double[] values, int expected, List<InputRefusal> refusals) {
    if (values.length == expected) {
      return false;
    }
    refusals.add(
        new InputRefusal(
            where, values.length + " values", "the model has " + expected + " of them"));
    return true;
  }

  private static InputRefusal outside(
      String where, double value, double lower, double upper, String unit) {
    return Double.isFinite(value)
        ? new InputRefusal(
            where,
            Double.toString(value),
            "must lie between " + lower + " and " + upper + " " + unit)
        : notFinite(where, value);
  }

  private static InputRefusal notFinite(String where, double value) {
    return new InputRefusal(where, Double.toString(value), "is not a finite number");
  }
}
