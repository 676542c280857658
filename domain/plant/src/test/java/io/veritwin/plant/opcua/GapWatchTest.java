package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.GapKind;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.ReadingStore.Received;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GapWatchTest {

  private static final Instant T0 = Instant.parse("2026-11-20T09:00:00Z");
  private static final Optional<Duration> CYCLIC = Optional.of(Duration.ofSeconds(5));

  private final GapWatch watch = new GapWatch("BR-204", Map.of());

  private static Received at(long millis, double value, long status) {
    Instant source = T0.plusMillis(millis);
    return new Received(
        "BR-204", "TIC-204.PV", 11, value, null, status, source, source, source.plusMillis(10));
  }

  private List<ReadingGap> next(long millis) {
    return watch.next(at(millis, 36.8, 0), CYCLIC);
  }

  @Test
  @Verifies("URS-243")
  void valuesWithinTheMaximumAgeLeaveNoGap() {
    assertEquals(List.of(), next(0));
    assertEquals(List.of(), next(1000));
    assertEquals(List.of(), next(6000));
  }

  @Test
  @Verifies("URS-243")
  void aStepPastTheMaximumAgeIsAGapOfThatTag() {
    next(0);
    ReadingGap gap = next(5001).get(0);
    assertEquals(GapKind.SOURCE_TIME_JUMP, gap.kind());
    assertEquals("TIC-204.PV", gap.tag());
    assertEquals(T0, gap.from());
    assertEquals(T0.plusMillis(5001), gap.to());
    assertTrue(gap.words().contains("5001 ms"), gap.words());
  }

  @Test
  @Verifies("URS-243")
  void aTagReportedOnlyOnChangeMayRest() {
    watch.next(at(0, 42, 0), Optional.empty());
    assertEquals(List.of(), watch.next(at(3_600_000, 46.5, 0), Optional.empty()));
  }

  @Test
  @Verifies("URS-243")
  void timeThatRunsBackIsAGap() {
    next(10_000);
    ReadingGap gap = next(9_000).get(0);
    assertEquals(GapKind.SOURCE_TIME_JUMP, gap.kind());
    assertTrue(gap.to().isBefore(gap.from()));
  }

  @Test
  @Verifies("URS-243")
  void theOverflowBitIsAGapEvenWhenTheTimesLookWell() {
    next(0);
    List<ReadingGap> gaps = watch.next(at(1000, 36.8, 0x480), CYCLIC);
    assertEquals(GapKind.QUEUE_OVERFLOW, gaps.get(0).kind());
    assertEquals(1, gaps.size());
  }

  @Test
  @Verifies("URS-243")
  void anInterruptionIsOneGapOfTheWholeUnit() {
    next(0);
    watch.interrupted("The link to the plant was interrupted.");
    watch.interrupted("A second word about the same interruption.");
    List<ReadingGap> gaps = next(60_000);
    assertEquals(1, gaps.size(), gaps.toString());
    assertEquals(GapKind.LINK_LOSS, gaps.get(0).kind());
    assertEquals(null, gaps.get(0).tag());
    assertEquals(T0.plusMillis(10), gaps.get(0).from());
    assertEquals(List.of(), next(61_000));
  }

  @Test
  @Verifies("URS-243")
  void onlyTheRepetitionAfterAnInterruptionIsNoNewReading() {
    next(0);
    assertFalse(watch.repeats(at(0, 36.8, 0)), "without an interruption nothing is left out");
    watch.interrupted("cut");
    assertTrue(watch.repeats(at(0, 36.8, 0)));
    assertFalse(watch.repeats(at(0, 36.9, 0)), "another value");
    assertFalse(watch.repeats(at(1, 36.8, 0)), "another time");
    assertFalse(watch.repeats(at(0, 36.8, 0x40000000L)), "another status");
  }

  @Test
  @Verifies("URS-243")
  void theFirstStartOfAllHasNothingToMissAndALaterOneHas() {
    assertEquals(List.of(), next(0));
    Reading stored =
        new Reading(1, "BR-204", "TIC-204.PV", 36.8, null, 0, T0, T0, T0.plusMillis(10));
    GapWatch restarted = new GapWatch("BR-204", Map.of("TIC-204.PV", stored));
    ReadingGap gap = restarted.next(at(90_000, 36.8, 0), CYCLIC).get(0);
    assertEquals(GapKind.PLATFORM_STOPPED, gap.kind());
    assertEquals(T0.plusMillis(10), gap.from());
  }
}
