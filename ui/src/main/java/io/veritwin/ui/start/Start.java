package io.veritwin.ui.start;

import io.veritwin.lifecycle.assignment.Assignment;
import io.veritwin.lifecycle.assignment.EffectiveModels;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.TwinLevel;
import io.veritwin.plant.Unit;
import io.veritwin.plant.UnitState;
import io.veritwin.recommendation.observe.UnitView;
import io.veritwin.recommendation.observe.UnitViews;
import io.veritwin.records.log.LogHealth;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.watch.Alarm;
import io.veritwin.records.watch.SiteAlarms;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The start page: units and models as they stand. */
@Named
@RequestScoped
public class Start {

  @Inject PlantRegister register;
  @Inject UnitState state;
  @Inject UnitViews views;
  @Inject ModelVersions versions;
  @Inject EffectiveModels effective;
  @Inject LogHealth log;
  @Inject SiteAlarms siteAlarms;

  private List<Row> units;

  /** A unit in one line; {@code batch} is {@code null} while the plant has said nothing. */
  public record Row(
      Unit unit, BatchContext batch, LinkState link, String level, String model, String proposal) {}

  public List<Row> getUnits() {
    if (units == null) {
      units = register.units().stream().map(this::row).toList();
    }
    return units;
  }

  private Row row(Unit unit) {
    UnitView view = views.of(unit.name());
    TwinLevel level =
        TwinLevel.of(
            state.levelFacts(unit.name()), !view.model().isEmpty() && !view.adviceStopped());
    return new Row(
        unit,
        state.batch(unit.name()).orElse(null),
        state.link(unit.name()),
        level.inWords(),
        view.model().isEmpty() ? "none assigned" : view.model(),
        view.proposal() == null || view.proposal().state().closed()
            ? ""
            : view.proposal().number() + ", " + view.proposal().state().inWords());
  }

  public List<ModelVersion> getModels() {
    return versions.all();
  }

  public List<Assignment> getAssignments() {
    return effective.assignments();
  }

  /** What a person must see to about the platform itself, without what stops acts. */
  public List<Alarm> getAlarms() {
    return siteAlarms.standing().stream().filter(alarm -> !alarm.stopsActs()).toList();
  }

  /** Why regulated acts stop now; {@code null} while the log is sound. */
  public Refusal getLogTrouble() {
    return log.reasonAgainstActs().orElse(null);
  }
}
