package io.veritwin.records.copy;

import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records that a certified copy is issued, in a transaction of its own, before there is anything to
 * hand out (URS-172).
 */
@ApplicationScoped
public class RecordCopyIssued {

  static final String EVENT = "CERTIFIED_COPY_ISSUED";

  @Inject AuditTrail trail;

  /**
   * Writes the entry.
   *
   * @param digest SHA-256 of the copy's content for machines, lower-case hex
   * @return the entry's id
   */
  @Transactional
  public long before(Person who, RecordCopy copy, String digest, String reason) {
    Map<String, String> details = new TreeMap<>();
    details.put("copy.record-digest", digest);
    details.put("copy.records", Integer.toString(copy.records().size()));
    details.put("copy.entries", Integer.toString(copy.entries().size()));
    details.put("copy.signatures", Integer.toString(copy.signatures().size()));
    details.put("copy.findings", Integer.toString(copy.findings().size()));
    return trail.record(
        AuditEvent.of(
                EVENT,
                who,
                copy.record().record(),
                "Issued a certified copy of "
                    + copy.record().name()
                    + (copy.related().isEmpty()
                        ? "."
                        : " with " + copy.related().size() + " records that belong to it."))
            .because(reason)
            .with(details));
  }

  /** Keeps the refused attempt on record. */
  public long refused(Person who, String type, String id, Refusal refusal) {
    return trail.recordRefusal(
        AuditEvent.refused(
            EVENT, who, new RecordRef(type, id, 1), refusal.sentence(), refusal.rule()));
  }
}
