package io.veritwin.twin.run;

/**
 * One measured value of a batch.
 *
 * @param time hours since the batch began, when the sample was drawn
 * @param outputId the model output it measures
 * @param value in the output's unit
 * @param sd standard deviation of the measurement, in the output's unit
 */
public record Sample(double time, String outputId, double value, double sd) {}
