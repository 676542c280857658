package io.veritwin.records.review;

import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailQuery.Only;
import io.veritwin.records.trail.TrailSearch.Coverage;
import io.veritwin.records.trail.TrailSearch.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A review of part of the trail. Its life: prepared, which fixes the entries it covers by their
 * digest; signed by the person who prepared it, with what they found; never changed afterwards.
 */
@Entity
@Table(name = "trail_review")
@DynamicUpdate
@Regulated
public class TrailReview implements RegulatedRecord {

  @Id String number;

  @Version int version;

  String person;

  @Column(name = "record_type")
  String recordType;

  @Column(name = "record_id")
  String recordId;

  @Column(name = "from_at")
  Instant from;

  @Column(name = "to_at")
  Instant to;

  String event;

  @Enumerated(EnumType.STRING)
  @Column(name = "only_these")
  Only only;

  String words;

  @Column(name = "up_to")
  long upTo;

  long entries;
  long exceptions;
  long own;
  String digest;

  @Column(name = "prepared_by")
  String preparedBy;

  @Column(name = "prepared_by_name")
  String preparedByName;

  @Column(name = "prepared_at")
  Instant preparedAt;

  String found;
  String signature;

  @Column(name = "signed_at")
  Instant signedAt;

  protected TrailReview() {}

  TrailReview(String number, TrailQuery query, long upTo, Coverage cover, Person by, Instant at) {
    this.number = number;
    this.person = query.person();
    this.recordType = query.recordType();
    this.recordId = query.recordId();
    this.from = query.from();
    this.to = query.to();
    this.event = query.event();
    this.only = query.only();
    this.words = query.text();
    this.upTo = upTo;
    this.entries = cover.entries();
    this.exceptions = cover.exceptions();
    this.own = cover.own();
    this.digest = cover.digest();
    this.preparedBy = by.subject();
    this.preparedByName = by.printedName();
    this.preparedAt = at;
  }

  void sign(String whatWasFound, ElectronicSignature by) {
    this.found = whatWasFound;
    this.signature = by.number();
    this.signedAt = by.signedAt();
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("trail review", number, version + 1);
  }

  /** What it covers, as the trail's search understands it. */
  public Scope scope() {
    TrailQuery query =
        new TrailQuery(
            person,
            recordType,
            recordId,
            from,
            to,
            event,
            only,
            words,
            TrailQuery.Sort.ENTRY,
            true,
            0,
            50);
    return new Scope(query, preparedBy, upTo);
  }

  /** What it covers in words: "record P-0412, up to entry 1042". */
  public String scopeInWords() {
    List<String> parts = new ArrayList<>();
    add(parts, "record ", recordId);
    add(parts, "person ", person);
    add(parts, "action ", event);
    add(parts, "words ", words);
    add(parts, "from ", from == null ? null : from.toString());
    add(parts, "before ", to == null ? null : to.toString());
    if (only == Only.REFUSED) {
      parts.add("refused attempts only");
    } else if (only == Only.EXCEPTIONS) {
      parts.add("exceptions only");
    }
    return (parts.isEmpty() ? "the whole trail" : String.join(", ", parts))
        + ", up to entry "
        + upTo;
  }

  private static void add(List<String> parts, String name, String value) {
    if (value != null && !value.isBlank()) {
      parts.add(name + value);
    }
  }

  public boolean isSigned() {
    return signature != null;
  }

  public String number() {
    return number;
  }

  public long entries() {
    return entries;
  }

  public long exceptions() {
    return exceptions;
  }

  public long own() {
    return own;
  }

  public String digest() {
    return digest;
  }

  public String preparedBy() {
    return preparedBy;
  }

  public String preparedByName() {
    return preparedByName;
  }

  public Instant preparedAt() {
    return preparedAt;
  }

  public String found() {
    return found;
  }

  public String signature() {
    return signature;
  }

  public Instant signedAt() {
    return signedAt;
  }
}
