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
import jakarta.persistence.Version;

/**
 * One limit that a model version has to meet. Proposed by a template, edited by the author while
 * the change request is a draft, and fixed in the ledger by the author's signature before the first
 * result exists (A22-06). A criterion on an output that the intended use claims must pass; one on
 * an output that it does not claim is executed and reported, and may fail.
 */
@Entity
@Table(name = "acceptance_criterion")
@Regulated
public class AcceptanceCriterion implements RegulatedRecord {

  /** "CR-1/C-04". */
  @Id String id;

  @Version int version;

  @Column(name = "change_request", nullable = false, updatable = false)
  String change;

  @Column(nullable = false, updatable = false)
  String number;

  @Column(nullable = false, updatable = false)
  String title;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false, updatable = false)
  Metric metric;

  /** The output it is about, or the balance or solver for verification. */
  @Column(nullable = false, updatable = false)
  String subject;

  @Column(name = "limit_value", nullable = false)
  double limit;

  @Column(nullable = false, updatable = false)
  String unit;

  /** True when the intended use depends on it: a failure stands against approval. */
  @Column(nullable = false, updatable = false)
  boolean claimed;

  @Column(name = "why", nullable = false)
  String why;

  protected AcceptanceCriterion() {}

  AcceptanceCriterion(
      String change,
      String number,
      String title,
      Metric metric,
      String subject,
      double limit,
      String unit,
      boolean claimed,
      String why) {
    this.id = change + "/" + number;
    this.change = change;
    this.number = number;
    this.title = title;
    this.metric = metric;
    this.subject = subject;
    this.limit = limit;
    this.unit = unit;
    this.claimed = claimed;
    this.why = why;
  }

  @Override
  public RecordRef recordRef() {
    return new RecordRef("change request", change, version + 1);
  }

  public String id() {
    return id;
  }

  /** The change request's number. */
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

  public double limit() {
    return limit;
  }

  /** Unit of value and limit: "1", "%", or a UCUM unit. */
  public String unit() {
    return unit;
  }

  public boolean claimed() {
    return claimed;
  }

  /** Why this limit, in one sentence. */
  public String why() {
    return why;
  }

  /** "at least 0.95" or "at most 7 %". */
  public String limitInWords() {
    return (metric.smallIsGood() ? "at most " : "at least ") + metric.print(limit, unit);
  }
}
