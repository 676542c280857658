package io.veritwin.simulator.unit;

/**
 * Repeatable Gaussian noise without a state: a value depends on seed, channel and step alone, so a
 * batch carried on after a restart is the batch that would have been.
 */
public final class Noise {

  private final long seed;

  public Noise(long seed) {
    this.seed = seed;
  }

  /** A draw from the standard normal distribution. */
  public double gaussian(String channel, long step) {
    long base = mix(seed ^ mix(channel.hashCode() * 0x9E3779B97F4A7C15L + step));
    double u1 = uniform(mix(base + 1));
    double u2 = uniform(mix(base + 2));
    return StrictMath.sqrt(-2 * StrictMath.log(u1)) * StrictMath.cos(2 * StrictMath.PI * u2);
  }

  /** Uniform in (0, 1]. */
  private static double uniform(long bits) {
    return ((bits >>> 11) + 1) * 0x1.0p-53;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
