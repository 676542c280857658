package io.veritwin.simulator.unit;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The last value of each point that a unit publishes only now and then, with its source time: a
 * restart publishes them again as they were, with their own times.
 */
public final class LastValues {

  private record Last(Object value, Instant at) {}

  private final Map<String, Last> values = new LinkedHashMap<>();

  /** Publishes the value if it differs from the last one. */
  public void change(String point, Object value, Instant at, PointSink sink) {
    Last last = values.get(point);
    if (last == null || !last.value().equals(value)) {
      report(point, value, at, sink);
    }
  }

  /** Publishes the value, also where it equals the last one: it was measured again. */
  public void report(String point, Object value, Instant at, PointSink sink) {
    values.put(point, new Last(value, at));
    sink.publish(point, value, at);
  }

  /** Publishes all of them again. */
  public void publishAll(PointSink sink) {
    values.forEach((point, last) -> sink.publish(point, last.value(), last.at()));
  }

  public void save(Properties state, String prefix) {
    values.forEach(
        (point, last) -> state.setProperty(prefix + point, last.at() + " " + last.value()));
  }

  /**
   * Takes up what {@link #save} wrote.
   *
   * @param configured points whose value comes from the configuration of this start
   */
  public void restore(
      Properties state, String prefix, Collection<Point> points, Set<String> configured) {
    for (Point point : points) {
      String last = state.getProperty(prefix + point.name());
      if (last != null && !configured.contains(point.name())) {
        String[] parts = last.split(" ", 2);
        values.put(point.name(), new Last(point.type().parse(parts[1]), Instant.parse(parts[0])));
      }
    }
  }
}
