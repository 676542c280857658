package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.AcceptanceCriterion;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.BatchData;
import java.util.List;
import java.util.Optional;

/**
 * Everything the checks of one request need, loaded once.
 *
 * @param change the request
 * @param version the version it asks for
 * @param model its structure, as it runs
 * @param criteria the signed criteria
 * @param calibration the calibration data; empty when every parameter was typed
 * @param holdOut the data nobody has fitted to
 * @param seed of every random draw, from the record that was signed
 */
public record ChangeUnderTest(
    ChangeRequest change,
    ModelVersion version,
    ProcessModel model,
    List<AcceptanceCriterion> criteria,
    Optional<DataSet> calibration,
    DataSet holdOut,
    long seed) {

  List<BatchData> batches(DataSet set) {
    return set.batches().stream().map(b -> b.data().toBatchData(model, version.noise())).toList();
  }

  boolean claims(String output) {
    return version.intendedUse().credibleOutputs().contains(output);
  }

  String title(String output) {
    return model.outputs().get(model.outputIndex(output)).title();
  }

  String unit(String output) {
    return model.outputs().get(model.outputIndex(output)).unit();
  }

  /** Standard deviation of one measurement; zero for an output that is not measured. */
  double sd(String output, double value) {
    return version.noise().stream()
        .filter(n -> n.output().equals(output))
        .mapToDouble(n -> n.sdAt(value))
        .findFirst()
        .orElse(0);
  }
}
