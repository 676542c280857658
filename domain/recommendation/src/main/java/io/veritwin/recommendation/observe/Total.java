package io.veritwin.recommendation.observe;

import java.util.OptionalDouble;

/**
 * What a totaliser showed at a process time. The raw count is kept, not the engineering value, so
 * that a scale signed in the middle of a batch makes no jump.
 *
 * @param raw the count as received
 * @param time process time of the reading, h
 */
public record Total(double raw, double time) {

  /**
   * The rate between this reading and a later one: what was counted by the time between the two
   * readings, so that nothing that was fed is lost whatever the width of the twin's grid.
   *
   * @param gain engineering units per count, from the tag's signed scale
   * @return engineering units per hour; empty when no time passed, or when the totaliser was reset
   */
  OptionalDouble rateUntil(Total later, double gain) {
    double hours = later.time - time;
    double counted = gain * (later.raw - raw);
    return hours > 0 && counted >= 0 ? OptionalDouble.of(counted / hours) : OptionalDouble.empty();
  }
}
