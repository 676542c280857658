package io.veritwin.ui.model;

import io.veritwin.lifecycle.assignment.Assignment;
import io.veritwin.lifecycle.assignment.EffectiveModels;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.lifecycle.model.ParameterValue;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Unit;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Optional;

/** Every model version with its state, and the one that is opened. */
@Named
@RequestScoped
public class Models {

  @Inject ModelVersions versions;
  @Inject EffectiveModels effective;
  @Inject ChangeRequests changes;
  @Inject PlantRegister register;

  private List<ModelVersion> all;
  private String selected;
  private ModelVersion opened;

  public List<ModelVersion> getAll() {
    if (all == null) {
      all = versions.all();
    }
    return all;
  }

  /** The units a version serves now, in words. */
  public String servedBy(ModelVersion version) {
    List<String> units =
        effective.assignments().stream()
            .filter(a -> a.endedAt() == null && a.modelVersion().equals(version.name()))
            .map(Assignment::unit)
            .sorted()
            .distinct()
            .toList();
    if (version.state() != ModelVersionState.EFFECTIVE) {
      return "";
    }
    return units.isEmpty() ? "no unit yet" : String.join(", ", units);
  }

  /** The opened version; {@code null} while none is. */
  public ModelVersion getOpened() {
    if (opened == null && selected != null) {
      opened = versions.find(selected).orElse(null);
    }
    return opened;
  }

  /** The opened version's parameters beside their definitions. */
  public List<Row> getParameters() {
    Optional<ProcessModel> structure = ProcessModels.find(getOpened().structureId());
    return getOpened().parameters().stream()
        .map(
            value ->
                new Row(
                    value,
                    structure
                        .flatMap(
                            m ->
                                m.parameters().stream()
                                    .filter(p -> p.id().equals(value.parameter()))
                                    .findFirst())
                        .orElse(null)))
        .toList();
  }

  /** A parameter's value and what it means; {@code definition} is null for an unknown structure. */
  public record Row(ParameterValue value, ParameterDefinition definition) {}

  /** True when the code that runs has the digest that was registered. */
  public boolean isCodeEqual() {
    return ProcessModels.find(getOpened().structureId())
        .map(m -> m.codeDigest().equals(getOpened().codeDigest()))
        .orElse(false);
  }

  /** Change requests of the opened version. */
  public List<ChangeRequest> getRequests() {
    return changes.all().stream().filter(c -> c.modelVersion().equals(getOpened().name())).toList();
  }

  /** Assignments of the opened version that hold. */
  public List<Assignment> getAssignments() {
    return effective.assignments().stream()
        .filter(a -> a.modelVersion().equals(getOpened().name()))
        .toList();
  }

  /** Units of the version's product, to which it may be assigned. */
  public List<Unit> getUnits() {
    return register.units();
  }

  public String getSelected() {
    return selected;
  }

  public void setSelected(String selected) {
    this.selected = selected;
  }
}
