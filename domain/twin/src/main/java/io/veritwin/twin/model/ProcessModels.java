package io.veritwin.twin.model;

import java.util.List;
import java.util.Optional;

/** The model structures this build of the engine knows. */
public final class ProcessModels {

  private ProcessModels() {}

  /** The structure with this identifier, if this build knows it. */
  public static Optional<ProcessModel> find(String structureId) {
    return all().stream().filter(model -> model.structureId().equals(structureId)).findFirst();
  }

  /** All structures, in the order of their identifiers. */
  public static List<ProcessModel> all() {
    return List.of(ChoBioreactor.model(), ChoFedBatch.model(), YeastOverflow.model());
  }
}
