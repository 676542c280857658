package io.veritwin.twin.integration;

/**
 * Something that happens where a condition passes through zero, such as the depletion of a
 * substrate.
 *
 * @param id what it is called
 * @param condition zero where it happens
 * @param direction which way the condition passes
 */
public record Event(String id, Condition condition, Direction direction) {

  /** A function of time and state. */
  public interface Condition {
    double at(double t, double[] y);
  }

  /** Which way a condition passes through zero. */
  public enum Direction {
    RISING,
    FALLING
  }

  boolean passes(double before, double after) {
    return direction == Direction.RISING ? before < 0 && after >= 0 : before > 0 && after <= 0;
  }
}
