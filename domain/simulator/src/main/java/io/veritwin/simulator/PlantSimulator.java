package io.veritwin.simulator;

import io.veritwin.simulator.culture.VirtualUnit;
import io.veritwin.simulator.replay.MeasuredBatch;
import io.veritwin.simulator.replay.ReplayedUnit;
import io.veritwin.simulator.server.AppliedWrite;
import io.veritwin.simulator.server.PlantServer;
import io.veritwin.simulator.server.ServerIdentity;
import io.veritwin.simulator.unit.SimulatedUnit;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The simulated plant: its units, the clock that drives them, their state file, and the OPC UA
 * server in front of them. Run as a process of its own; see {@link SimulatorSettings} for its
 * properties.
 */
public final class PlantSimulator implements AutoCloseable {

  private static final Duration SAVING = Duration.ofSeconds(10);

  private final SimulatorSettings settings;
  private final Clock clock;
  private final List<SimulatedUnit> units;
  private final PlantServer server;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "plant-clock"));
  private Instant last;
  private Instant saved;

  /** A plant as its settings and its state file say, not yet started. */
  public PlantSimulator(SimulatorSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    Instant now = clock.instant();
    units = new ArrayList<>();
    units.add(new VirtualUnit(settings.seed(), settings.speed(), now));
    settings
        .replay()
        .ifPresent(
            folder ->
                units.add(
                    new ReplayedUnit(
                        MeasuredBatch.read(folder, settings.replayRun()),
                        settings.replaySpeed(),
                        now)));
    restore();
    server =
        new PlantServer(
            settings.bind(),
            settings.port(),
            ServerIdentity.read(settings.pki(), settings.pkiPassword()),
            settings.accounts(),
            units,
            clock);
  }

  /** Opens the port and lets time pass. */
  public void start() {
    server.start();
    last = clock.instant();
    saved = last;
    units.forEach(unit -> unit.publishAll(last, (p, v, at) -> server.publish(unit, p, v, at)));
    long tick = settings.tick().toMillis();
    timer.scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    try {
      Instant now = clock.instant();
      double seconds = Duration.between(last, now).toNanos() / 1e9;
      last = now;
      for (SimulatedUnit unit : units) {
        unit.advance(seconds, now, (p, v, at) -> server.publish(unit, p, v, at));
      }
      if (Duration.between(saved, now).compareTo(SAVING) >= 0) {
        save();
        saved = now;
      }
    } catch (RuntimeException failed) {
      // The timer would drop a task that throws, and the plant would silently stand still.
      System.err.println("the plant could not go on for one tick: " + failed);
    }
  }

  private void restore() {
    settings
        .state()
        .filter(Files::exists)
        .ifPresent(
            file -> {
              Properties state = new Properties();
              try (Reader in = Files.newBufferedReader(file)) {
                state.load(in);
              } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
              }
              units.forEach(unit -> unit.restore(state));
            });
  }

  private void save() {
    settings
        .state()
        .ifPresent(
            file -> {
              Properties state = new Properties();
              units.forEach(unit -> unit.save(state));
              Path next = file.resolveSibling(file.getFileName() + ".next");
              try {
                try (Writer out = Files.newBufferedWriter(next)) {
                  state.store(out, "state of the simulated plant");
                }
                Files.move(
                    next,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
              } catch (IOException failed) {
                throw new UncheckedIOException(failed);
              }
            });
  }

  /** What a person enters at the unit's own panel: a setpoint, or "HOLD" and its like. */
  public void enter(String unit, String point, Object value) {
    server.enter(unit, point, value);
  }

  /** Brings about a fault; see the FAULT node. */
  public void fault(String unit, String text) {
    server.fault(unit, text);
  }

  /** What a point shows now to whoever reads it; {@code null} before its first value. */
  public Object value(String unit, String point) {
    return server.value(unit, point);
  }

  /** Every write that reached a node since the start. */
  public List<AppliedWrite> writes() {
    return server.writes();
  }

  public List<SimulatedUnit> units() {
    return List.copyOf(units);
  }

  /** Stops the clock, writes the state file and closes the port. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the plant's clock does not stop");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    save();
    server.close();
  }

  /** Runs the plant until the process is stopped. */
  public static void main(String[] arguments) throws InterruptedException {
    SimulatorSettings settings = SimulatorSettings.read(arguments);
    PlantSimulator plant = new PlantSimulator(settings, Clock.systemUTC());
    plant.start();
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  plant.close();
                  stopped.countDown();
                },
                "plant-stop"));
    System.out.println(
        "plant simulator ready at opc.tcp://"
            + settings.bind()
            + ":"
            + settings.port()
            + "/veritwin, units "
            + plant.units());
    stopped.await();
  }
}
