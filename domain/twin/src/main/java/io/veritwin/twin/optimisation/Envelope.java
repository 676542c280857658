package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.Limit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * What a proposal may be: the signed design space of one setpoint.
 *
 * @param lower least value
 * @param upper greatest value
 * @param largestStep greatest change from the current value
 * @param resolution of the actuator; proposals are its multiples
 * @param pathLimits limits on outputs that must hold from now to the horizon
 * @param breachProbability greatest tolerated probability to breach a path limit
 */
public record Envelope(
    BigDecimal lower,
    BigDecimal upper,
    BigDecimal largestStep,
    BigDecimal resolution,
    List<Limit> pathLimits,
    double breachProbability) {

  public Envelope {
    pathLimits = List.copyOf(pathLimits);
    if (!(breachProbability >= 0 && breachProbability < 1)) {
      throw new IllegalArgumentException("breachProbability " + breachProbability + " (0 to 1)");
    }
    if (lower.compareTo(upper) > 0 || resolution.signum() <= 0 || largestStep.signum() < 0) {
      throw new IllegalArgumentException(
          "Envelope " + lower + " to " + upper + ", step " + largestStep + ", by " + resolution);
    }
  }

  /** Why a value is not allowed from the current one, whatever it would lead to. */
  public Optional<String> refusal(BigDecimal currentValue, BigDecimal value) {
    if (value.compareTo(lower) < 0 || value.compareTo(upper) > 0) {
      return Optional.of(
          value.toPlainString()
              + " lies outside "
              + lower.toPlainString()
              + " to "
              + upper.toPlainString()
              + ".");
    }
    if (value.subtract(currentValue).abs().compareTo(largestStep) > 0) {
      return Optional.of(
          value.toPlainString()
              + " is further than "
              + largestStep.toPlainString()
              + " from the current "
              + currentValue.toPlainString()
              + ".");
    }
    if (value.remainder(resolution).signum() != 0) {
      return Optional.of(
          value.toPlainString()
              + " is not a multiple of the actuator's "
              + resolution.toPlainString()
              + ".");
    }
    return Optional.empty();
  }

  /** The same with every value of the range in reach of the current one. */
  Envelope withoutStepLimit(BigDecimal currentValue) {
    return new Envelope(
        lower,
        upper,
        upper.subtract(currentValue).abs().max(currentValue.subtract(lower).abs()),
        resolution,
        pathLimits,
        breachProbability);
  }

  /** The least allowed value, as a multiple of the resolution. */
  long leastMultiple(BigDecimal currentValue) {
    return lower
        .max(currentValue.subtract(largestStep))
        .divide(resolution, 0, RoundingMode.CEILING)
        .longValueExact();
  }

  /** The greatest allowed value, as a multiple of the resolution. */
  long greatestMultiple(BigDecimal currentValue) {
    return upper
        .min(currentValue.add(largestStep))
        .divide(resolution, 0, RoundingMode.FLOOR)
        .longValueExact();
  }
}
