package io.veritwin.records.bench;

import java.util.Arrays;
import java.util.Locale;

/** How figures are computed and printed. */
public final class Figures {

  private Figures() {}

  /** Prints {@code BENCH name ours peer ours/peer unit}. */
  public static void print(String name, double ours, double peer, String unit) {
    System.out.printf(
        Locale.ROOT, "BENCH %s %.3f %.3f %.2f %s%n", name, ours, peer, ours / peer, unit);
  }

  /** The value below which so many per cent of the others lie. */
  public static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
