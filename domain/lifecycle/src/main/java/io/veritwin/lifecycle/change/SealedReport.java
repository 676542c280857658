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
 * The report with the signature page, sealed in the transaction of QA's decision and certified so
 * that any later change shows. Written once.
 */
@Entity
@Table(name = "sealed_report")
@Regulated
public class SealedReport implements RegulatedRecord {

  /** The report's number, "RP-12". */
  @Id String number;

  @Column(nullable = false)
  byte[] pdf;

  @Column(nullable = false)
  String digest;

  @Column(name = "sealed_at", nullable = false)
  Instant sealedAt;

  protected SealedReport() {}

  SealedReport(String number, byte[] pdf, String digest, Instant sealedAt) {
    this.number = number;
    this.pdf = pdf.clone();
    this.digest = digest;
    this.sealedAt = sealedAt;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("sealed report", number, 1);
  }

  public String number() {
    return number;
  }

  public byte[] pdf() {
    return pdf.clone();
  }

  /** SHA-256 of the sealed PDF. */
  public String digest() {
    return digest;
  }

  public Instant sealedAt() {
    return sealedAt;
  }
}
