package io.veritwin.lifecycle.change;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * The request to make one model version effective.
 *
 * <p>Its life: the author raises it as a <em>draft</em> and may edit its acceptance limits; the
 * author's signature <em>submits</em> it and puts the limits into the ledger; the checks execute
 * and a report is written, then it <em>waits for QA</em>; QA's signature <em>approves</em> or
 * <em>rejects</em> it. It is never reopened: another attempt is another request.
 */
@Entity
@Table(name = "change_request")
@Regulated
public class ChangeRequest implements RegulatedRecord {

  /** "CR-12". */
  @Id String number;

  @Version int version;

  @Column(name = "model_version", nullable = false, updatable = false)
  String modelVersion;

  /** The effective version it would replace; {@code null} when there is none. */
  @Column(name = "replaces", updatable = false)
  String replaces;

  @Column(nullable = false, updatable = false)
  String reason;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  ChangeRequestState state;

  @Column(name = "author_subject", nullable = false, updatable = false)
  String authorSubject;

  @Column(name = "author_name", nullable = false, updatable = false)
  String authorName;

  @Column(name = "raised_at", nullable = false, updatable = false)
  Instant raisedAt;

  /** SHA-256 over the acceptance criteria as submitted. */
  @Column(name = "limits_digest")
  String limitsDigest;

  /** The audit entry that put the limits into the ledger. */
  @Column(name = "limits_entry")
  Long limitsEntry;

  @Embedded
  @AttributeOverride(name = "number", column = @Column(name = "author_signature"))
  @AttributeOverride(name = "subject", column = @Column(name = "author_sign_subject"))
  @AttributeOverride(name = "name", column = @Column(name = "author_sign_name"))
  @AttributeOverride(name = "role", column = @Column(name = "author_sign_role"))
  @AttributeOverride(name = "personNumber", column = @Column(name = "author_sign_person"))
  @AttributeOverride(name = "meaning", column = @Column(name = "author_sign_meaning"))
  @AttributeOverride(name = "signedAt", column = @Column(name = "author_signed_at"))
  @AttributeOverride(name = "recordDigest", column = @Column(name = "author_sign_digest"))
  @AttributeOverride(name = "remark", column = @Column(name = "author_sign_remark"))
  @AttributeOverride(name = "auditEntry", column = @Column(name = "author_sign_entry"))
  SignatureStamp submission;

  /** Number of the validation report; {@code null} before the checks ran. */
  @Column(name = "report")
  String report;

  @Column(name = "first_result_at")
  Instant firstResultAt;

  /** The audit entry that put the results into the ledger. */
  @Column(name = "results_entry")
  Long resultsEntry;

  @Embedded
  @AttributeOverride(name = "number", column = @Column(name = "decision_signature"))
  @AttributeOverride(name = "subject", column = @Column(name = "decision_subject"))
  @AttributeOverride(name = "name", column = @Column(name = "decision_name"))
  @AttributeOverride(name = "role", column = @Column(name = "decision_role"))
  @AttributeOverride(name = "personNumber", column = @Column(name = "decision_person"))
  @AttributeOverride(name = "meaning", column = @Column(name = "decision_meaning"))
  @AttributeOverride(name = "signedAt", column = @Column(name = "decided_at"))
  @AttributeOverride(name = "recordDigest", column = @Column(name = "decision_digest"))
  @AttributeOverride(name = "remark", column = @Column(name = "decision_remark"))
  @AttributeOverride(name = "auditEntry", column = @Column(name = "decision_entry"))
  SignatureStamp decision;

  protected ChangeRequest() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("change request", number, version + 1);
  }

  /** "CR-12". */
  public String number() {
    return number;
  }

  public String modelVersion() {
    return modelVersion;
  }

  public String replaces() {
    return replaces;
  }

  /** Why the change is asked for, in the author's words. */
  public String reason() {
    return reason;
  }

  public ChangeRequestState state() {
    return state;
  }

  public String authorSubject() {
    return authorSubject;
  }

  public String authorName() {
    return authorName;
  }

  public Instant raisedAt() {
    return raisedAt;
  }

  public String limitsDigest() {
    return limitsDigest;
  }

  public Long limitsEntry() {
    return limitsEntry;
  }

  /** The author's signature; {@code null} while it is a draft. */
  public SignatureStamp submission() {
    return submission;
  }

  public String report() {
    return report;
  }

  public Instant firstResultAt() {
    return firstResultAt;
  }

  public Long resultsEntry() {
    return resultsEntry;
  }

  /** QA's signature; {@code null} before the decision. */
  public SignatureStamp decision() {
    return decision;
  }
}
