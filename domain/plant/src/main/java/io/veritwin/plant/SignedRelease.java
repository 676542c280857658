package io.veritwin.plant;

import io.veritwin.records.trail.AuditEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;

/** What a RECOMMENDATION_SIGNED entry says about the one write it authorises. */
record SignedRelease(
    String unit,
    String tag,
    String node,
    double value,
    String unitOfMeasure,
    Instant expires,
    String useId) {

  private static final String SIGNED = "RECOMMENDATION_SIGNED";

  /**
   * Reads the entry's details.
   *
   * @throws IllegalArgumentException when it is no signed release or a value is missing or cannot
   *     be read
   */
  static SignedRelease read(AuditEntry entry) {
    if (!entry.event().equals(SIGNED) || entry.refused()) {
      throw new IllegalArgumentException(
          "the leaf is of event "
              + entry.event()
              + (entry.refused() ? ", refused" : "")
              + ", not a "
              + SIGNED
              + " that was carried out");
    }
    Map<String, String> details = entry.details();
    return new SignedRelease(
        text(details, "write.unit"),
        text(details, "write.tag"),
        text(details, "write.node"),
        number(details),
        text(details, "write.unitOfMeasure"),
        expiry(details),
        text(details, "write.useId"));
  }

  private static String text(Map<String, String> details, String name) {
    String text = details.get(name);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("the signed leaf has no " + name);
    }
    return text;
  }

  private static double number(Map<String, String> details) {
    String text = text(details, "write.value");
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException("write.value is no number: '" + text + "'", notANumber);
    }
    throw new IllegalArgumentException("write.value is not finite: '" + text + "'");
  }

  private static Instant expiry(Map<String, String> details) {
    String text = text(details, "write.expires");
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      throw new IllegalArgumentException("write.expires is no time: '" + text + "'", notATime);
    }
  }
}
