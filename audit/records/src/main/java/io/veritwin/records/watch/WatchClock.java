package io.veritwin.records.watch;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.log.ReadLog;
import io.veritwin.records.log.StampCheckpoint;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The server's clock (URS-116, A11D-11: changing system time makes an entry). It is compared with
 * the steady counter that no setting moves, with the newest entry of the trail, with the database's
 * clock, and with the time-stamp authority where that is an external one.
 */
@ApplicationScoped
public class WatchClock implements Watch {

  /** The clock is behind the trail: an act would seem to happen before what it follows from. */
  static final String BEHIND = "CLK-01";

  /** The clock differs from a clock beside it. */
  static final String DIFFERS = "CLK-02";

  private static final Duration JUMP = Duration.ofSeconds(2);
  private static final Duration BESIDE = Duration.ofSeconds(10);

  @Inject Clock clock;
  @Inject ReadLog log;
  @Inject StampCheckpoint stamps;
  @Inject AuditTrail trail;
  @Inject SiteAlarms alarms;

  private Instant lastTime;
  private long lastCount;

  @Override
  public String rule() {
    return "CLK-03";
  }

  @Override
  public String what() {
    return "the server's clock";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void look() {
    noteJump();
    Instant now = clock.instant();
    Optional<Duration> authority = stamps.clockBehindAuthority();
    boolean witnessed = authority.map(d -> d.abs().compareTo(BESIDE) <= 0).orElse(false);
    Instant newest = log.newestEntryAt().orElse(Instant.EPOCH);
    if (now.isBefore(newest.minus(JUMP))) {
      alarms.raise(
          BEHIND,
          "The server's clock reads %s, and the newest entry of the trail is of %s. %s"
              .formatted(
                  now,
                  newest,
                  witnessed
                      ? "The time-stamp authority agrees with the clock, so it was the entry's time that was wrong; acts go on."
                      : "Nothing is signed or written to the plant until the clock is right; call the administrator."),
          !witnessed);
    } else {
      alarms.end(BEHIND);
    }
    Duration database = Duration.between(clock.instant(), log.databaseTime());
    Duration worst = authority.filter(d -> d.abs().compareTo(database.abs()) > 0).orElse(database);
    if (worst.abs().compareTo(BESIDE) > 0) {
      alarms.raise(
          DIFFERS,
          "The server's clock differs by %d s from %s; the administrator sets it right."
              .formatted(
                  worst.toSeconds(),
                  worst.equals(database) ? "the database's" : "the time-stamp authority's"),
          false);
    } else {
      alarms.end(DIFFERS);
    }
  }

  private void noteJump() {
    Instant now = clock.instant();
    long count = System.nanoTime();
    Instant before = lastTime;
    Duration steady = Duration.ofNanos(count - lastCount);
    lastTime = now;
    lastCount = count;
    if (before == null) {
      return;
    }
    Instant expected = before.plus(steady);
    Duration jump = Duration.between(expected, now);
    if (jump.abs().compareTo(JUMP) > 0) {
      long rounded = jump.abs().plusMillis(500).toSeconds();
      trail.recordObservation(
          AuditEvent.of(
                  "CLOCK_CHANGED",
                  new Machine("site watch"),
                  new RecordRef("site", "clock", 1),
                  jump.isNegative()
                      ? "The server's clock was set back by %d s".formatted(rounded)
                      : "The server's clock was set ahead, or the machine stood still, by %d s"
                          .formatted(rounded))
              .changing(
                  List.of(new FieldChange("system time", expected.toString(), now.toString()))));
    }
  }
}
