package io.veritwin.plant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A unit in the sense of ISA-88: a bioreactor with its equipment. Registered by a reviewed schema
 * change, read-only to the application.
 */
@Entity
@Table(name = "unit")
public class Unit {

  @Id
  @Column(name = "name")
  String name;

  @Column(name = "title")
  String title;

  @Column(name = "product")
  String product;

  @Column(name = "node_prefix")
  String nodePrefix;

  @Column(name = "namespace_uri")
  String namespaceUri;

  @Column(name = "synthetic")
  boolean synthetic;

  @Column(name = "replayed")
  boolean replayed;

  @Column(name = "culture_days")
  Double cultureDays;

  protected Unit() {}

  /** The name people use: "BR-204". */
  public String name() {
    return name;
  }

  /** What it is in words: "50 L single-use bioreactor". */
  public String title() {
    return title;
  }

  /** The product made in it: "mAb VT-017". */
  public String product() {
    return product;
  }

  /** How its nodes begin at the plant's server: "BR204." */
  public String nodePrefix() {
    return nodePrefix;
  }

  /** The namespace of its nodes at the plant's server. */
  public String namespaceUri() {
    return namespaceUri;
  }

  /** True when its values come from a simulation. Shown wherever a value of the unit is shown. */
  public boolean synthetic() {
    return synthetic;
  }

  /** True when it replays a batch measured in the past: it cannot react to a write. */
  public boolean replayed() {
    return replayed;
  }

  /** The planned length of a culture in days; {@code null} when none is set. */
  public Double cultureDays() {
    return cultureDays;
  }

  /** Where its values come from, in words. */
  public String originInWords() {
    if (synthetic) {
      return "simulated";
    }
    return replayed ? "measured, replayed" : "measured";
  }

  // Property-style access for Faces pages.
  public String getName() {
    return name;
  }

  public String getTitle() {
    return title;
  }

  public String getProduct() {
    return product;
  }

  public boolean isSynthetic() {
    return synthetic;
  }

  public boolean isReplayed() {
    return replayed;
  }

  public Double getCultureDays() {
    return cultureDays;
  }

  public String getOriginInWords() {
    return originInWords();
  }
}
