package io.veritwin.lifecycle.change;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * The validation report of a change request as it was rendered and read: bytes and digest, written
 * once. The copy that carries the signature page is a {@link SealedReport}.
 */
@Entity
@Table(name = "validation_report")
@Regulated
public class ValidationReport implements RegulatedRecord {

  /** "RP-12". */
  @Id String number;

  @Column(name = "change_request", nullable = false)
  String change;

  @Column(nullable = false)
  byte[] pdf;

  @Column(nullable = false)
  String digest;

  /** SHA-256 of the canonical record of criteria and results that the report prints. */
  @Column(name = "record_digest", nullable = false)
  String recordDigest;

  @Column(name = "rendered_at", nullable = false)
  Instant renderedAt;

  protected ValidationReport() {}

  ValidationReport(
      String number,
      String change,
      byte[] pdf,
      String digest,
      String recordDigest,
      Instant renderedAt) {
    this.number = number;
    this.change = change;
    this.pdf = pdf.clone();
    this.digest = digest;
    this.recordDigest = recordDigest;
    this.renderedAt = renderedAt;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("validation report", number, 1);
  }

  /** "RP-12". */
  public String number() {
    return number;
  }

  public String change() {
    return change;
  }

  public byte[] pdf() {
    return pdf.clone();
  }

  /** SHA-256 of the PDF's bytes. */
  public String digest() {
    return digest;
  }

  public String recordDigest() {
    return recordDigest;
  }

  public Instant renderedAt() {
    return renderedAt;
  }
}
