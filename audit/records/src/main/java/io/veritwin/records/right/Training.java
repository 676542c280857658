package io.veritwin.records.right;

import io.veritwin.records.identity.Role;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** That a person is trained for a function until a time (21 CFR 11.10(i)). */
@Entity
@Table(name = "training")
@Immutable
@Regulated
public class Training implements RegulatedRecord {

  @Id String number;

  int version;

  String subject;

  @Enumerated(EnumType.STRING)
  Role function;

  @Column(name = "valid_until")
  Instant validUntil;

  String evidence;

  @Column(name = "recorded_by")
  String recordedBy;

  @Column(name = "recorded_by_name")
  String recordedByName;

  @Column(name = "recorded_at")
  Instant recordedAt;

  boolean demonstration;

  protected Training() {}

  Training(
      String number,
      String subject,
      Role function,
      Instant validUntil,
      String evidence,
      String recordedBy,
      String recordedByName,
      Instant recordedAt,
      boolean demonstration) {
    this.number = number;
    this.subject = subject;
    this.function = function;
    this.validUntil = validUntil;
    this.evidence = evidence;
    this.recordedBy = recordedBy;
    this.recordedByName = recordedByName;
    this.recordedAt = recordedAt;
    this.demonstration = demonstration;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("training", number, version + 1);
  }

  /** Its number: "TR-3". */
  public String number() {
    return number;
  }

  public Role function() {
    return function;
  }

  public Instant validUntil() {
    return validUntil;
  }

  /** The course, its record, who examined. */
  public String evidence() {
    return evidence;
  }

  public String recordedByName() {
    return recordedByName;
  }

  /** True when the set-up of a demonstration site presumed it. */
  public boolean demonstration() {
    return demonstration;
  }
}
