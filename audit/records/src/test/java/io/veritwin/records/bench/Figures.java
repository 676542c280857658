package io.veritwin.records.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
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

  /** A round of work that is not measured. */
  public interface Round {
    void carryOut() throws Exception;
  }

  /**
   * Lets the JVM compile what a server that has run for a day has compiled: repeats the round until
   * the compiler needs less than a fiftieth of a core, or thirty times.
   */
  public static void warmUp(Round round) throws Exception {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    double share = 1;
    for (int i = 0; i < 30 && share > 0.02; i++) {
      long compiled = compiler.getTotalCompilationTime();
      long begin = System.nanoTime();
      round.carryOut();
      share = (compiler.getTotalCompilationTime() - compiled) / ((System.nanoTime() - begin) / 1e6);
    }
    System.out.printf(
        "FIGURE the compiler needs %.0f %% of a core after warming up%n", share * 100);
  }
}
