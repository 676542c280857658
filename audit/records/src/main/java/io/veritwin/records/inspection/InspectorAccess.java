package io.veritwin.records.inspection;

import io.veritwin.records.identity.Actor;
import io.veritwin.records.right.SigningRight;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;

/**
 * That one person inspects, on somebody's behalf, for a time and within a scope. An extension and
 * an early end are new states of it; the trail keeps the earlier ones, field by field.
 */
@Entity
@Table(name = "inspector_access")
@DynamicUpdate
@Regulated
public class InspectorAccess implements RegulatedRecord {

  /** The record's kind. */
  public static final String TYPE = "inspector access";

  @Id String number;

  @Version int version;

  String subject;

  @Column(name = "printed_name")
  String printedName;

  @Column(name = "on_behalf_of")
  String onBehalfOf;

  String reason;

  @Column(name = "begins_at")
  Instant beginsAt;

  @Column(name = "ends_at")
  Instant endsAt;

  String records;

  @Column(name = "entries_from")
  Instant entriesFrom;

  @Column(name = "entries_to")
  Instant entriesTo;

  @Column(name = "opened_by")
  String openedBy;

  @Column(name = "opened_by_name")
  String openedByName;

  @Column(name = "opened_at")
  Instant openedAt;

  @Column(name = "ended_at")
  Instant endedAt;

  @Column(name = "ended_by_name")
  String endedByName;

  boolean demonstration;

  protected InspectorAccess() {}

  InspectorAccess(
      String number,
      SigningRight inspector,
      String onBehalfOf,
      String reason,
      Instant beginsAt,
      Instant endsAt,
      AccessScope scope,
      Actor by,
      Instant at,
      boolean demonstration) {
    this.number = number;
    this.subject = inspector.subject();
    this.printedName = inspector.printedName();
    this.onBehalfOf = onBehalfOf;
    this.reason = reason;
    this.beginsAt = beginsAt;
    this.endsAt = endsAt;
    this.records = AccessScope.stored(scope.records());
    this.entriesFrom = scope.from();
    this.entriesTo = scope.to();
    this.openedBy = by.id();
    this.openedByName = by.printedName();
    this.openedAt = at;
    this.demonstration = demonstration;
  }

  void extend(Instant until) {
    this.endsAt = until;
  }

  void end(Actor by, Instant at) {
    this.endedAt = at;
    this.endedByName = by.printedName();
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef(TYPE, number, version + 1);
  }

  /** True while the person reads by it. */
  public boolean isInForce(Instant now) {
    return !now.isBefore(beginsAt) && isOpen(now);
  }

  /** True while it is in force or will be. */
  public boolean isOpen(Instant now) {
    return endedAt == null && now.isBefore(endsAt);
  }

  /** When it ended or will end: earlier than its last instant when QA ended it. */
  public Instant until() {
    return endedAt == null ? endsAt : endedAt;
  }

  public AccessScope scope() {
    List<io.veritwin.records.copy.WholeRecord.Related> chosen = AccessScope.read(records);
    return new AccessScope(chosen, entriesFrom, entriesTo);
  }

  /** Its number: "IA-1". */
  public String number() {
    return number;
  }

  /** Subject of the inspector. */
  public String subject() {
    return subject;
  }

  public String printedName() {
    return printedName;
  }

  /** The authority or company, and which inspection: "FDA, inspection of line 2". */
  public String onBehalfOf() {
    return onBehalfOf;
  }

  public String reason() {
    return reason;
  }

  public Instant beginsAt() {
    return beginsAt;
  }

  /** The first instant after it, unless it is ended before. */
  public Instant endsAt() {
    return endsAt;
  }

  public String openedByName() {
    return openedByName;
  }

  public Instant openedAt() {
    return openedAt;
  }

  /** When QA ended it before its time; {@code null} otherwise. */
  public Instant endedAt() {
    return endedAt;
  }

  public String endedByName() {
    return endedByName;
  }

  /** True when the set-up of a demonstration site opened it. */
  public boolean demonstration() {
    return demonstration;
  }
}
