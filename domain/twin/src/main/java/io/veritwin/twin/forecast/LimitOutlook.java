package io.veritwin.twin.forecast;

import java.util.OptionalDouble;

/**
 * What the forecast says about a limit.
 *
 * @param limit the limit
 * @param probability share of draws that breach it within the horizon
 * @param probabilityByTime the same, by each forecast time
 * @param hoursToLimit median time from now to the breach, when at least half of the draws breach it
 */
public record LimitOutlook(
    Limit limit, double probability, double[] probabilityByTime, OptionalDouble hoursToLimit) {}
