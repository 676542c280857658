package io.veritwin.simulator.culture;

/**
 * Feed rates of one batch by day of culture. Strategies around one recipe make batches that differ
 * enough for a model to be calibrated on them.
 *
 * @param name what it is, in words
 * @param byDay mL/h on day 0 to 13
 */
public record FeedingStrategy(String name, double[] byDay) {

  private static final double[] RECIPE = {
    0, 0, 0, 42, 55, 70, 85, 95, 100, 105, 105, 105, 105, 105
  };

  public FeedingStrategy {
    if (byDay.length != 14) {
      throw new IllegalArgumentException("a strategy has 14 days, got " + byDay.length);
    }
    byDay = byDay.clone();
  }

  @Override
  public double[] byDay() {
    return byDay.clone();
  }

  /** The recipe: feeding starts on day 3 and follows the cells. */
  public static FeedingStrategy recipe() {
    return new FeedingStrategy("recipe", RECIPE);
  }

  /** The recipe with every rate multiplied by {@code factor}. */
  public static FeedingStrategy recipeTimes(double factor) {
    double[] rates = RECIPE.clone();
    for (int day = 0; day < rates.length; day++) {
      rates[day] = StrictMath.min(Bioreactor.FEED_MAX, rates[day] * factor);
    }
    return new FeedingStrategy("recipe x " + factor, rates);
  }

  /** One rate from day 3 on, mL/h. */
  public static FeedingStrategy constant(double rate) {
    double[] rates = new double[14];
    java.util.Arrays.fill(rates, 3, 14, rate);
    return new FeedingStrategy("constant " + rate + " mL/h", rates);
  }

  /** The strategy of the {@code n}th generated batch; they repeat. */
  public static FeedingStrategy number(int n) {
    return switch (n % 5) {
      case 0 -> recipe();
      case 1 -> recipeTimes(0.75);
      case 2 -> recipeTimes(1.2);
      case 3 -> constant(60);
      default -> recipeTimes(0.9);
    };
  }

  /** The rate at a process time, mL/h. */
  public double rate(double hours) {
    return byDay[(int) StrictMath.min(13, StrictMath.max(0, StrictMath.floor(hours / 24)))];
  }
}
