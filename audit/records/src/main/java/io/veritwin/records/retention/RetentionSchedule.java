package io.veritwin.records.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.Session;

/**
 * What is kept until when, what is held beyond that, and what may leave (URS-158, URS-159). Reads
 * only; as the database tells it, which is what refuses.
 */
@ApplicationScoped
@Transactional
public class RetentionSchedule {

  /** How long before its end a retention is called due soon. */
  static final Duration SOON = Duration.ofDays(90);

  private static final String TYPES =
      """
      with recursive seen as (
        (select record_type from audit_entry order by record_type limit 1)
        union all
        select (select e.record_type from audit_entry e where e.record_type > s.record_type
                order by e.record_type limit 1)
        from seen s where s.record_type is not null)
      select t.record_type as type, r.keep_for::text as keep_for, r.basis as basis,
             exists (select 1 from disposable_part p where p.record_type = t.record_type) as offered
      from (select record_type from seen where record_type is not null
            union select record_type from retention_rule
            union select record_type from disposable_part) t
      left join retention_rule r on r.record_type = t.record_type
      order by not exists (select 1 from disposable_part p where p.record_type = t.record_type),
               t.record_type""";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject Clock clock;

  /**
   * How the records of a type are kept.
   *
   * @param keepFor in words; {@code null} without a rule, when they are kept for ever
   * @param basis the regulation or contract; {@code null} without a rule
   * @param disposable false when no record of the type can be disposed of at all
   */
  public record KeptType(String type, String keepFor, String basis, boolean disposable) {

    /** "10 years", "for ever". */
    public String keptInWords() {
      return keepFor == null ? "for ever" : keepFor.equals("00:00:00") ? "0 days" : keepFor;
    }
  }

  /**
   * One record of a type that can be disposed of.
   *
   * @param newest when its last entry was written; {@code null} when it has none
   * @param until the end of its retention; {@code null} without a rule
   * @param reason what stands against its disposal; {@code null} when nothing does
   * @param proposal the open proposal that names it; {@code null} without
   */
  public record KeptRecord(
      String type, String id, Instant newest, Instant until, String reason, String proposal) {

    public boolean isPast() {
      return reason == null;
    }
  }

  /**
   * A legal hold that stands.
   *
   * @param recordId {@code null} when it holds every record of the type
   */
  public record LegalHold(
      String number,
      String recordType,
      String recordId,
      String reason,
      String placedByName,
      Instant placedAt) {}

  /** Every type of record that the trail, a rule or a table knows, those that can leave first. */
  public List<KeptType> types() {
    return session().createNativeQuery(TYPES, Tuple.class).getResultList().stream()
        .map(
            t ->
                new KeptType(
                    t.get("type", String.class),
                    t.get("keep_for", String.class),
                    t.get("basis", String.class),
                    t.get("offered", Boolean.class)))
        .toList();
  }

  KeptType type(String name) {
    return types().stream()
        .filter(t -> t.type().equals(name))
        .findFirst()
        .orElseGet(() -> new KeptType(name, null, null, false));
  }

  /** The records of a type, the oldest first; none for a type that cannot be disposed of. */
  public List<KeptRecord> records(String type) {
    SortedMap<String, String> open = new TreeMap<>();
    for (DisposalProposal proposal : open()) {
      if (proposal.recordType().equals(type)) {
        proposal.digests().keySet().forEach(id -> open.put(id, proposal.number()));
      }
    }
    return session()
        .createNativeQuery(
            "select record_id, newest, keep_until, reason from retention_state(?1)", Tuple.class)
        .setParameter(1, type)
        .addScalar("record_id", String.class)
        .addScalar("newest", Instant.class)
        .addScalar("keep_until", Instant.class)
        .addScalar("reason", String.class)
        .getResultList()
        .stream()
        .map(
            t ->
                new KeptRecord(
                    type,
                    t.get("record_id", String.class),
                    t.get("newest", Instant.class),
                    t.get("keep_until", Instant.class),
                    t.get("reason", String.class),
                    open.get(t.get("record_id", String.class))))
        .toList();
  }

  /** True when the record's retention ends within the next 90 days. */
  public boolean isDueSoon(KeptRecord record) {
    Instant now = clock.instant();
    return record.until() != null
        && record.until().isAfter(now)
        && record.until().isBefore(now.plus(SOON));
  }

  /** The holds that stand, the newest first. */
  public List<LegalHold> holds() {
    return session()
        .createNativeQuery(
            "select h.id, h.record_type, h.record_id, h.reason, h.placed_at, coalesce((select"
                + " r.printed_name from signing_right r where r.subject = h.placed_by),"
                + " h.placed_by) as placed_by from legal_hold h where h.lifted_at is null order by"
                + " h.placed_at desc",
            Tuple.class)
        .addScalar("id", String.class)
        .addScalar("record_type", String.class)
        .addScalar("record_id", String.class)
        .addScalar("reason", String.class)
        .addScalar("placed_at", Instant.class)
        .addScalar("placed_by", String.class)
        .getResultList()
        .stream()
        .map(
            t ->
                new LegalHold(
                    t.get("id", String.class),
                    t.get("record_type", String.class),
                    t.get("record_id", String.class),
                    t.get("reason", String.class),
                    t.get("placed_by", String.class),
                    t.get("placed_at", Instant.class)))
        .toList();
  }

  /** All proposals, the newest first. */
  public List<DisposalProposal> proposals() {
    return entities
        .createQuery(
            "select p from DisposalProposal p order by p.proposedAt desc", DisposalProposal.class)
        .getResultList();
  }

  /** The proposals that wait for a second person, the newest first. */
  public List<DisposalProposal> open() {
    return entities
        .createQuery(
            "select p from DisposalProposal p where p.signature is null and p.withdrawnAt is null"
                + " order by p.proposedAt desc",
            DisposalProposal.class)
        .getResultList();
  }

  public Optional<DisposalProposal> proposal(String number) {
    return Optional.ofNullable(entities.find(DisposalProposal.class, number));
  }

  DisposalProposal lock(String number) {
    return entities.find(DisposalProposal.class, number, LockModeType.PESSIMISTIC_WRITE);
  }

  /** What still refers to the record, in words. */
  Optional<String> stillUsing(String type, String id) {
    return text("select still_using(?1, ?2)", type, id);
  }

  /** The SHA-256 of the record's rows; empty when there is no such record. */
  Optional<String> digest(String type, String id) {
    return text("select disposable_digest(?1, ?2)", type, id);
  }

  private Optional<String> text(String sql, String type, String id) {
    return Optional.ofNullable(
        session()
            .createNativeQuery(sql, String.class)
            .setParameter(1, type)
            .setParameter(2, id)
            .getSingleResult());
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
