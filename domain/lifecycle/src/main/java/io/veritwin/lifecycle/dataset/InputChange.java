package io.veritwin.lifecycle.dataset;

import java.util.Map;
import java.util.TreeMap;

/**
 * From this time on the inputs have these values.
 *
 * @param time process time in h
 * @param values value by the input's id
 */
public record InputChange(double time, Map<String, Double> values) {
  public InputChange {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
