package io.veritwin.records.right;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/**
 * One version of the text by which a person answers for acts under their signature (21 CFR
 * 11.10(j)). The newest is in force; nobody signs anything else before it.
 */
@Entity
@Table(name = "accountability_statement")
@Immutable
@Regulated
public class AccountabilityStatement implements RegulatedRecord {

  @Id int version;

  String text;

  String reason;

  @Column(name = "published_by")
  String publishedBy;

  @Column(name = "published_by_name")
  String publishedByName;

  @Column(name = "published_at")
  Instant publishedAt;

  protected AccountabilityStatement() {}

  AccountabilityStatement(
      int version, String text, String reason, String by, String byName, Instant at) {
    this.version = version;
    this.text = text;
    this.reason = reason;
    this.publishedBy = by;
    this.publishedByName = byName;
    this.publishedAt = at;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("accountability statement", "v" + version, version);
  }

  public int version() {
    return version;
  }

  public String text() {
    return text;
  }

  /** Why this version was published. */
  public String reason() {
    return reason;
  }

  public String publishedByName() {
    return publishedByName;
  }

  public Instant publishedAt() {
    return publishedAt;
  }
}
