package io.veritwin.plant.opcua;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PhaseState;
import io.veritwin.plant.Reading;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of one unit at this moment: its latest readings and whether they still flow. */
final class LiveUnit {

  /** A link without value or keep-alive for longer is not live. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  private final Unit unit;
  private final List<Tag> tags;
  private final Map<String, Reading> latest = new ConcurrentHashMap<>();
  private volatile Instant lastValueAt;
  private volatile Instant lastSignAt;
  private volatile boolean subscribed;
  private volatile boolean wasLive;
  private volatile Instant since;

  LiveUnit(Unit unit, List<Tag> tags, Map<String, Reading> stored) {
    this.unit = unit;
    this.tags = List.copyOf(tags);
    latest.putAll(stored);
  }

  Unit unit() {
    return unit;
  }

  List<Tag> tags() {
    return tags;
  }

  Tag tag(String name) {
    return tags.stream()
        .filter(tag -> tag.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("unit " + unit.name() + " has no tag " + name));
  }

  /** A reading was stored. */
  void received(Reading reading) {
    latest.put(reading.tag(), reading);
    lastValueAt = reading.receivedAt();
  }

  /** The server sent something: values, or a word that it is there and has nothing new. */
  void heardOf(Instant now) {
    lastSignAt = now;
  }

  void subscribed(boolean now) {
    subscribed = now;
  }

  Optional<Reading> latest(String tag) {
    return Optional.ofNullable(latest.get(tag));
  }

  Instant lastSignAt() {
    return lastSignAt;
  }

  boolean live(Instant now) {
    Instant sign = lastSignAt;
    return subscribed && sign != null && Duration.between(sign, now).compareTo(SILENCE) <= 0;
  }

  /**
   * How old the tag's value may be: a replayed unit publishes in process time, so its limit shrinks
   * as its speed grows.
   */
  Optional<Duration> maximumAge(Tag tag) {
    if (!unit.replayed()) {
      return tag.maximumAge();
    }
    double speed = Math.max(1, number("REPLAY.SPEED", 1));
    return tag.maximumAge()
        .map(atSpeed1 -> Duration.ofMillis(Math.max(5000, (long) (atSpeed1.toMillis() / speed))));
  }

  private boolean stale(Tag tag, Instant now) {
    Reading reading = latest.get(tag.name());
    if (reading == null || !reading.good()) {
      return true;
    }
    // The older of both views: a plant clock that runs ahead must not hide silence.
    Duration sinceReceipt = Duration.between(reading.receivedAt(), now);
    Duration age = reading.age(now).compareTo(sinceReceipt) > 0 ? reading.age(now) : sinceReceipt;
    return maximumAge(tag).map(limit -> age.compareTo(limit) > 0).orElse(false);
  }

  LinkState link(Instant now, String linkWords) {
    boolean live = live(now);
    if (since == null || live != wasLive) {
      wasLive = live;
      since = now;
    }
    List<String> stale = tags.stream().filter(tag -> stale(tag, now)).map(Tag::name).toList();
    String words =
        live
            ? "Values of " + unit.name() + " flow."
            : "No values of " + unit.name() + ": " + linkWords;
    return new LinkState(unit.name(), live, lastValueAt, since, stale, words, now);
  }

  Optional<BatchContext> batch() {
    Reading batchId = latest.get("BATCH.ID");
    Reading processTime = latest.get("PROCESS.TIME");
    if (batchId == null || !batchId.good() || processTime == null || !processTime.good()) {
      return Optional.empty();
    }
    return Optional.of(
        new BatchContext(
            unit.name(),
            batchId.text(),
            text("PHASE.NAME"),
            PhaseState.named(text("PHASE.STATE")),
            processTime.value(),
            number("REPLAY.SPEED", 1),
            unit.synthetic(),
            processTime.time()));
  }

  boolean actuator() {
    return latest("ACTUATOR").filter(Reading::good).map(r -> "true".equals(r.text())).orElse(false);
  }

  private String text(String tag) {
    return latest(tag).filter(Reading::good).map(Reading::text).orElse("");
  }

  private double number(String tag, double otherwise) {
    return latest(tag).filter(Reading::good).map(Reading::value).orElse(otherwise);
  }
}
