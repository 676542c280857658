package io.veritwin.plant;

import java.time.Instant;

/**
 * Which batch a unit runs, and where the batch stands, as the plant last said.
 *
 * @param unit the unit
 * @param batchId the plant's batch id: "B26-1107"
 * @param phase the phase's name: "Feeding"
 * @param state the phase's ISA-88 state
 * @param processTimeHours hours since inoculation, by the plant's own clock node
 * @param speed how many process seconds pass in one second of the wall clock: 1 in a real plant
 * @param synthetic true when the batch is simulated
 * @param at source time of the process time
 */
public record BatchContext(
    String unit,
    String batchId,
    String phase,
    PhaseState state,
    double processTimeHours,
    double speed,
    boolean synthetic,
    Instant at) {

  public double processDays() {
    return processTimeHours / 24.0;
  }

  /** The process time at {@code now}, carried on from the last value at the plant's speed. */
  public double processTimeHours(Instant now) {
    if (state != PhaseState.RUNNING) {
      return processTimeHours;
    }
    return processTimeHours + speed * java.time.Duration.between(at, now).toMillis() / 3_600_000.0;
  }
}
