package io.veritwin.twin.integration;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * A time box on an injected clock. What is cut off by it is reported as such and is never used as a
 * result, so results stay independent of the machine's speed.
 */
public final class Deadline {

  private static final Deadline NONE = new Deadline(null, null);

  private final Clock clock;
  private final Instant end;

  private Deadline(Clock clock, Instant end) {
    this.clock = clock;
    this.end = end;
  }

  /** No time box. */
  public static Deadline none() {
    return NONE;
  }

  public static Deadline after(Duration duration, Clock clock) {
    return new Deadline(clock, clock.instant().plus(duration));
  }

  public boolean passed() {
    return end != null && !clock.instant().isBefore(end);
  }
}
