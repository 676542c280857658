package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.veritwin.plant.PlantDatabase;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.ReadingStore;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.server.TestAuthority;
import io.veritwin.simulator.server.TestPlant;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** The gateway's link, running against a plant and a database as it does in the application. */
final class FollowedPlant implements AutoCloseable {

  /** How often the plant of these tests publishes. */
  static final Duration TICK = Duration.ofMillis(200);

  final PlantLink link;
  final ReadingStore store;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  FollowedPlant(PlantDatabase database, Path pki, int port) {
    this(database, pki, port, TestPlant.PLATFORM_PASSWORD);
  }

  FollowedPlant(PlantDatabase database, Path pki, int port, String password) {
    this(database, pki, port, password, Clock.systemUTC());
  }

  FollowedPlant(PlantDatabase database, Path pki, int port, String password, Clock clock) {
    store = new ReadingStore(database.application());
    link =
        new PlantLink(
            new LinkSettings(
                URI.create(TestPlant.endpoint(port)),
                "veritwin",
                password.toCharArray(),
                pki,
                TestAuthority.PASSWORD.toCharArray()),
            clock,
            database.register(),
            store,
            stored -> {});
    threads.execute(link);
    threads.execute(link.intake());
  }

  /** Waits for something to become true. */
  static void await(String what, Duration atMost, BooleanSupplier holds) {
    Instant end = Instant.now().plus(atMost);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        fail("not within " + atMost.toSeconds() + " s: " + what);
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  void awaitValues() {
    await(
        "values flow",
        Duration.ofSeconds(40),
        () -> link.live("BR-204") && link.link("BR-204").staleTags().isEmpty());
  }

  /** Every stored reading of a tag of BR-204. */
  List<Reading> all(String tag) {
    return store.between("BR-204", tag, Instant.EPOCH, Instant.now().plusSeconds(60), 10_000);
  }

  /** Every stored gap of BR-204. */
  List<ReadingGap> gaps() {
    return store.gaps("BR-204", Instant.EPOCH, Instant.now().plusSeconds(60));
  }

  /** The longest time between two readings of a tag; their source times must grow. */
  Duration widestStep(String tag) {
    List<Reading> readings = all(tag);
    Duration widest = Duration.ZERO;
    for (int i = 1; i < readings.size(); i++) {
      Duration step =
          Duration.between(readings.get(i - 1).sourceTime(), readings.get(i).sourceTime());
      assertTrue(step.compareTo(Duration.ZERO) > 0, "source times of " + tag + " grow");
      widest = step.compareTo(widest) > 0 ? step : widest;
    }
    return widest;
  }

  /** A plant that publishes five times a second and keeps its state in the PKI folder. */
  static PlantSimulator plant(int port, Path pki) {
    return TestPlant.start(
        port,
        pki,
        "veritwin.simulator.tick=" + TICK.toMillis(),
        "veritwin.simulator.state=" + pki.resolve("plant.state"));
  }

  @Override
  public void close() {
    link.stop();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS)) {
        throw new IllegalStateException("the link does not stop");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
