package io.veritwin.recommendation.recommend;

import io.veritwin.lifecycle.assignment.EffectiveModel;
import io.veritwin.lifecycle.assignment.EffectiveModels;
import io.veritwin.plant.BatchContext;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Reading;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.UnitState;
import io.veritwin.recommendation.observe.EstimateContent;
import io.veritwin.recommendation.observe.TwinEstimate;
import io.veritwin.recommendation.observe.TwinEstimates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.util.Optional;

/** Gathers what is true of a unit now. */
@ApplicationScoped
@Transactional
public class UnitFactsSource {

  @Inject PlantRegister register;
  @Inject PlantHistory history;
  @Inject UnitState state;
  @Inject EffectiveModels models;
  @Inject DesignSpaces spaces;
  @Inject TwinEstimates estimates;
  @Inject AdviceStops stops;
  @Inject Clock clock;

  /**
   * @throws IllegalArgumentException when the unit is not registered
   */
  public UnitFacts of(String unit) {
    String product =
        register
            .unit(unit)
            .map(Unit::product)
            .orElseThrow(() -> new IllegalArgumentException("there is no unit " + unit));
    Optional<DesignSpaceRecord> space = spaces.inForce(unit);
    Optional<EffectiveModel> model = space.flatMap(s -> models.forUnit(unit, product, s.use()));
    String noModelBecause =
        space
            .filter(s -> model.isEmpty())
            .flatMap(s -> models.whyNone(unit, product, s.use()))
            .orElse("No model version is assigned to " + unit + ".");
    Optional<BatchContext> batch = state.batch(unit);
    Optional<TwinEstimate> estimate =
        model.flatMap(m -> batch.flatMap(b -> estimates.newest(unit, b.batchId(), m.digest())));
    Optional<Tag> tag = space.flatMap(s -> register.tag(unit, s.space().tag()));
    Optional<BigDecimal> read =
        tag.flatMap(t -> history.latest(unit, t.name()))
            .filter(r -> r.good() && r.value() != null)
            .map(Reading::value)
            .map(BigDecimal::valueOf);
    return new UnitFacts(
        clock.instant(),
        unit,
        product,
        space,
        model,
        model.isPresent() ? "" : noModelBecause,
        batch,
        state.link(unit),
        tag.isPresent() ? read : model.flatMap(m -> fed(space.get().space(), m, estimate)),
        read.isPresent(),
        tag.map(Tag::nodeId).orElse(UnitFacts.NO_NODE),
        estimate,
        stops.of(unit).isPresent());
  }

  /** What the twin was fed last, with the digits of the setpoint's resolution. */
  private static Optional<BigDecimal> fed(
      DesignSpace space, EffectiveModel model, Optional<TwinEstimate> estimate) {
    return estimate.map(
        e -> {
          double input =
              EstimateContent.read(e.content()).inputs()[model.model().inputIndex(space.input())];
          BigDecimal steps =
              space
                  .fromInput(BigDecimal.valueOf(input))
                  .divide(space.resolution(), 0, RoundingMode.HALF_EVEN);
          return steps.multiply(space.resolution());
        });
  }
}
