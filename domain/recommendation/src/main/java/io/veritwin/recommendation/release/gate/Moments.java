package io.veritwin.recommendation.release.gate;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How a moment is shown in a sentence of the record: UTC, to the second. */
final class Moments {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Moments() {}

  static String utc(Instant at) {
    return UTC.format(at);
  }
}
