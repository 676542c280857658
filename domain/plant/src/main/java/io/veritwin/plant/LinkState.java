package io.veritwin.plant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is true of the link to a unit at this moment.
 *
 * @param unit the unit
 * @param live true when the subscription delivers: the session is active and a value or keep-alive
 *     arrived within the limit
 * @param lastValueAt when the last value of the unit was received; {@code null} when none was since
 *     the start
 * @param since since when {@code live} has been as it is; {@code null} before the first attempt
 * @param staleTags tags whose last value is older than their maximum age, or whose status is not
 *     Good
 * @param words the state in one plain sentence
 * @param asOf when this was found
 */
public record LinkState(
    String unit,
    boolean live,
    Instant lastValueAt,
    Instant since,
    List<String> staleTags,
    String words,
    Instant asOf) {

  public LinkState {
    staleTags = List.copyOf(staleTags);
  }

  /** Age of the last value; {@code null} when there was none. */
  public Duration age() {
    return lastValueAt == null ? null : Duration.between(lastValueAt, asOf);
  }

  public boolean stale(String tag) {
    return !live || staleTags.contains(tag);
  }
}
