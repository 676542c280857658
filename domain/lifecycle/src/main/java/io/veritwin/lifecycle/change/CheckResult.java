package io.veritwin.lifecycle.change;

import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.Regulated;
import io.veritwin.records.trail.RegulatedRecord;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;

/**
 * What one check of a change request gave. Written once: the table is append-only, and a repeated
 * check is a new change request (A22-10, DI-04).
 */
@Entity
@Table(name = "check_result")
@Regulated
public class CheckResult implements RegulatedRecord {

  /** "CR-1/C-04", the criterion it answers. */
  @Id String id;

  @Column(name = "change_request", nullable = false)
  String change;

  @Column(name = "criterion", nullable = false)
  String number;

  @Column(nullable = false)
  String title;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  Metric metric;

  @Column(nullable = false)
  String subject;

  /** The value measured; {@code null} when the check could not be computed, which is a failure. */
  @Column(name = "value")
  Double value;

  @Column(name = "limit_value", nullable = false)
  double limit;

  @Column(nullable = false)
  String unit;

  @Column(name = "n", nullable = false)
  int n;

  @Column(name = "interval_lower")
  Double intervalLower;

  @Column(name = "interval_upper")
  Double intervalUpper;

  @Column(nullable = false)
  boolean claimed;

  @Column(nullable = false)
  boolean passed;

  @Column(nullable = false)
  String explanation;

  /** The values compared, as {@link ComparedPoint#write} puts them. */
  @Column(nullable = false)
  byte[] points;

  @Column(nullable = false)
  long seed;

  @Column(name = "executed_at", nullable = false)
  Instant executedAt;

  @Column(nullable = false)
  String digest;

  protected CheckResult() {}

  @Override
  public RecordRef recordRef() {
    return new RecordRef("check result", id, 1);
  }

  public String id() {
    return id;
  }

  public String change() {
    return change;
  }

  /** "C-04". */
  public String number() {
    return number;
  }

  public String title() {
    return title;
  }

  public Metric metric() {
    return metric;
  }

  public String subject() {
    return subject;
  }

  /** {@code null} when the check could not be computed. */
  public Double value() {
    return value;
  }

  public double limit() {
    return limit;
  }

  public String unit() {
    return unit;
  }

  /** How many values it rests on. */
  public int n() {
    return n;
  }

  /** Lower end of the 95 % interval of the value; {@code null} where none can be given. */
  public Double intervalLower() {
    return intervalLower;
  }

  public Double intervalUpper() {
    return intervalUpper;
  }

  public boolean claimed() {
    return claimed;
  }

  public boolean passed() {
    return passed;
  }

  /** What it means, or why it could not be computed, in one sentence; may be empty. */
  public String explanation() {
    return explanation;
  }

  /** The values compared; empty for a check without data. */
  public List<ComparedPoint> points() {
    return ComparedPoint.readAll(points);
  }

  public long seed() {
    return seed;
  }

  public Instant executedAt() {
    return executedAt;
  }

  /** SHA-256 of the canonical result. */
  public String digest() {
    return digest;
  }

  /** How near to the limit: 1 at the limit, below 1 inside, above 1 outside. */
  public double closeness() {
    if (value == null || value.isNaN()) {
      return Double.POSITIVE_INFINITY;
    }
    if (metric.smallIsGood()) {
      return limit == 0 ? (value <= 0 ? 0 : Double.POSITIVE_INFINITY) : value / limit;
    }
    // R² and coverage live between -inf and 1 (100 %): compare the distances from perfect.
    double perfect = "%".equals(unit) ? 100 : 1;
    return perfect == limit
        ? (value >= limit ? 1 : Double.POSITIVE_INFINITY)
        : (perfect - value) / (perfect - limit);
  }

  /** The value with its unit, or "not computed". */
  public String valueInWords() {
    return value == null ? "not computed" : metric.print(value, unit);
  }

  /** "at least 0.95" or "at most 7 %". */
  public String limitInWords() {
    return (metric.smallIsGood() ? "at most " : "at least ") + metric.print(limit, unit);
  }
}
