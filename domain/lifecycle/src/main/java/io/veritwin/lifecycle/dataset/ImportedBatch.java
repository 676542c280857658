package io.veritwin.lifecycle.dataset;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;

/**
 * One batch as it came from files. Imported once, never changed and never removed: a batch that
 * should not be used is left out of data sets. It keeps the digest of each file and of its own
 * canonical content, what was rejected and why, and whether it is synthetic (A22-08, DI-04).
 */
@Entity
@Table(name = "imported_batch")
@Regulated
public class ImportedBatch implements RegulatedRecord {

  /** "IB-7". */
  @Id String number;

  @Version int version;

  @Column(nullable = false, updatable = false)
  String batch;

  @Column(name = "structure_id", nullable = false, updatable = false)
  String structureId;

  @Column(nullable = false, updatable = false)
  String format;

  @Column(name = "file_names", nullable = false, updatable = false)
  String fileNames;

  @Column(name = "file_digests", nullable = false, updatable = false)
  String fileDigests;

  /** Canonical JSON, UTF-8. */
  @Column(nullable = false, updatable = false)
  byte[] content;

  @Column(name = "content_digest", nullable = false, updatable = false)
  String contentDigest;

  @Column(nullable = false, updatable = false)
  String origin;

  @Column(nullable = false, updatable = false)
  boolean synthetic;

  @Embedded Reconciliation reconciliation;

  /** Every rejected row, canonical JSON, UTF-8. */
  @Column(nullable = false, updatable = false)
  byte[] rejections;

  /** Why the rejected rows may stay out; empty when no row was rejected. */
  @Column(nullable = false, updatable = false)
  String reason;

  @Column(name = "imported_by", nullable = false, updatable = false)
  String importedBySubject;

  @Column(name = "imported_by_name", nullable = false, updatable = false)
  String importedByName;

  @Column(name = "imported_at", nullable = false, updatable = false)
  Instant importedAt;

  @Transient private BatchContent parsed;

  protected ImportedBatch() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("imported batch", number, version + 1);
  }

  /** "IB-7". */
  public String number() {
    return number;
  }

  /** The batch's own name, for example "B26-1107" or "ferm7". */
  public String batch() {
    return batch;
  }

  /** The structure whose outputs and inputs the content names. */
  public String structureId() {
    return structureId;
  }

  /** The file format's name. */
  public String format() {
    return format;
  }

  /** Names of the files, separated by a comma. */
  public String fileNames() {
    return fileNames;
  }

  /** SHA-256 of each file, in the order of the names, separated by a comma. */
  public String fileDigests() {
    return fileDigests;
  }

  /** SHA-256 of the canonical content. */
  public String contentDigest() {
    return contentDigest;
  }

  /** The canonical content, as stored. */
  public byte[] content() {
    return content.clone();
  }

  /** The content as the twin takes it. */
  public BatchContent data() {
    if (parsed == null) {
      parsed = BatchContent.read(content);
    }
    return parsed;
  }

  /** Where the data come from, in words. */
  public String origin() {
    return origin;
  }

  public boolean synthetic() {
    return synthetic;
  }

  public Reconciliation reconciliation() {
    return reconciliation;
  }

  public List<RowRejection> rejections() {
    return RowRejection.readAll(rejections);
  }

  public String reason() {
    return reason;
  }

  public String importedBySubject() {
    return importedBySubject;
  }

  public String importedByName() {
    return importedByName;
  }

  public Instant importedAt() {
    return importedAt;
  }
}
