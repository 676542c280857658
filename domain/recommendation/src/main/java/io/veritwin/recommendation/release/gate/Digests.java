package io.veritwin.recommendation.release.gate;

/** How a digest is shown in a sentence: its first eight characters. */
final class Digests {

  private Digests() {}

  static String shown(String digest) {
    return digest == null || digest.length() < 8
        ? "none"
        : digest.substring(0, 4) + " " + digest.substring(4, 8);
  }
}
