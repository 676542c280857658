package io.veritwin.plant;

import java.time.Duration;
import java.time.Instant;

/**
 * One value of one tag, stored exactly as the plant delivered it and never changed (URS-240).
 *
 * @param id the store's number, growing in the order of arrival
 * @param unit the unit, for example "BR-204"
 * @param tag the tag, for example "TIC-204.PV"
 * @param value the value as a number; {@code null} where the plant sent none or a text. A Boolean
 *     is 1 or 0.
 * @param text the value as text where it is a text, a Boolean ("true", "false") or an integer that
 *     a double cannot hold; otherwise {@code null}
 * @param statusCode the OPC UA status code, all 32 bits
 * @param sourceTime when the device took the value; {@code null} where the plant sent none
 * @param serverTime when the plant's server handed it on; {@code null} where it sent none
 * @param receivedAt when this platform received it
 */
public record Reading(
    long id,
    String unit,
    String tag,
    Double value,
    String text,
    long statusCode,
    Instant sourceTime,
    Instant serverTime,
    Instant receivedAt) {

  /** True when the plant vouches for the value: severity Good, and there is a value. */
  public boolean good() {
    return (statusCode >>> 30) == 0 && (value != null || text != null);
  }

  /** True when the plant says that values before this one were dropped from its queue. */
  public boolean overflowed() {
    return (statusCode & 0x480L) == 0x480L;
  }

  /** The source time, or where the plant sent none, the time of receipt. */
  public Instant time() {
    return sourceTime != null ? sourceTime : receivedAt;
  }

  /** How old the value is at {@code now}, by its own time. */
  public Duration age(Instant now) {
    return Duration.between(time(), now);
  }
}
