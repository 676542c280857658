package io.veritwin.lifecycle.dataset;

import java.util.ArrayList;
import java.util.List;

/** Finds holes in time: steps more than three times as long as the usual one. */
final class TimeGaps {

  private static final double FACTOR = 3;

  private TimeGaps() {}

  /** One sentence per hole. */
  static List<String> of(List<Double> times) {
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      steps.add(times.get(i) - times.get(i - 1));
    }
    if (steps.size() < 3) {
      return List.of();
    }
    double usual = steps.stream().sorted().toList().get(steps.size() / 2);
    List<String> gaps = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) > FACTOR * usual) {
        gaps.add(
            String.format(
                java.util.Locale.ROOT,
                "No sample between %.2f h and %.2f h; the usual step is %.2f h.",
                times.get(i),
                times.get(i + 1),
                usual));
      }
    }
    return gaps;
  }
}
