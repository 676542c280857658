package io.veritwin.simulator.unit;

import java.time.Instant;
import java.util.List;
import java.util.Properties;

/** One unit of the simulated plant. Its methods are called from several threads. */
public interface SimulatedUnit {

  /** The unit's name for people: "BR-204". */
  String name();

  /** How its nodes begin: "BR204." */
  String nodePrefix();

  /** What it is, in words. */
  String title();

  /** Everything it publishes. */
  List<Point> points();

  /**
   * Lets time pass and publishes what a device would publish meanwhile.
   *
   * @param seconds seconds of the wall clock since the last call
   * @param now the wall clock
   */
  void advance(double seconds, Instant now, PointSink sink);

  /** Publishes every point once, as after a start. */
  void publishAll(Instant now, PointSink sink);

  /**
   * Takes a setpoint over.
   *
   * @return false when the value is out of the setpoint's range and was not taken
   */
  boolean writeSetpoint(String point, double value, Instant now, PointSink sink);

  /**
   * Carries out a command of the engineering station.
   *
   * @return false when the unit does not know it or cannot obey in its state
   */
  boolean command(String command, Instant now, PointSink sink);

  /** Writes what is needed to carry on after a restart. */
  void save(Properties state);

  /** Carries on from what {@link #save} wrote. */
  void restore(Properties state);
}
