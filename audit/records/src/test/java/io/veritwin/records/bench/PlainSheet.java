package io.veritwin.records.bench;

import io.veritwin.records.platform.BatchSheet;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
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

/** A batch sheet, field by field, without a trail: what the same transaction costs by itself. */
@Entity
@Table(name = "plain_sheet")
public class PlainSheet {

  /** The table, as a {@link BatchSheet}'s without the trigger that asks for an audit entry. */
  static final String TABLE =
      """
      create table plain_sheet (like batch_sheet including defaults including indexes);
      alter table plain_sheet add foreign key (follows) references plain_sheet;
      create table plain_sheet_tag (sheet_id bigint not null references plain_sheet, tag text not null);
      grant select, insert on plain_sheet, plain_sheet_tag to veritwin_app""";

  @Id public long id;
  public String number;
  @Version public int version;
  public String title;
  public BigDecimal amount;
  public Double rate;

  @Enumerated(EnumType.STRING)
  public BatchSheet.State state;

  @Column(name = "decided_at")
  public Instant decidedAt;

  @Embedded public BatchSheet.Limits limits;
  public byte[] attachment;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "follows")
  public PlainSheet follows;

  @ElementCollection
  @CollectionTable(name = "plain_sheet_tag", joinColumns = @JoinColumn(name = "sheet_id"))
  @Column(name = "tag")
  public Set<String> tags = new HashSet<>();

  public PlainSheet() {}

  PlainSheet(long id, int tags) {
    this.id = id;
    this.number = "BS-" + id;
    this.title = "Feed, day " + id;
    this.state = BatchSheet.State.OPEN;
    for (int tag = 0; tag < tags; tag++) {
      this.tags.add("sample " + tag);
    }
  }
}
