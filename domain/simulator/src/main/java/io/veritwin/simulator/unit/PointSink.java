package io.veritwin.simulator.unit;

import java.time.Instant;

/** Takes what a unit publishes. */
@FunctionalInterface
public interface PointSink {

  /**
   * Publishes a value.
   *
   * @param point the point's name
   * @param value a Double, Boolean or String, as the point's type asks
   * @param sourceTime when the device took it
   */
  void publish(String point, Object value, Instant sourceTime);
}
