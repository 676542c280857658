package io.veritwin.records.trail;

import java.time.Instant;

/**
 * One entry as a row of the explorer.
 *
 * @param id the entry's id
 * @param sequence its place in the log, counted from 0; {@code null} while it waits for one
 * @param reason empty when none was given
 * @param rule empty when not refused
 */
public record TrailRow(
    long id,
    Long sequence,
    Instant at,
    String event,
    String personId,
    String personName,
    String personRole,
    RecordRef record,
    boolean refused,
    String rule,
    String reason,
    String sentence) {

  /** True when a part of the platform acted, not a person. */
  public boolean bySystem() {
    return personId.startsWith("machine:");
  }
}
