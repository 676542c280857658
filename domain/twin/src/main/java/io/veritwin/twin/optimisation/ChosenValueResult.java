package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.ForecastResult.Forecast;
import java.math.BigDecimal;

/** What would come of a value that the operator chose instead of the proposed one. */
public sealed interface ChosenValueResult {

  /** The value is inside the envelope; this is what to expect of it. */
  record Expected(BigDecimal value, double expectedGain, Forecast forecast)
      implements ChosenValueResult {}

  /** The value is refused. */
  record Refused(BigDecimal value, String reason) implements ChosenValueResult {}
}
