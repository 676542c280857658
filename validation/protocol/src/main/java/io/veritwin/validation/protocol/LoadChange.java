package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;

/** Loads what the checks of a request need, in a transaction that ends before they run. */
@ApplicationScoped
public class LoadChange {

  @Inject ChangeRequests changes;
  @Inject DataSets dataSets;

  /**
   * @throws IllegalArgumentException when there is no such request
   * @throws IllegalStateException when the code that runs is not the code that was registered
   */
  @Transactional
  public ChangeUnderTest load(String number) {
    ChangeRequest change =
        changes
            .find(number)
            .orElseThrow(
                () -> new IllegalArgumentException("there is no change request " + number));
    ModelVersion version = changes.modelVersion(change);
    ProcessModel model = ProcessModels.find(version.structureId()).orElseThrow();
    if (!model.codeDigest().equals(version.codeDigest())) {
      throw new IllegalStateException(
          version.name() + " was registered with other code than runs here; nothing is checked");
    }
    return new ChangeUnderTest(
        change,
        version,
        model,
        changes.criteria(number),
        Optional.ofNullable(version.calibrationSet()).flatMap(dataSets::find),
        dataSets.find(version.holdOutSet()).orElseThrow(),
        seed(change.limitsDigest()));
  }

  /** 52 bits of the signed limits: nobody can choose a seed after seeing a result. */
  private static long seed(String limitsDigest) {
    return Long.parseLong(limitsDigest.substring(0, 13), 16);
  }
}
