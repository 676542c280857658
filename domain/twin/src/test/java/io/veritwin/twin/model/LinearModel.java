package io.veritwin.twin.model;

import java.util.List;

/** Two linear compartments: what a Kalman filter solves exactly. */
public final class LinearModel {

  private LinearModel() {}

  public static ProcessModel model() {
    return new EquationModel(
        "linear/1",
        "Two compartments",
        List.of(
            new Quantity("A", "First", "mmol/L", -100, 100),
            new Quantity("B", "Second", "mmol/L", -100, 100)),
        List.of(new Quantity("u", "Input", "mmol/(L.h)", -10, 10)),
        List.of(new Quantity("OUT", "Second", "mmol/L", -100, 100)),
        List.of(
            new ParameterDefinition("k1", "Exchange", "/h", 0.3, 0, 5, "test"),
            new ParameterDefinition("k2", "Loss", "/h", 0.1, 0, 5, "test")),
        """
        der A = u - k1*A
        der B = k1*A - k2*B
        output OUT = B
        """);
  }

  /** Its input ebbs and flows with time, by each function that equations know. */
  public static ProcessModel inTime() {
    return new EquationModel(
        "linear-in-time/1",
        "One compartment in time",
        List.of(new Quantity("A", "Content", "mmol/L", -100, 100)),
        List.of(new Quantity("u", "Input", "mmol/(L.h)", -10, 10)),
        List.of(new Quantity("OUT", "Content", "mmol/L", -100, 100)),
        List.of(new ParameterDefinition("k", "Loss", "/h", 0.3, 0, 5, "test")),
        """
        der A = u*exp(-t) - min(k, sqrt(t))*A + max(log(1 + t), -k) - A^1.5
        output OUT = A
        """);
  }
}
