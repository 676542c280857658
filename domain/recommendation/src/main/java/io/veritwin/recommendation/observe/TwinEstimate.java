package io.veritwin.recommendation.observe;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * What the twin held of one unit at one process time: state, covariance and how well the last
 * readings agreed. Written once and never changed; after a restart the observer goes on from the
 * newest one. The input digest names the readings that led from the estimate before to this one, so
 * that the chain can be computed again (DI-06). An estimate is never a test result.
 */
@Entity
@Table(name = "twin_estimate")
public class TwinEstimate {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "twin_estimate_seq")
  @SequenceGenerator(
      name = "twin_estimate_seq",
      sequenceName = "twin_estimate_seq",
      allocationSize = 1)
  Long id;

  @Column(nullable = false)
  String unit;

  @Column(nullable = false)
  String batch;

  @Column(name = "model_version", nullable = false)
  String modelVersion;

  @Column(name = "model_digest", nullable = false)
  String modelDigest;

  /** Which step of the batch's fixed grid of process time. */
  @Column(nullable = false)
  long step;

  @Column(name = "process_time", nullable = false)
  double processTime;

  @Column(name = "source_time", nullable = false)
  Instant sourceTime;

  @Column(name = "stored_at", nullable = false)
  Instant storedAt;

  @Column(name = "previous_id")
  Long previousId;

  /** Mean, covariance, inputs and innovations as canonical JSON. */
  @Column(nullable = false)
  String content;

  @Column(nullable = false)
  String digest;

  @Column(name = "input_digest", nullable = false)
  String inputDigest;

  @Column(name = "readings", nullable = false)
  int readings;

  protected TwinEstimate() {}

  public Long id() {
    return id;
  }

  public String unit() {
    return unit;
  }

  public String batch() {
    return batch;
  }

  public String modelVersion() {
    return modelVersion;
  }

  public String modelDigest() {
    return modelDigest;
  }

  public long step() {
    return step;
  }

  /** In hours. */
  public double processTime() {
    return processTime;
  }

  /** Source time of the newest reading behind it. */
  public Instant sourceTime() {
    return sourceTime;
  }

  public Instant storedAt() {
    return storedAt;
  }

  public String content() {
    return content;
  }

  /** SHA-256 of {@link #content}, lower-case hex. */
  public String digest() {
    return digest;
  }

  /** SHA-256 over the ids of the readings used, lower-case hex. */
  public String inputDigest() {
    return inputDigest;
  }

  public int readings() {
    return readings;
  }
}
