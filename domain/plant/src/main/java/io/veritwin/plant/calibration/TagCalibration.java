package io.veritwin.plant.calibration;

import io.veritwin.plant.Reading;
import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/**
 * The signed scale of a tag: engineering value = gain x raw value + offset (URS-250).
 *
 * <p>Its life: an engineer proposes it with the evidence it rests on; a second person of QA or
 * engineering signs it, which makes it effective and supersedes the tag's earlier one. Raw readings
 * are never changed by it.
 */
@Entity
@Table(name = "tag_calibration")
@Regulated
public class TagCalibration implements RegulatedRecord {

  @Id
  @Column(name = "number")
  String number;

  @Version
  @Column(name = "version")
  int version;

  @Column(name = "unit")
  String unit;

  @Column(name = "tag")
  String tag;

  @Column(name = "gain")
  double gain;

  @Column(name = "offset_value")
  double offset;

  @Column(name = "ucum")
  String ucum;

  @Column(name = "evidence")
  String evidence;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  CalibrationState state;

  @Column(name = "proposed_by")
  String proposedBy;

  @Column(name = "proposed_by_name")
  String proposedByName;

  @Column(name = "proposed_at")
  Instant proposedAt;

  @Column(name = "effective_from")
  Instant effectiveFrom;

  @Column(name = "signature")
  String signature;

  protected TagCalibration() {}

  TagCalibration(
      String number,
      String unit,
      String tag,
      double gain,
      double offset,
      String ucum,
      String evidence,
      Person proposer,
      Instant proposedAt) {
    this.number = number;
    this.unit = unit;
    this.tag = tag;
    this.gain = gain;
    this.offset = offset;
    this.ucum = ucum;
    this.evidence = evidence;
    this.state = CalibrationState.PROPOSED;
    this.proposedBy = proposer.subject();
    this.proposedByName = proposer.printedName();
    this.proposedAt = proposedAt;
  }

  /** It was signed. */
  void makeEffective(String signatureNumber, Instant at) {
    state = CalibrationState.EFFECTIVE;
    signature = signatureNumber;
    effectiveFrom = at;
  }

  /** A later one of the tag was signed. */
  void supersede() {
    state = CalibrationState.SUPERSEDED;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("tag calibration", number, version + 1);
  }

  /**
   * The engineering value of a reading of this tag.
   *
   * @throws IllegalArgumentException when the reading is of another tag or has no number
   */
  public double engineeringValue(Reading reading) {
    if (!reading.unit().equals(unit) || !reading.tag().equals(tag) || reading.value() == null) {
      throw new IllegalArgumentException(
          "calibration " + number + " of " + unit + " " + tag + " does not apply to " + reading);
    }
    return gain * reading.value() + offset;
  }

  /** The scale as it is printed: "0.54 x raw + 0 mL". */
  public String formula() {
    return gain + " x raw " + (offset < 0 ? "− " : "+ ") + Math.abs(offset) + " " + ucum;
  }

  /** Its number: "TC-3". */
  public String number() {
    return number;
  }

  public String unit() {
    return unit;
  }

  public String tag() {
    return tag;
  }

  public double gain() {
    return gain;
  }

  public double offset() {
    return offset;
  }

  /** UCUM unit of the engineering value. */
  public String ucum() {
    return ucum;
  }

  /** What the scale rests on, in the proposer's words. */
  public String evidence() {
    return evidence;
  }

  public CalibrationState state() {
    return state;
  }

  /** Subject of the person who proposed it and may not sign it. */
  public String proposedBy() {
    return proposedBy;
  }

  public String proposedByName() {
    return proposedByName;
  }

  public Instant proposedAt() {
    return proposedAt;
  }

  /** When it was signed; {@code null} before. */
  public Instant effectiveFrom() {
    return effectiveFrom;
  }

  /** Number of the signature; {@code null} before. */
  public String signature() {
    return signature;
  }

  // Property-style access for Faces pages.
  public String getNumber() {
    return number;
  }

  public String getUnit() {
    return unit;
  }

  public String getTag() {
    return tag;
  }

  public double getGain() {
    return gain;
  }

  public double getOffset() {
    return offset;
  }

  public String getUcum() {
    return ucum;
  }

  public String getEvidence() {
    return evidence;
  }

  public CalibrationState getState() {
    return state;
  }

  public String getProposedByName() {
    return proposedByName;
  }

  public Instant getProposedAt() {
    return proposedAt;
  }

  public Instant getEffectiveFrom() {
    return effectiveFrom;
  }

  public String getSignature() {
    return signature;
  }
}
