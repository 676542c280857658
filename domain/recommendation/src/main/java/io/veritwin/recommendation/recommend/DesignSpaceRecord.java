package io.veritwin.recommendation.recommend;

import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import io.veritwin.twin.forecast.Limit;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A design space on record.
 *
 * <p>Its life: registered by a reviewed schema change, it never changes; QA's signature puts it in
 * force; the next signed one for the same setpoint takes its place.
 */
@Entity
@Table(name = "design_space")
@Regulated
public class DesignSpaceRecord implements RegulatedRecord {

  @Id String reference;

  @Version int version;

  @Column(updatable = false)
  String unit;

  @Column(name = "use_name", updatable = false)
  String use;

  @Column(updatable = false)
  String tag;

  @Column(updatable = false)
  String title;

  @Column(name = "value_unit", updatable = false)
  String valueUnit;

  @Column(name = "lower_value", updatable = false)
  BigDecimal lower;

  @Column(name = "upper_value", updatable = false)
  BigDecimal upper;

  @Column(name = "largest_step", updatable = false)
  BigDecimal largestStep;

  @Column(updatable = false)
  BigDecimal resolution;

  @Column(updatable = false)
  String limits;

  @Column(name = "breach_probability", updatable = false)
  double breachProbability;

  @Column(updatable = false)
  String input;

  @Column(name = "input_power_of_ten", updatable = false)
  int inputPowerOfTen;

  @Column(updatable = false)
  String objective;

  @Column(name = "horizon_hours", updatable = false)
  double horizonHours;

  @Column(name = "signature_number")
  String signatureNumber;

  @Column(name = "approved_by")
  String approvedBy;

  @Column(name = "approved_at")
  Instant approvedAt;

  protected DesignSpaceRecord() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("design space", reference, version + 1);
  }

  public String reference() {
    return reference;
  }

  public String unit() {
    return unit;
  }

  /** The intended use a model version needs to advise in it: "feed advice". */
  public String use() {
    return use;
  }

  public boolean signed() {
    return signatureNumber != null;
  }

  /** Who signed it; {@code null} before. */
  public String approvedBy() {
    return approvedBy;
  }

  public Instant approvedAt() {
    return approvedAt;
  }

  void approve(ElectronicSignature signature) {
    if (signed()) {
      throw new IllegalStateException(reference + " is signed already, by " + approvedBy);
    }
    signatureNumber = signature.number();
    approvedBy = signature.signer().printedName();
    approvedAt = signature.signedAt();
  }

  /** The space as everyone asks it. */
  public DesignSpace space() {
    List<Limit> all =
        limits
            .lines()
            .map(line -> line.split(" "))
            .map(f -> new Limit(f[0], Limit.Side.valueOf(f[1]), Double.parseDouble(f[2])))
            .toList();
    return new DesignSpace(
        reference,
        tag,
        title,
        valueUnit,
        lower,
        upper,
        largestStep,
        resolution,
        all,
        breachProbability,
        input,
        inputPowerOfTen,
        objective,
        horizonHours,
        signed());
  }
}
