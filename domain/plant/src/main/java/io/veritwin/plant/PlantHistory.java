package io.veritwin.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was stored of the plant. Reads only; nothing is interpolated or left out. */
@ApplicationScoped
public class PlantHistory {

  @Inject ReadingStore store;

  /** The reading of the tag that arrived last. */
  public Optional<Reading> latest(String unit, String tag) {
    return store.latest(unit, tag);
  }

  /**
   * Readings with a source time in [from, to), oldest first.
   *
   * @param max the most to return; the newest of the range are kept when there are more
   */
  public List<Reading> between(String unit, String tag, Instant from, Instant to, int max) {
    return store.between(unit, tag, from, to, max);
  }

  /** What was received of each tag of the unit with a source time in [from, to). */
  public List<ReadingSummary> summaries(String unit, Instant from, Instant to) {
    return store.summaries(unit, from, to);
  }

  /** Gaps of the unit that touch [from, to), oldest first. */
  public List<ReadingGap> gaps(String unit, Instant from, Instant to) {
    return store.gaps(unit, from, to);
  }

  /** Samples reported in [from, to), oldest first, each with its own process time. */
  public List<OfflineSample> samples(String unit, Instant from, Instant to) {
    return store.samples(unit, from, to);
  }
}
