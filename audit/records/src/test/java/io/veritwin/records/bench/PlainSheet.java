package io.veritwin.records.bench;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** The same row as a batch sheet, without a trail: what a transaction costs by itself. */
@Entity
@Table(name = "plain_sheet")
public class PlainSheet {

  @Id public long id;
  public String number;
  @Version public int version;
  public String title;
  public String state;

  public PlainSheet() {}

  PlainSheet(long id) {
    this.id = id;
    this.number = "BS-" + id;
    this.title = "Feed, day " + id;
    this.state = "OPEN";
  }
}
