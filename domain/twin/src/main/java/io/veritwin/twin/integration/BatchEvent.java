package io.veritwin.twin.integration;

import java.util.Map;

/** What happens in a batch at an instant, beside changes of inputs at known times. */
public sealed interface BatchEvent {

  String id();

  /**
   * Something is added at once.
   *
   * @param id what it is called
   * @param time hours since the batch began
   * @param litres how much
   * @param concentrations of the addition, by state; other concentrations are diluted
   */
  record Bolus(String id, double time, double litres, Map<String, Double> concentrations)
      implements BatchEvent {

    public Bolus {
      concentrations = Map.copyOf(concentrations);
    }
  }

  /**
   * When a state passes a value, inputs change, once.
   *
   * @param id what the next phase is called
   * @param stateId the state that decides
   * @param direction which way it passes
   * @param value in the state's unit
   * @param inputs new values, by input
   */
  record PhaseChange(
      String id,
      String stateId,
      Event.Direction direction,
      double value,
      Map<String, Double> inputs)
      implements BatchEvent {

    public PhaseChange {
      inputs = Map.copyOf(inputs);
    }
  }

  /**
   * A state falls to a value at which it counts as used up; nothing is changed, the instant is
   * told, once.
   *
   * @param id what it is called
   * @param stateId the substrate
   * @param value in the state's unit
   */
  record Depletion(String id, String stateId, double value) implements BatchEvent {}
}
