package io.veritwin.lifecycle.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * Where a version may be used: one quantity's range. Outside it an answer is extrapolation (VV-03).
 *
 * @param quantity id of a state, input or output of the structure; "time" for process time in h
 * @param lower least value
 * @param upper greatest value
 * @param unit UCUM
 */
@Embeddable
public record DomainRange(
    String quantity,
    @Column(name = "lower_value") double lower,
    @Column(name = "upper_value") double upper,
    String unit) {

  public DomainRange {
    if (!(lower < upper)) {
      throw new IllegalArgumentException(
          "the range of " + quantity + " is empty: " + lower + " to " + upper);
    }
  }
}
