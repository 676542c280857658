package io.veritwin.lifecycle.assignment;

import io.veritwin.lifecycle.change.SignatureStamp;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * Which version serves one unit, product and intended use. Made by the signature of a QA person who
 * did not approve the version; it holds until another assignment for the same unit, product and use
 * ends it. A version that is retired serves nobody, whatever its assignments say.
 */
@Entity
@Table(name = "assignment")
@Regulated
public class Assignment implements RegulatedRecord {

  /** "AS-4". */
  @Id String number;

  @Version int version;

  @Column(name = "model_version", nullable = false, updatable = false)
  String modelVersion;

  @Column(name = "model_digest", nullable = false, updatable = false)
  String modelDigest;

  @Column(nullable = false, updatable = false)
  String unit;

  @Column(nullable = false, updatable = false)
  String product;

  @Column(name = "use_name", nullable = false, updatable = false)
  String use;

  @Embedded
  @AttributeOverride(name = "number", column = @Column(name = "signature", updatable = false))
  @AttributeOverride(name = "subject", column = @Column(name = "assigned_by", updatable = false))
  @AttributeOverride(name = "name", column = @Column(name = "assigned_by_name", updatable = false))
  @AttributeOverride(name = "role", column = @Column(name = "assigned_by_role", updatable = false))
  @AttributeOverride(
      name = "personNumber",
      column = @Column(name = "assigned_by_person", updatable = false))
  @AttributeOverride(name = "meaning", column = @Column(name = "sign_meaning", updatable = false))
  @AttributeOverride(name = "signedAt", column = @Column(name = "assigned_at", updatable = false))
  @AttributeOverride(
      name = "recordDigest",
      column = @Column(name = "sign_digest", updatable = false))
  @AttributeOverride(name = "remark", column = @Column(name = "sign_remark", updatable = false))
  @AttributeOverride(name = "auditEntry", column = @Column(name = "sign_entry", updatable = false))
  SignatureStamp signature;

  @Column(name = "ended_at")
  Instant endedAt;

  protected Assignment() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("assignment", number, version + 1);
  }

  /** "AS-4". */
  public String number() {
    return number;
  }

  public String modelVersion() {
    return modelVersion;
  }

  /** Digest of the version when it was assigned. */
  public String modelDigest() {
    return modelDigest;
  }

  public String unit() {
    return unit;
  }

  public String product() {
    return product;
  }

  public String use() {
    return use;
  }

  public SignatureStamp signature() {
    return signature;
  }

  /** {@code null} while it holds. */
  public Instant endedAt() {
    return endedAt;
  }
}
