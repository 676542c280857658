package io.veritwin.records.copy;

import io.veritwin.records.trail.RecordRef;
import java.util.List;
import java.util.stream.Stream;

/**
 * One record with everything the trail holds about it.
 *
 * @param record type, number and the version its newest entry names
 * @param content its fields as its entries tell them, in the order in which they were entered
 * @param entries every entry about it, oldest first
 * @param signatures every signature on any of its versions, oldest first
 */
public record CopiedRecord(
    RecordRef record,
    List<CopiedField> content,
    List<CopiedEntry> entries,
    List<CopiedSignature> signatures) {

  public CopiedRecord {
    content = List.copyOf(content);
    entries = List.copyOf(entries);
    signatures = List.copyOf(signatures);
  }

  /** "recommendation P-0412". */
  public String name() {
    return record.type() + " " + record.id();
  }

  /** Every sentence about what does not hold, signatures first. */
  public List<String> findings() {
    return Stream.concat(
            signatures.stream().map(CopiedSignature::finding),
            entries.stream().map(CopiedEntry::finding))
        .filter(finding -> !finding.isEmpty())
        .toList();
  }
}
