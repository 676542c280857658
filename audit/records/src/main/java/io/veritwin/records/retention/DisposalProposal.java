package io.veritwin.records.retention;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.annotations.DynamicUpdate;

/**
 * A proposal to dispose of records of one type. Its life: proposed, which fixes the records by the
 * digests of their rows; then signed by a second person, which disposes of them, or withdrawn. It
 * stays when they are gone and says what was disposed of, when, why and by whom (URS-154).
 */
@Entity
@Table(name = "disposal_proposal")
@DynamicUpdate
@Regulated
public class DisposalProposal implements RegulatedRecord {

  /** The record type that proposals are known by. */
  public static final String TYPE = "disposal";

  @Id String number;

  @Version int version;

  @Column(name = "record_type")
  String recordType;

  String records;
  String reason;

  @Column(name = "proposed_by")
  String proposedBy;

  @Column(name = "proposed_by_name")
  String proposedByName;

  @Column(name = "proposed_at")
  Instant proposedAt;

  @Column(name = "withdrawn_by_name")
  String withdrawnByName;

  @Column(name = "withdrawn_at")
  Instant withdrawnAt;

  @Column(name = "withdrawn_because")
  String withdrawnBecause;

  String signature;

  @Column(name = "signed_by_name")
  String signedByName;

  @Column(name = "signed_at")
  Instant signedAt;

  protected DisposalProposal() {}

  DisposalProposal(
      String number,
      String recordType,
      SortedMap<String, String> digests,
      String reason,
      Person by,
      Instant at) {
    this.number = number;
    this.recordType = recordType;
    this.records = new String(json(digests).canonicalBytes(), StandardCharsets.UTF_8);
    this.reason = reason;
    this.proposedBy = by.subject();
    this.proposedByName = by.printedName();
    this.proposedAt = at;
  }

  void withdraw(Person by, String because, Instant at) {
    this.withdrawnByName = by.printedName();
    this.withdrawnBecause = because;
    this.withdrawnAt = at;
  }

  void sign(Person by, ElectronicSignature with) {
    this.signature = with.number();
    this.signedByName = by.printedName();
    this.signedAt = with.signedAt();
  }

  private static JsonObject json(Map<String, String> digests) {
    var object = JsonObject.builder();
    digests.forEach(object::put);
    return object.build();
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef(TYPE, number, version + 1);
  }

  /** The records it names, with the SHA-256 of their rows when it was proposed. */
  public SortedMap<String, String> digests() {
    JsonObject stored =
        (JsonObject) StrictJsonParser.parse(records.getBytes(StandardCharsets.UTF_8)).orThrow();
    SortedMap<String, String> digests = new TreeMap<>();
    stored
        .members()
        .forEach((id, digest) -> digests.put(id, ((JsonValue.JsonString) digest).value()));
    return digests;
  }

  /** "3 of the type imported batch: IB-0001, IB-0002, IB-0003". */
  public String inWords() {
    SortedMap<String, String> digests = digests();
    return digests.size() == 1
        ? recordType + " " + digests.firstKey()
        : digests.size()
            + " of the type "
            + recordType
            + ": "
            + String.join(", ", digests.keySet());
  }

  /** True while it waits for a second person. */
  public boolean isOpen() {
    return signature == null && withdrawnAt == null;
  }

  /** How it stands, in words. */
  public String standing() {
    if (signature != null) {
      return "carried out, signed by " + signedByName;
    }
    return withdrawnAt == null
        ? "waits for a second person of QA"
        : "withdrawn by " + withdrawnByName + ": " + withdrawnBecause;
  }

  public String number() {
    return number;
  }

  public String recordType() {
    return recordType;
  }

  public String reason() {
    return reason;
  }

  public String proposedBy() {
    return proposedBy;
  }

  public String proposedByName() {
    return proposedByName;
  }

  public Instant proposedAt() {
    return proposedAt;
  }

  public String signature() {
    return signature;
  }

  public Instant signedAt() {
    return signedAt;
  }
}
