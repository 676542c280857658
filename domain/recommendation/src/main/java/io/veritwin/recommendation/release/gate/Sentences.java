package io.veritwin.recommendation.release.gate;

import java.util.List;

/** Joins reasons to one sentence. */
final class Sentences {

  private Sentences() {}

  static String of(List<String> reasons) {
    String joined = String.join("; ", reasons);
    return Character.toUpperCase(joined.charAt(0)) + joined.substring(1) + ".";
  }
}
