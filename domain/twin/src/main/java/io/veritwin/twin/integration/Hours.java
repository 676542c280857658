package io.veritwin.twin.integration;

import java.util.Locale;

/** Process time as a person reads it in the words of a failure. */
final class Hours {

  private Hours() {}

  static String words(double time) {
    return String.format(Locale.ROOT, "%.4g h", time);
  }
}
