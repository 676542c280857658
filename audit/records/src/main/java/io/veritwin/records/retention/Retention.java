package io.veritwin.records.retention;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

/**
 * How long records are kept and what is held beyond that (URS-165 to URS-167; 21 CFR 11.10(c)). QA
 * decides. How a record leaves is a signed act, see {@link DisposeOfRecords}. The database refuses
 * the same things by itself, whoever connects; audit entries never leave.
 */
@ApplicationScoped
@Transactional
public class Retention {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject Clock clock;

  /**
   * Sets how long records of a type are kept after their last entry.
   *
   * @param basis the regulation or contract that asks for it
   * @throws KeptException when the person is not QA or what they say does not do
   */
  public void keep(Person who, String recordType, Period keepFor, String basis, String reason) {
    RecordRef rule = new RecordRef("retention rule", recordType, 1);
    requireQa(who, rule);
    requireReason(who, rule, reason);
    if (keepFor.isNegative() || basis == null || basis.isBlank()) {
      throw refused(
          who,
          rule,
          new Refusal(
              "RET-12",
              "Not set. A retention is %s long and rests on “%s”; give a length of at least 0 days and the regulation or contract."
                  .formatted(keepFor.isNegative() ? "less than nothing" : words(keepFor), basis)));
    }
    String before =
        one(
                "select keep_for || ', ' || basis from retention_rule where record_type = ?",
                recordType)
            .orElse(null);
    trail.record(
        AuditEvent.of(
                "RETENTION_SET",
                who,
                rule,
                "Every " + recordType + " is kept for " + words(keepFor) + ": " + basis)
            .because(reason)
            .changing(List.of(new FieldChange("kept for", before, words(keepFor) + ", " + basis))));
    update(
        "insert into retention_rule values (?, cast(? as interval), ?) on conflict (record_type)"
            + " do update set keep_for = excluded.keep_for, basis = excluded.basis",
        recordType,
        keepFor.toString(),
        basis);
  }

  /**
   * Holds records whatever their retention, for example during an investigation.
   *
   * @param recordId {@code null} to hold every record of the type
   * @return the hold's number
   * @throws KeptException when the person is not QA or what they say does not do
   */
  public String hold(Person who, String recordType, String recordId, String reason) {
    String number = "LH-" + UUID.randomUUID().toString().substring(0, 8);
    RecordRef held = new RecordRef(recordType, recordId == null ? "all" : recordId, 1);
    requireQa(who, held);
    requireReason(who, held, reason);
    if (recordId != null
        && one(
                "select record_id from audit_entry where record_type = ? and record_id = ? limit 1",
                recordType,
                recordId)
            .isEmpty()) {
      throw refused(
          who,
          held,
          new Refusal(
              "RET-13",
              "Not held. The trail knows no %s %s; write its number as the trail does."
                  .formatted(recordType, recordId)));
    }
    trail.record(
        AuditEvent.of("LEGAL_HOLD_PLACED", who, held, "Placed legal hold " + number)
            .because(reason)
            .with(Map.of("hold", number)));
    update(
        "insert into legal_hold (id, record_type, record_id, reason, placed_by, placed_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        number,
        recordType,
        recordId,
        reason,
        who.subject(),
        clock.instant());
    return number;
  }

  /**
   * Ends a hold.
   *
   * @throws KeptException when the person is not QA or what they say does not do
   * @throws IllegalArgumentException when no such hold stands
   */
  public void lift(Person who, String number, String reason) {
    RecordRef hold = new RecordRef("legal hold", number, 1);
    requireQa(who, hold);
    requireReason(who, hold, reason);
    trail.record(
        AuditEvent.of("LEGAL_HOLD_LIFTED", who, hold, "Lifted legal hold " + number)
            .because(reason));
    if (update(
            "update legal_hold set lifted_at = ?, lifted_by = ? where id = ? and lifted_at is null",
            clock.instant(),
            who.subject(),
            number)
        == 0) {
      throw new IllegalArgumentException("no legal hold " + number + " stands");
    }
  }

  /** Why the record must be kept; empty when its retention is over and nothing holds it. */
  public Optional<Refusal> reasonToKeep(RecordRef record) {
    return one("select reason_to_keep(?, ?)", record.type(), record.id())
        .map(reason -> new Refusal("RET-01", "The record stays. " + reason + "."));
  }

  private void requireQa(Person who, RecordRef record) {
    if (!who.is(Role.QA)) {
      throw refused(
          who,
          record,
          new Refusal("RET-02", "Only QA decides how long records are kept, held or disposed of."));
    }
  }

  private void requireReason(Person who, RecordRef record, String reason) {
    ProposeDisposal.reasonRefused("Not done.", reason)
        .ifPresent(
            refusal -> {
              throw refused(who, record, refusal);
            });
  }

  private KeptException refused(Person who, RecordRef record, Refusal refusal) {
    trail.recordRefusal(
        AuditEvent.refused("DISPOSAL_REFUSED", who, record, refusal.sentence(), refusal.rule()));
    return new KeptException(refusal);
  }

  private static String words(Period period) {
    return period.toString().substring(1).replaceAll("([YMD])", "$1 ").strip();
  }

  private Optional<String> one(String sql, String... values) {
    var query = entities.unwrap(Session.class).createNativeQuery(sql, String.class);
    for (int i = 0; i < values.length; i++) {
      query.setParameter(i + 1, values[i]);
    }
    return query.getResultList().stream()
        .filter(java.util.Objects::nonNull)
        .map(String::valueOf)
        .findFirst();
  }

  private int update(String sql, Object... values) {
    var query = entities.unwrap(Session.class).createNativeMutationQuery(sql);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        query.setParameter(i + 1, null, String.class);
      } else if (values[i] instanceof Instant at) {
        query.setParameter(i + 1, at, Instant.class);
      } else {
        query.setParameter(i + 1, values[i]);
      }
    }
    return query.executeUpdate();
  }
}
