package io.veritwin.records.copy;

import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.copy.WholeRecord.Parts;
import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.records.inspection.OutsideScopeException;
import io.veritwin.records.inspection.ReadingScope;
import io.veritwin.records.inspection.ReadingScope.Bounds;
import io.veritwin.records.log.VerifyLog;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.ElectronicSignatures;
import io.veritwin.records.signature.VerifySignature;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/**
 * Collects a record for a certified copy (P11-03): its entries from the trail, each read from its
 * own bytes and held against the log, its signatures, each verified, and what belongs to the whole
 * of it. Reads only.
 */
@ApplicationScoped
@Transactional
public class CollectRecord {

  /** More would make a paper of thousands of pages; the trail's own export takes any number. */
  public static final int MOST_ENTRIES = 5000;

  private static final String ENTRIES =
      """
      select e.id, e.canonical, p.sequence from audit_entry e
      left join audit_position p on p.entry_id = e.id
      where e.record_type = :type and e.record_id = :id order by e.id""";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject @Any Instance<WholeRecord> wholes;
  @Inject ElectronicSignatures signatures;
  @Inject VerifySignature verify;
  @Inject VerifyLog log;
  @Inject ReadingScope reading;
  @Inject Settings settings;
  @Inject Clock clock;

  /** What came of it. */
  public sealed interface Collected {

    /** The record. */
    record Found(RecordCopy copy) implements Collected {}

    /** Nothing is known of such a record. */
    record Nothing() implements Collected {}

    /** It has more entries than one copy takes. */
    record TooMany(long entries) implements Collected {}
  }

  /**
   * The record as it stands now, with what belongs to it.
   *
   * @throws OutsideScopeException when the reader's access does not cover all of it
   */
  public Collected collect(String type, String id) {
    reading.requireRecord(type, id);
    Optional<WholeRecord> whole =
        wholes.stream().filter(w -> w.recordType().equals(type)).findFirst();
    Optional<Parts> parts = whole.isEmpty() ? Optional.of(Parts.none()) : whole.get().parts(id);
    boolean owned = whole.isPresent() && parts.isPresent();
    Set<Related> all = new LinkedHashSet<>();
    all.add(new Related(type, id));
    parts.ifPresent(p -> all.addAll(p.related()));
    long count = all.stream().mapToLong(this::count).sum();
    if (count == 0 && !owned) {
      return new Collected.Nothing();
    }
    if (count > MOST_ENTRIES) {
      return new Collected.TooMany(count);
    }
    all.forEach(record -> reading.requireRecord(record.type(), record.id()));
    List<CopiedRecord> records = all.stream().map(this::copied).toList();
    records.forEach(this::requireWithinTime);
    return new Collected.Found(
        new RecordCopy(
            records.get(0),
            records.subList(1, records.size()).stream().filter(CollectRecord::isKnown).toList(),
            parts.map(Parts::summaries).orElse(List.of()),
            parts.map(Parts::files).orElse(List.of()),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            settings.siteKind().name().toLowerCase(Locale.ROOT)));
  }

  /** A copy holds every entry of a record or is none. */
  private void requireWithinTime(CopiedRecord record) {
    Optional<Bounds> bounds = reading.bounds();
    if (bounds.isPresent()
        && !record.entries().stream()
            .allMatch(e -> bounds.get().covers(e.entry().who().id(), e.entry().at()))) {
      throw reading.outsideTime(record.name());
    }
  }

  private static boolean isKnown(CopiedRecord record) {
    return !record.entries().isEmpty();
  }

  private long count(Related record) {
    return session()
        .createNativeQuery(
            "select count(*) from audit_entry where record_type = :type and record_id = :id",
            Long.class)
        .setParameter("type", record.type())
        .setParameter("id", record.id())
        .getSingleResult();
  }

  private CopiedRecord copied(Related record) {
    List<CopiedEntry> entries =
        session()
            .createNativeQuery(ENTRIES, Tuple.class)
            .addScalar("id", Long.class)
            .addScalar("canonical", byte[].class)
            .addScalar("sequence", Long.class)
            .setParameter("type", record.type())
            .setParameter("id", record.id())
            .getResultStream()
            .map(
                row ->
                    entry(
                        record,
                        row.get("id", Long.class),
                        row.get("canonical", byte[].class),
                        row.get("sequence", Long.class)))
            .toList();
    int version = entries.stream().mapToInt(e -> e.entry().record().version()).max().orElse(1);
    return new CopiedRecord(
        new RecordRef(record.type(), record.id(), version),
        FoldEntries.of(entries),
        entries,
        signatures(record));
  }

  private CopiedEntry entry(Related record, long id, byte[] canonical, Long place) {
    String finding = log.contradiction(id).orElse("");
    AuditEntry read =
        AuditEntry.read(canonical) instanceof Verdict.Accepted<AuditEntry> entry
            ? entry.value()
            : AuditEntry.unreadable(id, new RecordRef(record.type(), record.id(), 1));
    return new CopiedEntry(read, canonical, place, finding);
  }

  private List<CopiedSignature> signatures(Related record) {
    List<CopiedSignature> all = new ArrayList<>();
    for (ElectronicSignature signature : signatures.of(record.type(), record.id())) {
      String finding = verify.numbered(signature.number()).flatMap(Verdict::refusal).orElse("");
      all.add(new CopiedSignature(signature, finding));
    }
    return all;
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
