package io.veritwin.plant;

import java.time.Instant;
import java.util.Map;

/**
 * The assays of one sample, gathered from the readings that arrived together.
 *
 * @param unit the unit
 * @param sampleTimeHours process time at which the sample was taken
 * @param reportedAt source time of the assays: when the laboratory reported them
 * @param assays reading by tag name: "LAB.VCD"
 */
public record OfflineSample(
    String unit, double sampleTimeHours, Instant reportedAt, Map<String, Reading> assays) {

  /** The tag that reports the process time of the sample. */
  public static final String SAMPLE_TIME = "LAB.SAMPLE_TIME";

  public OfflineSample {
    assays = Map.copyOf(assays);
  }
}
