package io.veritwin.lifecycle.change;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** One person was served one report, byte for byte. Nobody signs over a report they never got. */
@Entity
@Table(name = "report_reading")
@Regulated
public class ReportReading implements RegulatedRecord {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "report_reading_seq")
  @SequenceGenerator(
      name = "report_reading_seq",
      sequenceName = "report_reading_seq",
      allocationSize = 1)
  Long id;

  @Column(nullable = false)
  String report;

  @Column(nullable = false)
  String digest;

  @Column(nullable = false)
  String reader;

  @Column(name = "reader_name", nullable = false)
  String readerName;

  @Column(name = "read_at", nullable = false)
  Instant readAt;

  protected ReportReading() {}

  ReportReading(String report, String digest, String reader, String readerName, Instant readAt) {
    this.report = report;
    this.digest = digest;
    this.reader = reader;
    this.readerName = readerName;
    this.readAt = readAt;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("report reading", report + "/" + reader, 1);
  }

  public String report() {
    return report;
  }

  /** Digest of the bytes served. */
  public String digest() {
    return digest;
  }

  public String reader() {
    return reader;
  }

  public String readerName() {
    return readerName;
  }

  public Instant readAt() {
    return readAt;
  }
}
