package io.veritwin.lifecycle.dataset;

/**
 * One measured value of a batch.
 *
 * @param time process time in h
 * @param output the model output it measures, for example "Glc"
 * @param value in the output's unit
 */
public record Observation(double time, String output, double value) {}
