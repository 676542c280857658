package io.veritwin.recommendation.observe;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/**
 * Which tag of a unit is which quantity of a model structure, and from where the twin starts.
 * Registered by a reviewed schema change, read-only to the application.
 */
@Entity
@Table(name = "twin_binding")
@IdClass(TwinBinding.Key.class)
public class TwinBinding {

  /** What a binding is for. */
  public enum Role {
    /** A rate the tag shows. */
    INPUT,
    /** A rate that follows from a totaliser's growth. */
    INPUT_TOTALISER,
    /** A rate that is known from the recipe. */
    INPUT_CONSTANT,
    /** An online measurement of an output. */
    ONLINE,
    /** A laboratory assay of an output, which arrives late. */
    ASSAY,
    /** Where a state starts when nothing was measured. */
    START,
    /** How much uncertainty a state gains in an hour. */
    DRIFT
  }

  /** The key of the table. */
  public static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;
    String unit;
    String structure;
    String quantity;
    Role role;

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && key.unit.equals(unit)
          && key.structure.equals(structure)
          && key.quantity.equals(quantity)
          && key.role == role;
    }

    @Override
    public int hashCode() {
      return java.util.Objects.hash(unit, structure, quantity, role);
    }
  }

  @Id String unit;

  @Id String structure;

  @Id String quantity;

  @Id
  @Enumerated(EnumType.STRING)
  Role role;

  String tag;

  double factor;

  @Column(name = "value")
  Double value;

  Double sd;

  /** True when advice needs this tag fresh and good. */
  boolean required;

  protected TwinBinding() {}

  public String quantity() {
    return quantity;
  }

  public Role role() {
    return role;
  }

  /** {@code null} for a binding that needs no tag. */
  public String tag() {
    return tag;
  }

  public boolean required() {
    return required;
  }
}
