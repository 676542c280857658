package io.veritwin.twin.uncertainty;

import java.util.Arrays;
import org.hipparchus.util.FastMath;

/** Quantiles of a sample, interpolated between its values (Hyndman and Fan 1996, type 7). */
public final class Quantiles {

  private final double[] sorted;

  public Quantiles(double[] values) {
    this.sorted = values.clone();
    Arrays.sort(sorted);
  }

  public double at(double probability) {
    double position = probability * (sorted.length - 1);
    int below = (int) FastMath.floor(position);
    int above = FastMath.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
