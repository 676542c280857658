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

  String unit;

  @Column(name = "use_name")
  String use;

  String tag;

  String title;

  @Column(name = "value_unit")
  String valueUnit;

  @Column(name = "lower_value")
  BigDecimal lower;

  @Column(name = "upper_value")
  BigDecimal upper;

  @Column(name = "largest_step")
  BigDecimal largestStep;

  BigDecimal resolution;

  String limits;

  @Column(name = "breach_probability")
  double breachProbability;

  String input;

  @Column(name = "input_power_of_ten")
  int inputPowerOfTen;

  String objective;

  @Column(name = "horizon_hours")
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
