package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.model.EngineVersion;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.optimisation.DeviationGroup;
import io.veritwin.twin.optimisation.FeedProblem;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Everything a recommendation is computed from. Kept as canonical JSON under a digest, it gives the
 * same answer on any machine at any later day (URS-406, A22-01).
 *
 * @param unit the unit
 * @param batch its batch
 * @param structure id of the model's structure
 * @param codeDigest digest of the structure's code when it was computed
 * @param modelVersion name of the effective version
 * @param modelDigest its approved digest
 * @param parameters in the order of the structure
 * @param parameterCovariance of all parameters in order
 * @param estimate digest of the stored estimate
 * @param state the estimate
 * @param reference state in which the batch would be had the twin run on without measurements
 * @param inputs what is fed when nobody acts, from now on, in the model's units
 * @param currentValue the setpoint now, in its own unit
 * @param space the design space
 * @param scenarios ensemble members
 * @param seed of the ensembles
 * @param engine build of the engine that computed
 * @param takeBackTo the value to go back to; {@code null} when the optimiser chooses
 */
public record InputPackage(
    String unit,
    String batch,
    String structure,
    String codeDigest,
    String modelVersion,
    String modelDigest,
    double[] parameters,
    double[][] parameterCovariance,
    String estimate,
    EstimatorState state,
    double[] reference,
    double[] inputs,
    BigDecimal currentValue,
    DesignSpace space,
    int scenarios,
    long seed,
    String engine,
    BigDecimal takeBackTo) {

  /** Ensemble members of a recommendation. */
  public static final int SCENARIOS = 120;

  private static final int MOST_GROUPS = 4;

  /** The build that computes now. */
  public static final String ENGINE = EngineVersion.CURRENT;

  /** A seed that follows from the estimate, so that nobody chooses it. */
  public static long seedFrom(String estimateDigest) {
    return Long.parseLong(estimateDigest.substring(0, 8), 16);
  }

  /** The structure that computes. */
  public ProcessModel model() {
    return ProcessModels.find(structure)
        .orElseThrow(() -> new IllegalStateException("there is no structure " + structure));
  }

  /** The problem for the optimiser. */
  public FeedProblem problem(Duration timeBox) {
    ProcessModel model = model();
    return new FeedProblem(
        model,
        parameters,
        parameterCovariance,
        state,
        reference,
        groups(model),
        new InputPlan(List.of(new InputStep(state.time(), inputs))),
        space.input(),
        space.toInput(currentValue),
        space.objective(),
        space.horizonHours(),
        space.envelope(),
        scenarios,
        seed,
        timeBox);
  }

  /**
   * What the change is explained by: the largest deviations from the reference, measured in
   * standard deviations of the estimate, each by itself, and the others together. (Each further
   * group would double the work.)
   */
  private List<DeviationGroup> groups(ProcessModel model) {
    List<Quantity> states = new ArrayList<>(model.states());
    states.sort(Comparator.comparingDouble(s -> -deviation(model.stateIndex(s.id()))));
    int alone = states.size() <= MOST_GROUPS ? states.size() : MOST_GROUPS - 1;
    List<DeviationGroup> groups = new ArrayList<>();
    for (Quantity s : states.subList(0, alone)) {
      groups.add(new DeviationGroup(s.id(), s.title(), List.of(s.id())));
    }
    if (alone < states.size()) {
      groups.add(
          new DeviationGroup(
              "others",
              "Other deviations",
              states.subList(alone, states.size()).stream().map(Quantity::id).toList()));
    }
    return groups;
  }

  private double deviation(int i) {
    double away = Math.abs(state.mean()[i] - reference[i]);
    double sd = Math.sqrt(Math.max(0, state.covariance()[i][i]));
    return away == 0 ? 0 : away / sd;
  }

  /** The canonical form. */
  public String text() {
    return Canonical.text(
        JsonObject.builder()
            .put("format", "veritwin-input-package/1")
            .put("unit", unit)
            .put("batch", batch)
            .put("structure", structure)
            .put("codeDigest", codeDigest)
            .put("modelVersion", modelVersion)
            .put("modelDigest", modelDigest)
            .put("parameters", Canonical.numbers(parameters))
            .put("parameterCovariance", Canonical.matrix(parameterCovariance))
            .put("estimate", estimate)
            .put("time", state.time())
            .put("mean", Canonical.numbers(state.mean()))
            .put("covariance", Canonical.matrix(state.covariance()))
            .put("reference", Canonical.numbers(reference))
            .put("inputs", Canonical.numbers(inputs))
            .put("currentValue", currentValue.toPlainString())
            .put("designSpace", space.json())
            .put("scenarios", scenarios)
            .put("seed", seed)
            .put("engine", engine)
            .put(
                "takeBackTo",
                takeBackTo == null
                    ? JsonValue.of((String) null)
                    : JsonValue.of(takeBackTo.toPlainString()))
            .build());
  }

  /** Reads what {@link #text} wrote. */
  public static InputPackage read(String text) {
    JsonObject json = Canonical.object(text);
    return new InputPackage(
        Canonical.string(json, "unit"),
        Canonical.string(json, "batch"),
        Canonical.string(json, "structure"),
        Canonical.string(json, "codeDigest"),
        Canonical.string(json, "modelVersion"),
        Canonical.string(json, "modelDigest"),
        Canonical.numbers(json, "parameters"),
        Canonical.matrix(json, "parameterCovariance"),
        Canonical.string(json, "estimate"),
        new EstimatorState(
            Canonical.number(json, "time"),
            Canonical.numbers(json, "mean"),
            Canonical.matrix(json, "covariance")),
        Canonical.numbers(json, "reference"),
        Canonical.numbers(json, "inputs"),
        new BigDecimal(Canonical.string(json, "currentValue")),
        DesignSpace.read(Canonical.child(json, "designSpace")),
        (int) Canonical.number(json, "scenarios"),
        (long) Canonical.number(json, "seed"),
        Canonical.string(json, "engine"),
        json.text("takeBackTo").map(BigDecimal::new).orElse(null));
  }
}
