package io.veritwin.plant.opcua;

import io.veritwin.plant.GapKind;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.ReadingStore.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises where values of one unit are missing (URS-243). It sees every value in the order of
 * arrival; not safe for use by several threads.
 */
final class GapWatch {

  private final String unit;
  private final Map<String, Last> last = new HashMap<>();
  private Instant lastTime;
  private Interruption interruption;

  private record Last(
      Double value, String text, long statusCode, Instant sourceTime, boolean beforeInterruption) {}

  private record Interruption(GapKind kind, Instant from, String words) {}

  /**
   * A watch that carries on where the platform stopped.
   *
   * @param stored the last stored reading of each tag; empty at the very first start
   */
  GapWatch(String unit, Map<String, Reading> stored) {
    this.unit = unit;
    stored.forEach(
        (tag, r) -> {
          last.put(tag, new Last(r.value(), r.text(), r.statusCode(), r.sourceTime(), true));
          lastTime = later(lastTime, r.receivedAt());
        });
    if (lastTime != null) {
      interruption =
          new Interruption(
              GapKind.PLATFORM_STOPPED, lastTime, "The platform was not connected to the plant.");
    }
  }

  /** The link was interrupted so that values may have been lost. */
  void interrupted(String words) {
    if (lastTime != null && interruption == null) {
      interruption = new Interruption(GapKind.LINK_LOSS, lastTime, words);
    }
    last.replaceAll(
        (tag, l) -> new Last(l.value(), l.text(), l.statusCode(), l.sourceTime(), true));
  }

  /**
   * True when a new subscription only repeats what is stored: same time, status and value as the
   * tag's last reading from before the interruption. It is no new reading.
   */
  boolean repeats(Received now) {
    Last before = last.get(now.tag());
    return before != null
        && before.beforeInterruption()
        && now.sourceTime() != null
        && now.sourceTime().equals(before.sourceTime())
        && now.statusCode() == before.statusCode()
        && java.util.Objects.equals(now.value(), before.value())
        && java.util.Objects.equals(now.text(), before.text());
  }

  /**
   * Takes the next value and tells which gaps end with it.
   *
   * @param maximumAge how far apart two values of this tag may be; empty when it is reported only
   *     on change
   */
  List<ReadingGap> next(Received now, Optional<Duration> maximumAge) {
    List<ReadingGap> gaps = new ArrayList<>();
    if (interruption != null) {
      gaps.add(
          gap(
              null,
              interruption.kind(),
              interruption.from(),
              now.receivedAt(),
              interruption.words(),
              now));
      interruption = null;
    }
    Last before = last.get(now.tag());
    boolean known = before != null && before.sourceTime() != null && now.sourceTime() != null;
    if ((now.statusCode() & 0x480L) == 0x480L) {
      gaps.add(
          gap(
              now.tag(),
              GapKind.QUEUE_OVERFLOW,
              known ? before.sourceTime() : now.receivedAt(),
              now.sourceTime() != null ? now.sourceTime() : now.receivedAt(),
              "The plant's queue overflowed; values before this one were dropped.",
              now));
    } else if (known && !before.beforeInterruption()) {
      Duration step = Duration.between(before.sourceTime(), now.sourceTime());
      if (step.isNegative()) {
        gaps.add(
            gap(
                now.tag(),
                GapKind.SOURCE_TIME_JUMP,
                before.sourceTime(),
                now.sourceTime(),
                "The plant's time ran back by " + step.negated().toMillis() + " ms.",
                now));
      } else if (maximumAge.isPresent() && step.compareTo(maximumAge.get()) > 0) {
        gaps.add(
            gap(
                now.tag(),
                GapKind.SOURCE_TIME_JUMP,
                before.sourceTime(),
                now.sourceTime(),
                "No value for "
                    + step.toMillis()
                    + " ms; at most "
                    + maximumAge.get().toMillis()
                    + " ms are expected.",
                now));
      }
    }
    last.put(
        now.tag(), new Last(now.value(), now.text(), now.statusCode(), now.sourceTime(), false));
    lastTime = later(lastTime, now.receivedAt());
    return gaps;
  }

  private ReadingGap gap(
      String tag, GapKind kind, Instant from, Instant to, String words, Received now) {
    return new ReadingGap(0, unit, tag, kind, from, to, words, now.receivedAt());
  }

  private static Instant later(Instant one, Instant other) {
    return one == null || other.isAfter(one) ? other : one;
  }
}
