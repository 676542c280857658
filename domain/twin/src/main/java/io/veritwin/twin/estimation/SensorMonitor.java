package io.veritwin.twin.estimation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hipparchus.util.FastMath;

/**
 * Watches one sensor by its innovations: gross errors, drift and bias, a value that no longer
 * moves, silence (URS-804).
 *
 * <p>Drift is found by a two-sided CUSUM of normalised innovations (Page 1954). With the default
 * reference of 0.5 and limit of 5 it runs 465 innovations on average between false alarms, and
 * finds a shift of one standard deviation after 10.4 (Montgomery, Introduction to Statistical
 * Quality Control, 7th ed., Table 9.3).
 *
 * <p>Not safe for use by several threads.
 */
public final class SensorMonitor {

  private final String outputId;
  private final Rules rules;
  private double above;
  private double below;
  private double aboveSince;
  private double belowSince;
  private double lastTime = Double.NaN;
  private double lastValue = Double.NaN;
  private int same;
  private int grossInARow;

  /**
   * When a sensor is called faulty.
   *
   * @param reference of the CUSUM, in standard deviations: half the shift to be found
   * @param limit of the CUSUM, in standard deviations
   * @param sameValues so many equal values in a row are a stuck sensor
   * @param grossInARow so many refused values in a row are a fault, not an outlier
   * @param silentAfterHours without a value for so long, the sensor is silent
   */
  public record Rules(
      double reference, double limit, int sameValues, int grossInARow, double silentAfterHours) {

    public static Rules standard() {
      return new Rules(0.5, 5, 10, 3, 1);
    }
  }

  /** What is wrong with a sensor. */
  public enum Fault {
    GROSS_ERROR,
    DRIFT_UP,
    DRIFT_DOWN,
    STUCK,
    SILENT
  }

  /**
   * A fault.
   *
   * @param fault its kind
   * @param since when it began, as far as can be told, hours
   * @param words for a person
   */
  public record Finding(Fault fault, double since, String words) {}

  public SensorMonitor(String outputId, Rules rules) {
    this.outputId = outputId;
    this.rules = rules;
  }

  /**
   * Takes an innovation of this sensor into account.
   *
   * @return what is wrong after it; empty when nothing is
   */
  public List<Finding> watch(Innovation innovation) {
    Measurement measurement = innovation.measurement();
    if (!measurement.outputId().equals(outputId)) {
      throw new IllegalArgumentException(
          "This monitor watches " + outputId + ", not " + measurement.outputId());
    }
    double time = measurement.time();
    same = measurement.value() == lastValue ? same + 1 : 1;
    lastValue = measurement.value();
    lastTime = time;
    if (Double.isFinite(innovation.nis())) {
      double deviation = (measurement.value() - innovation.predicted()) / innovation.predictedSd();
      grossInARow = innovation.accepted() ? 0 : grossInARow + 1;
      if (above == 0) {
        aboveSince = time;
      }
      if (below == 0) {
        belowSince = time;
      }
      above = FastMath.max(0, above + deviation - rules.reference);
      below = FastMath.max(0, below - deviation - rules.reference);
    }
    return findings(time);
  }

  /** What is wrong at a time. */
  public List<Finding> findings(double now) {
    List<Finding> findings = new ArrayList<>();
    if (now - lastTime > rules.silentAfterHours) {
      findings.add(finding(Fault.SILENT, lastTime, "has been silent since %.2f h", lastTime));
    }
    if (same >= rules.sameValues) {
      findings.add(
          finding(
              Fault.STUCK,
              lastTime,
              "has shown %.6g for %d values in a row: it does not move",
              lastValue,
              same));
    }
    if (grossInARow >= rules.grossInARow) {
      findings.add(
          finding(
              Fault.GROSS_ERROR,
              lastTime,
              "has been far from what is expected %d times in a row",
              grossInARow));
    }
    if (above > rules.limit) {
      findings.add(
          finding(
              Fault.DRIFT_UP,
              aboveSince,
              "has read more than expected since about %.2f h",
              aboveSince));
    }
    if (below > rules.limit) {
      findings.add(
          finding(
              Fault.DRIFT_DOWN,
              belowSince,
              "has read less than expected since about %.2f h",
              belowSince));
    }
    return findings;
  }

  /** Begins anew, after the sensor was put right. */
  public void reset() {
    above = 0;
    below = 0;
    same = 0;
    grossInARow = 0;
  }

  private Finding finding(Fault fault, double since, String format, Object... arguments) {
    return new Finding(
        fault, since, outputId + " " + String.format(Locale.ROOT, format, arguments) + ".");
  }
}
