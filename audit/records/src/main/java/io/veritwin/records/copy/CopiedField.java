package io.veritwin.records.copy;

import java.time.Instant;

/**
 * One field of a record as its entries tell it (Annex 11, 8.2).
 *
 * @param name the field's name in the trail
 * @param value the value now; {@code null} when it has none any more
 * @param first the value when it was first entered
 * @param firstEntry the audit entry that entered it
 * @param changes how often it was changed after that
 * @param lastEntry the audit entry that gave it its value
 * @param lastBy who did, by name
 * @param lastAt when, UTC
 */
public record CopiedField(
    String name,
    String value,
    String first,
    long firstEntry,
    int changes,
    long lastEntry,
    String lastBy,
    Instant lastAt) {

  /** True when the value was changed since it was first entered, also when it was changed back. */
  public boolean changed() {
    return changes > 0;
  }
}
