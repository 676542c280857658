package io.veritwin.lifecycle.change;

import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proposes the acceptance criteria of a version: the same kinds of checks for every model, with
 * limits that the author tightens or argues for before submission (FAI-03). Outputs that the
 * intended use does not claim are tested too when the hold-out data hold them: an honest report
 * says where a model is not credible.
 */
final class CriteriaTemplate {

  private static final String USUAL = "Usual limit of the template.";

  private final String change;
  private final List<AcceptanceCriterion> criteria = new ArrayList<>();

  private CriteriaTemplate(String change) {
    this.change = change;
  }

  static List<AcceptanceCriterion> propose(
      String change,
      ModelVersion version,
      ProcessModel model,
      Optional<DataSet> calibration,
      DataSet holdOut) {
    CriteriaTemplate template = new CriteriaTemplate(change);
    template.verification(model);
    List<String> claimed = version.intendedUse().credibleOutputs();
    Set<String> noisy = new TreeSet<>();
    version.noise().forEach(n -> noisy.add(n.output()));
    calibration.ifPresent(
        set ->
            observed(model, set, noisy).stream()
                .filter(q -> claimed.contains(q.id()))
                .forEach(
                    q ->
                        template.add(
                            Metric.CALIBRATION_R2,
                            q.id(),
                            q.title() + ", fit to the calibration data, R²",
                            0.80,
                            "1",
                            true,
                            USUAL)));
    for (Quantity q : observed(model, holdOut, noisy)) {
      boolean claim = claimed.contains(q.id());
      String why = claim ? USUAL : "Reported only: the intended use does not claim this output.";
      template.add(
          Metric.PREDICTION_R2,
          q.id(),
          q.title() + ", predicted open loop, R²",
          0.80,
          "1",
          claim,
          why);
      template.add(
          Metric.PREDICTION_NRMSE,
          q.id(),
          q.title() + ", predicted open loop, NRMSE",
          15,
          "%",
          claim,
          why);
      if (claim) {
        template.add(
            Metric.PREDICTION_COVERAGE,
            q.id(),
            q.title() + ", share of values inside the 95 % band",
            80,
            "%",
            true,
            "Few values: 80 % is what 95 % may look like in a sample of 20.");
      }
    }
    return List.copyOf(template.criteria);
  }

  private void verification(ProcessModel model) {
    add(
        Metric.ORDER_OF_CONVERGENCE,
        "integrator",
        "Order of convergence of the integrator, shortfall from theory",
        0.5,
        "1",
        true,
        "Half an order is what round-off and the coarsest step leave uncertain.");
    add(
        Metric.STEP_ERROR,
        "integrator",
        "Error of the calculation at the tolerance in use",
        0.1,
        "%",
        true,
        "A tenth of a percent is far below any measurement error.");
    for (String balance : model.balances()) {
      add(
          Metric.MASS_BALANCE,
          balance,
          "Balance of " + balance + ", closure error",
          1e-6,
          "1",
          true,
          "The balance holds but for rounding.");
    }
  }

  private void add(
      Metric metric,
      String subject,
      String title,
      double limit,
      String unit,
      boolean claimed,
      String why) {
    criteria.add(
        new AcceptanceCriterion(
            change,
            String.format("C-%02d", criteria.size() + 1),
            title,
            metric,
            subject,
            limit,
            unit,
            claimed,
            why));
  }

  /** Outputs of the model that the data hold and that have a measurement error. */
  private static List<Quantity> observed(ProcessModel model, DataSet set, Set<String> noisy) {
    return model.outputs().stream()
        .filter(q -> noisy.contains(q.id()))
        .filter(
            q ->
                set.batches().stream()
                    .flatMap(b -> b.data().observations().stream())
                    .anyMatch(o -> o.output().equals(q.id())))
        .toList();
  }
}
