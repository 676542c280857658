package io.veritwin.plant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.Optional;

/**
 * A tag of a unit: where its value is found at the plant, in which UCUM unit, and what is normal.
 * Registered by a reviewed schema change, read-only to the application.
 */
@Entity
@Table(name = "tag")
public class Tag {

  @Id
  @Column(name = "id")
  String id;

  @Column(name = "unit")
  String unit;

  @Column(name = "name")
  String name;

  @Column(name = "title")
  String title;

  @Column(name = "node_id")
  String nodeId;

  @Column(name = "ucum")
  String ucum;

  @Enumerated(EnumType.STRING)
  @Column(name = "kind")
  TagKind kind;

  @Column(name = "eu_low")
  Double euLow;

  @Column(name = "eu_high")
  Double euHigh;

  @Column(name = "normal_low")
  Double normalLow;

  @Column(name = "normal_high")
  Double normalHigh;

  @Column(name = "maximum_age_s")
  Integer maximumAgeSeconds;

  @Column(name = "writable")
  boolean writable;

  @Column(name = "needs_calibration")
  boolean needsCalibration;

  @Column(name = "position")
  int position;

  protected Tag() {}

  /** The unit it belongs to: "BR-204". */
  public String unit() {
    return unit;
  }

  /** The tag's name within the unit: "FIC-204.SP". */
  public String name() {
    return name;
  }

  /** What it is in words: "feed rate, setpoint". */
  public String title() {
    return title;
  }

  /** The identifier at the plant's server, without the namespace: "BR204.FIC-204.SP". */
  public String nodeId() {
    return nodeId;
  }

  /** UCUM unit of the value as delivered: "mL/h"; "1" where it has none. */
  public String ucum() {
    return ucum;
  }

  public TagKind kind() {
    return kind;
  }

  /** Lower end of the instrument's range; {@code null} when it has none. */
  public Double euLow() {
    return euLow;
  }

  /** Upper end of the instrument's range; {@code null} when it has none. */
  public Double euHigh() {
    return euHigh;
  }

  public Double normalLow() {
    return normalLow;
  }

  public Double normalHigh() {
    return normalHigh;
  }

  /**
   * How old the last value may be before the tag counts as stale; empty for a tag that the plant
   * reports only when it changes.
   */
  public Optional<Duration> maximumAge() {
    return Optional.ofNullable(maximumAgeSeconds).map(Duration::ofSeconds);
  }

  /** True when the tag is on the list of nodes the platform may write. */
  public boolean writable() {
    return writable;
  }

  /** True when the raw value means nothing before a signed {@code TagCalibration} is effective. */
  public boolean needsCalibration() {
    return needsCalibration;
  }

  /** The order in which tags are listed. */
  public int position() {
    return position;
  }

  // Property-style access for Faces pages.
  public String getName() {
    return name;
  }

  public String getTitle() {
    return title;
  }

  public String getUcum() {
    return ucum;
  }

  public TagKind getKind() {
    return kind;
  }

  public Double getEuLow() {
    return euLow;
  }

  public Double getEuHigh() {
    return euHigh;
  }

  public Double getNormalLow() {
    return normalLow;
  }

  public Double getNormalHigh() {
    return normalHigh;
  }
}
