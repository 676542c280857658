package io.veritwin.records.platform;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A regulated record with a field of every kind, as another module would have one. */
@Entity
@Table(name = "batch_sheet")
@Regulated
public class BatchSheet implements RegulatedRecord {

  /** The states of a sheet. */
  public enum State {
    OPEN,
    ACCEPTED
  }

  /** Limits, embedded. */
  @Embeddable
  public static class Limits {
    public Double low;
    public Double high;

    public Limits() {}

    public Limits(double low, double high) {
      this.low = low;
      this.high = high;
    }
  }

  @Id public long id;
  public String number;
  @Version public int version;
  public String title;
  public BigDecimal amount;
  public Double rate;

  @Enumerated(EnumType.STRING)
  public State state;

  @Column(name = "decided_at")
  public Instant decidedAt;

  @Embedded public Limits limits;
  public byte[] attachment;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "follows")
  public BatchSheet follows;

  @ElementCollection
  @CollectionTable(name = "batch_sheet_tag", joinColumns = @JoinColumn(name = "sheet_id"))
  @Column(name = "tag")
  public Set<String> tags = new HashSet<>();

  public BatchSheet() {}

  public BatchSheet(long id, String title) {
    this.id = id;
    this.number = "BS-" + id;
    this.title = title;
    this.state = State.OPEN;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("batch sheet", number, version + 1);
  }
}
