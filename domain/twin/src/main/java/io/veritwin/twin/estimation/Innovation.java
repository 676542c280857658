package io.veritwin.twin.estimation;

/**
 * How a measurement compared with what the twin expected.
 *
 * @param measurement the measurement
 * @param predicted expected value before the measurement
 * @param predictedSd standard deviation of the expected measurement
 * @param nis normalised innovation squared
 * @param accepted whether the measurement moved the estimate
 * @param reason why, in plain words
 */
public record Innovation(
    Measurement measurement,
    double predicted,
    double predictedSd,
    double nis,
    boolean accepted,
    String reason) {}
