package io.veritwin.records.inspection;

import io.veritwin.records.copy.WholeRecord.Related;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an access covers.
 *
 * @param records the chosen records, each with what belongs to the whole of it; empty for every
 *     record of the site
 * @param from first instant of the entries, inclusive; {@code null} for the trail from its
 *     beginning
 * @param to last instant of the entries, exclusive; {@code null} for the trail to its end
 */
public record AccessScope(List<Related> records, Instant from, Instant to) {

  private static final String LINE = "\n";
  private static final String PART = "\t";

  public AccessScope {
    records = List.copyOf(records);
  }

  /** Every record, every entry. */
  public static AccessScope wholeSite() {
    return new AccessScope(List.of(), null, null);
  }

  /** True when nothing is left out. */
  public boolean isWholeSite() {
    return records.isEmpty() && from == null && to == null;
  }

  /** "batch B-7, model version CHO-FB 1.0; entries from 2026-11-01T00:00:00Z". */
  public String inWords() {
    String which =
        records.isEmpty()
            ? "the whole site"
            : records.stream().map(r -> r.type() + " " + r.id()).collect(Collectors.joining(", "));
    List<String> span = new ArrayList<>();
    if (from != null) {
      span.add("from " + from);
    }
    if (to != null) {
      span.add("before " + to);
    }
    return span.isEmpty() ? which : which + "; entries " + String.join(", ", span);
  }

  /** The records as they are stored: one a line, kind and number apart. */
  static String stored(List<Related> records) {
    return records.stream().map(r -> r.type() + PART + r.id()).collect(Collectors.joining(LINE));
  }

  static List<Related> read(String stored) {
    return stored.isEmpty()
        ? List.of()
        : Arrays.stream(stored.split(LINE))
            .map(line -> line.split(PART, 2))
            .map(parts -> new Related(parts[0], parts[1]))
            .toList();
  }
}
