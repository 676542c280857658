package io.veritwin.lifecycle.model;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * One parameter of a version.
 *
 * @param parameter its id in the structure
 * @param value in the parameter's unit
 * @param standardError of the calibration; {@code null} when the value was typed or held fixed
 * @param origin "calibrated", "held at nominal" or "typed"
 * @param identifiability what the data say about it, in words; empty when not calibrated
 */
@Embeddable
public record ParameterValue(
    String parameter,
    @Column(name = "parameter_value") double value,
    @Column(name = "standard_error") Double standardError,
    String origin,
    String identifiability) {}
