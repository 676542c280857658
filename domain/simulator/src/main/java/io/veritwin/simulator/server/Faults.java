package io.veritwin.simulator.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The faults a test has asked one unit for. */
final class Faults {

  private final Set<String> frozen = ConcurrentHashMap.newKeySet();
  private final Set<String> bad = ConcurrentHashMap.newKeySet();
  private volatile boolean ignoringWrites;
  private volatile boolean revokingWrites;

  /** The point publishes nothing any more: its last value grows old. */
  void freeze(String point) {
    frozen.add(point);
  }

  /** The point publishes its values with status Bad_SensorFailure. */
  void makeBad(String point) {
    bad.add(point);
  }

  /** Writes are answered Good, but the value is not taken over. */
  void ignoreWrites() {
    ignoringWrites = true;
  }

  /** The platform's account loses its right to write. */
  void revokeWrites() {
    revokingWrites = true;
  }

  void clear() {
    frozen.clear();
    bad.clear();
    ignoringWrites = false;
    revokingWrites = false;
  }

  boolean frozen(String point) {
    return frozen.contains(point);
  }

  boolean bad(String point) {
    return bad.contains(point);
  }

  boolean ignoringWrites() {
    return ignoringWrites;
  }

  boolean revokingWrites() {
    return revokingWrites;
  }
}
