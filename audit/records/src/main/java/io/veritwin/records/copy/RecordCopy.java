package io.veritwin.records.copy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a certified copy holds, before it is certified.
 *
 * @param record the record asked for
 * @param related the records that belong to the whole of it
 * @param summaries tables of what has no entries
 * @param files what the trail holds by digest only
 * @param takenAt when it was read, UTC
 * @param site the kind of site
 */
public record RecordCopy(
    CopiedRecord record,
    List<CopiedRecord> related,
    List<Summary> summaries,
    List<EnclosedFile> files,
    Instant takenAt,
    String site) {

  public RecordCopy {
    related = List.copyOf(related);
    summaries = List.copyOf(summaries);
    files = List.copyOf(files);
  }

  /** The record asked for, then those that belong to it. */
  public List<CopiedRecord> records() {
    return Stream.concat(Stream.of(record), related.stream()).toList();
  }

  public List<CopiedEntry> entries() {
    return records().stream().flatMap(r -> r.entries().stream()).toList();
  }

  public List<CopiedSignature> signatures() {
    return records().stream().flatMap(r -> r.signatures().stream()).toList();
  }

  /** Every sentence about what does not hold; an entry and its signature may say the same. */
  public List<String> findings() {
    Set<String> once = new LinkedHashSet<>();
    records().forEach(r -> once.addAll(r.findings()));
    return new ArrayList<>(once);
  }

  /** How many values were changed since they were first entered. */
  public long changedValues() {
    return records().stream()
        .flatMap(r -> r.content().stream())
        .filter(CopiedField::changed)
        .count();
  }
}
