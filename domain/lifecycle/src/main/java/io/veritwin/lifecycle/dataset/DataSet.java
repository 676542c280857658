package io.veritwin.lifecycle.dataset;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;

/**
 * A named choice of imported batches for one role. Made once, never changed; its digest covers role
 * and content of every batch. A batch that has served one role cannot serve the other.
 */
@Entity
@Table(name = "data_set")
@Regulated
public class DataSet implements RegulatedRecord {

  /** "DS-3". */
  @Id String number;

  @Version int version;

  @Column(nullable = false, updatable = false)
  String title;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false, updatable = false)
  DataSetRole role;

  @Column(name = "structure_id", nullable = false, updatable = false)
  String structureId;

  @ManyToMany(fetch = FetchType.EAGER)
  @Fetch(FetchMode.SELECT)
  @JoinTable(
      name = "data_set_batch",
      joinColumns = @JoinColumn(name = "data_set"),
      inverseJoinColumns = @JoinColumn(name = "imported_batch"))
  @OrderColumn(name = "position")
  List<ImportedBatch> batches = new ArrayList<>();

  @Column(nullable = false, updatable = false)
  String digest;

  @Column(nullable = false, updatable = false)
  boolean synthetic;

  @Column(name = "made_by", nullable = false, updatable = false)
  String madeBySubject;

  @Column(name = "made_by_name", nullable = false, updatable = false)
  String madeByName;

  @Column(name = "made_at", nullable = false, updatable = false)
  Instant madeAt;

  protected DataSet() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("data set", number, version + 1);
  }

  /** "DS-3". */
  public String number() {
    return number;
  }

  public String title() {
    return title;
  }

  public DataSetRole role() {
    return role;
  }

  public String structureId() {
    return structureId;
  }

  public List<ImportedBatch> batches() {
    return List.copyOf(batches);
  }

  /** SHA-256 over role and content digests of the batches. */
  public String digest() {
    return digest;
  }

  /** True when any batch is synthetic. */
  public boolean synthetic() {
    return synthetic;
  }

  public String madeBySubject() {
    return madeBySubject;
  }

  public String madeByName() {
    return madeByName;
  }

  public Instant madeAt() {
    return madeAt;
  }

  /** Measured values in all batches. */
  public int values() {
    return batches.stream().mapToInt(b -> b.reconciliation().values()).sum();
  }
}
