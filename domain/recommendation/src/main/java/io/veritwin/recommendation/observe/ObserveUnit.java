package io.veritwin.recommendation.observe;

import io.veritwin.lifecycle.assignment.EffectiveModel;
import io.veritwin.plant.BatchContext;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.calibration.TagCalibrations;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Observe a unit: advances its twin over the stored readings (URS-400). One caller per unit at a
 * time.
 */
@ApplicationScoped
public class ObserveUnit {

  @Inject TwinBindings bindings;
  @Inject PlantHistory history;
  @Inject TagCalibrations calibrations;
  @Inject TwinEstimates estimates;
  @Inject Clock clock;

  private final Map<String, UnitFollower> followers = new ConcurrentHashMap<>();
  private final Map<String, String> silences = new ConcurrentHashMap<>();

  /** Advances the unit's twin as far as the stored readings allow. */
  public void advance(String unit, EffectiveModel model, BatchContext batch) {
    UnitFollower follower =
        followers.compute(
            unit,
            (name, now) ->
                now != null && now.follows(batch.batchId(), model.digest())
                    ? now
                    : follow(unit, batch.batchId(), model));
    try {
      silences.put(unit, follower.advance());
    } catch (Exception failed) {
      // What was in memory may be half a step ahead of what is stored: take the chain up again.
      followers.remove(unit);
      silences.put(unit, "The twin could not be advanced; it is taken up again.");
      throw failed;
    }
  }

  /** Why there is no estimate of the unit, in one sentence; empty when there is one. */
  public String noEstimateBecause(String unit) {
    return silences.getOrDefault(unit, "");
  }

  private UnitFollower follow(String unit, String batch, EffectiveModel model) {
    return new UnitFollower(
        unit,
        batch,
        model,
        bindings.of(unit, model.model().structureId()),
        history,
        calibrations,
        estimates,
        clock);
  }
}
