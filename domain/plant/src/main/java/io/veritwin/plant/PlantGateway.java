package io.veritwin.plant;

/** The platform's door to the plant. Implemented by {@code io.veritwin.plant.opcua}. */
public interface PlantGateway {

  /**
   * Sends one write, once, after re-verifying that it is in the ledger, unexpired and unused. Must
   * not be called with a transaction open. Only {@code recommendation}'s release worker may call
   * it.
   */
  WriteOutcome write(PlantWrite write);

  /**
   * Reads the tag afresh from the plant.
   *
   * @throws IllegalArgumentException when the unit has no such tag
   */
  ReadBack readBack(String unit, String tag);

  /** True when the session to the unit's server is active and its values flow. */
  boolean reachable(String unit);

  /**
   * True when the unit says that it has an actuator behind this setpoint (ACTUATOR is true). A unit
   * without such a setpoint has none behind it.
   */
  boolean hasActuator(String unit, String tag);

  /**
   * True when the tag is on the platform's list and the plant's server grants our user write access
   * to its node, as last read from the node.
   */
  boolean writeGranted(String unit, String tag);
}
