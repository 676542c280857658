package io.veritwin.lifecycle.model;

import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;

/** Rule LIF-08 in words: structure and parameters are those this build knows, inside bounds. */
final class ParameterRules {

  private ParameterRules() {}

  static Refusal noStructure(String notDone, String structureId) {
    return new Refusal(
        "LIF-08",
        notDone
            + ": this installation has no structure "
            + structureId
            + ". Choose one from the list.");
  }

  static Refusal unknown(String notDone, ProcessModel model, String parameter) {
    return new Refusal(
        "LIF-08", notDone + ": " + model.structureId() + " has no parameter " + parameter + ".");
  }

  static Refusal outOfBounds(String notDone, ParameterDefinition p, double value) {
    return new Refusal(
        "LIF-08",
        notDone
            + ": "
            + p.id()
            + " is "
            + value
            + " "
            + p.unit()
            + "; it may lie between "
            + p.lower()
            + " and "
            + p.upper()
            + ".");
  }
}
