package io.veritwin.recommendation.recommend;

import java.time.Duration;
import java.time.Instant;

/**
 * When to look for a better setpoint. A person gets minutes to decide, also when the process runs
 * sixty times faster than the clock: an open proposal stands for ten minutes of the wall clock at
 * least, and is never replaced while someone is signing it (URS-407).
 */
public final class Cadence {

  /** A new look is due after this much process time, hours. */
  static final double PROCESS_HOURS = 2.0;

  /** After a look that proposed nothing, a new one is due after this much process time, hours. */
  static final double PROCESS_HOURS_AFTER_NONE = 0.5;

  /** An open proposal stands at least this long. */
  static final Duration STANDS = Duration.ofMinutes(10);

  /** After a person decided, nothing new is proposed for this long. */
  static final Duration REST = Duration.ofSeconds(60);

  /** After a person rejected, nothing new is proposed for this long. */
  static final Duration REST_AFTER_REJECTION = Duration.ofMinutes(5);

  private Cadence() {}

  /**
   * What is known when the question is asked.
   *
   * @param now server time
   * @param processHours process time now
   * @param newest the unit's newest recommendation of this batch; {@code null} when there is none
   * @param signing true while someone is at its signing page
   * @param lastLookHours process time of the last look that proposed nothing; NaN when none
   */
  public record Facts(
      Instant now,
      double processHours,
      Recommendation newest,
      boolean signing,
      double lastLookHours) {}

  /** Whether a look is due now. */
  public static boolean due(Facts f) {
    double sinceLook = f.processHours() - f.lastLookHours();
    if (sinceLook >= 0 && sinceLook < PROCESS_HOURS_AFTER_NONE) {
      return false;
    }
    Recommendation newest = f.newest();
    if (newest == null) {
      return true;
    }
    boolean longAgo = f.processHours() - newest.processTime() >= PROCESS_HOURS;
    return switch (newest.state()) {
      case PROPOSED ->
          longAgo && !f.signing() && since(newest.proposedAt(), f.now()).compareTo(STANDS) >= 0;
      case SIGNED, SENDING, WRITTEN, UNKNOWN -> false;
      case REJECTED ->
          longAgo && since(newest.closedAt(), f.now()).compareTo(REST_AFTER_REJECTION) >= 0;
      case CONFIRMED, NOT_WRITTEN, WITHDRAWN, EXPIRED, RELEASE_REFUSED, LAPSED, REFUSED_BY_PLANT ->
          longAgo && since(newest.closedAt(), f.now()).compareTo(REST) >= 0;
    };
  }

  private static Duration since(Instant then, Instant now) {
    return Duration.between(then, now);
  }
}
