package io.veritwin.validation.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis: a range that starts and ends at round numbers, its ticks, and their place on paper.
 *
 * @param from lowest value
 * @param to highest value
 * @param step between ticks
 */
record Scale(double from, double to, double step) {

  /** An axis that holds all values with about {@code ticks} steps. */
  static Scale over(double lowest, double highest, int ticks) {
    double low = Double.isFinite(lowest) ? lowest : 0;
    double high = Double.isFinite(highest) ? highest : 1;
    if (high - low < 1e-12) {
      high = low + 1;
    }
    double rough = (high - low) / ticks;
    double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(rough)));
    double step = power;
    for (double nice : new double[] {1, 2, 2.5, 5, 10}) {
      step = nice * power;
      if (step >= rough) {
        break;
      }
    }
    return new Scale(
        StrictMath.floor(low / step + 1e-9) * step,
        StrictMath.ceil(high / step - 1e-9) * step,
        step);
  }

  /** The place of a value on a line from {@code start} to {@code end}. */
  float place(double value, float start, float end) {
    return (float) (start + (value - from) / (to - from) * (end - start));
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    long n = StrictMath.round((to - from) / step);
    for (long i = 0; i <= n; i++) {
      ticks.add(from + i * step);
    }
    return ticks;
  }

  /** The tick with no more digits than the step needs. */
  String label(double tick) {
    if (Math.abs(tick) < step / 1e6) {
      return "0";
    }
    int digits = Math.max(0, new BigDecimal(Double.toString(step)).stripTrailingZeros().scale());
    String label =
        BigDecimal.valueOf(tick).setScale(digits, java.math.RoundingMode.HALF_EVEN).toPlainString();
    return label.replace('-', '−');
  }
}
