package io.veritwin.lifecycle.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * How well an output is measured: sd = absolute + relative · value.
 *
 * @param output the output's id
 * @param absolute in the output's unit
 * @param relative share of the value, 0.05 for 5 %
 */
@Embeddable
public record MeasuredNoise(
    String output,
    @Column(name = "absolute_sd") double absolute,
    @Column(name = "relative_sd") double relative) {

  public MeasuredNoise {
    if (!(absolute >= 0) || !(relative >= 0) || absolute + relative <= 0) {
      throw new IllegalArgumentException(
          "the noise of " + output + " must be positive: " + absolute + " + " + relative);
    }
  }

  /** Standard deviation of one measured value. */
  public double sdAt(double value) {
    return absolute + relative * Math.abs(value);
  }
}
