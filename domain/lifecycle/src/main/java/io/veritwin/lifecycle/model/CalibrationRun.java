package io.veritwin.lifecycle.model;

import io.veritwin.twin.calibration.CalibrationResult;
import java.time.Instant;
import java.util.List;

/**
 * One calibration as it stands.
 *
 * @param number "CAL-3"
 * @param structureId the structure
 * @param dataSet number of the data set
 * @param dataDigest its digest
 * @param noise how well each output is measured
 * @param startedBy printed name
 * @param startedAt when
 * @param progress how far it is, or how it ended
 */
public record CalibrationRun(
    String number,
    String structureId,
    String dataSet,
    String dataDigest,
    List<MeasuredNoise> noise,
    String startedBy,
    Instant startedAt,
    Progress progress) {

  CalibrationRun at(Progress now) {
    return new CalibrationRun(
        number, structureId, dataSet, dataDigest, noise, startedBy, startedAt, now);
  }

  /** How far a run is. */
  public sealed interface Progress {}

  /**
   * @param share 0 to 1, an estimate from starts and iterations done
   * @param words for the person who waits
   */
  public record Running(double share, String words) implements Progress {}

  /** It ended with parameters; {@link CalibrationResult#stopWords} says how. */
  public record Finished(CalibrationResult result) implements Progress {}

  /** It ended without parameters. */
  public record Ended(String words) implements Progress {}
}
