package io.veritwin.twin.estimation;

/**
 * A measured value for the estimator.
 *
 * @param time hours since the batch began, when it was true (for an assay: when the sample was
 *     drawn, however late the result arrives)
 * @param outputId the model output it measures
 * @param value in the output's unit
 * @param sd standard deviation of the measurement, in the output's unit
 */
public record Measurement(double time, String outputId, double value, double sd) {}
