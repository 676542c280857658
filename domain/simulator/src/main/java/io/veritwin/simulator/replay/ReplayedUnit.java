package io.veritwin.simulator.replay;

import io.veritwin.simulator.unit.LastValues;
import io.veritwin.simulator.unit.Point;
import io.veritwin.simulator.unit.PointSink;
import io.veritwin.simulator.unit.SimulatedUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Unit BR-101: a measured batch replayed. Its source times are those of the wall clock at which a
 * value would be measured now; process time is a node of its own. It has no actuator and takes no
 * setpoint; an engineering station may command its speed, as one would turn the knob of a recorder.
 *
 * <p>Its life: the batch runs from its first to its last measured value, is complete, and after a
 * pause is replayed again under a new batch id.
 */
public final class ReplayedUnit implements SimulatedUnit {

  private static final double PAUSE = 2; // h of process time

  private final MeasuredBatch batch;
  private double speed;
  private final LastValues last = new LastValues();
  private int repetition = 1;
  private int next;
  private double hours;
  private boolean complete;
  private double idleHours;

  /**
   * A replay from the batch's beginning.
   *
   * @param speed 1 to 3600 process seconds in one second of the wall clock
   */
  public ReplayedUnit(MeasuredBatch batch, double speed, Instant now) {
    if (!possible(speed)) {
      throw new IllegalArgumentException("speed must be 1 to 3600, got " + speed);
    }
    this.batch = batch;
    this.speed = speed;
    PointSink quiet = (point, value, at) -> {};
    last.change("REPLAY.SPEED", speed, now, quiet);
    last.change("ACTUATOR", Boolean.FALSE, now, quiet);
    describe(now, quiet);
  }

  @Override
  public String name() {
    return "BR-101";
  }

  @Override
  public String nodePrefix() {
    return "BR101.";
  }

  @Override
  public String title() {
    return "laboratory bioreactor (measured batch, replayed)";
  }

  @Override
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    points.add(Point.number("TEMP", "temperature", "Cel"));
    points.add(Point.number("STIRR", "stirrer speed", "/min"));
    points.add(Point.number("pH", "pH", "[pH]"));
    points.add(Point.number("pO2", "dissolved oxygen", "%"));
    points.add(Point.number("AIRSP", "air flow", "L/min"));
    points.add(Point.number("BASET", "base added", "mL"));
    points.add(Point.number("SUBST_A", "feed totaliser, raw counts", "1"));
    points.add(Point.number("CO2", "off-gas CO2", "%"));
    points.add(Point.text("BATCH.ID", "batch"));
    points.add(Point.text("PHASE.NAME", "phase"));
    points.add(Point.text("PHASE.STATE", "phase state (ISA-88)"));
    points.add(Point.number("PROCESS.TIME", "process time since inoculation", "h"));
    points.add(
        new Point(
            "ACTUATOR",
            "a setpoint has an effect",
            "1",
            Point.Type.BOOLEAN,
            Point.Access.READ_ONLY));
    points.add(Point.number("REPLAY.SPEED", "process seconds per second", "1"));
    points.add(Point.number("LAB.SAMPLE_TIME", "process time of the sample", "h"));
    points.add(Point.number("LAB.CX", "biomass", "g/L"));
    points.add(Point.number("LAB.CS", "glucose", "g/L"));
    points.add(Point.number("LAB.CE", "ethanol", "g/L"));
    return points;
  }

  @Override
  public synchronized void advance(double seconds, Instant now, PointSink sink) {
    double passed = seconds * speed / 3600;
    if (complete) {
      idleHours += passed;
      if (idleHours >= PAUSE) {
        startAgain(now, sink);
      }
    } else {
      hours = StrictMath.min(hours + passed, batch.hours());
      publishRowsUntil(hours, now, sink);
      if (next == batch.rows().size()) {
        complete = true;
        idleHours = 0;
        describe(now, sink);
      }
    }
    publishProcessTime(now, sink);
  }

  private void publishRowsUntil(double until, Instant now, PointSink sink) {
    while (next < batch.rows().size() && batch.rows().get(next).hours() <= until) {
      MeasuredBatch.Row row = batch.rows().get(next++);
      long lateNanos = StrictMath.round((until - row.hours()) / speed * 3600e9);
      Instant measured = now.minusNanos(lateNanos);
      row.values().forEach((point, value) -> last.report(point, value, measured, sink));
    }
  }

  private void startAgain(Instant now, PointSink sink) {
    repetition++;
    next = 0;
    hours = 0;
    complete = false;
    describe(now, sink);
  }

  private void describe(Instant now, PointSink sink) {
    last.change("BATCH.ID", "Y" + batch.run() + "-" + repetition, now, sink);
    last.change("PHASE.NAME", complete ? "Harvest" : "Fed-batch", now, sink);
    last.change("PHASE.STATE", complete ? "COMPLETE" : "RUNNING", now, sink);
  }

  private void publishProcessTime(Instant now, PointSink sink) {
    sink.publish("PROCESS.TIME", StrictMath.rint(hours * 1e4) / 1e4, now);
  }

  @Override
  public synchronized void publishAll(Instant now, PointSink sink) {
    publishProcessTime(now, sink);
    last.publishAll(sink);
  }

  @Override
  public boolean writeSetpoint(String point, double value, Instant now, PointSink sink) {
    return false;
  }

  /** Understands "SPEED 600": from now on so many process seconds pass in one second. */
  @Override
  public synchronized boolean command(String command, Instant now, PointSink sink) {
    if (!command.matches("SPEED [0-9]{1,4}(\\.[0-9]{1,3})?")) {
      return false;
    }
    double asked = Double.parseDouble(command.substring("SPEED ".length()));
    if (!possible(asked)) {
      return false;
    }
    speed = asked;
    last.change("REPLAY.SPEED", speed, now, sink);
    return true;
  }

  private static boolean possible(double speed) {
    return speed >= 1 && speed <= 3600;
  }

  @Override
  public synchronized void save(Properties state) {
    String own = nodePrefix();
    state.setProperty(own + "repetition", Integer.toString(repetition));
    state.setProperty(own + "hours", Double.toString(hours));
    state.setProperty(own + "complete", Boolean.toString(complete));
    state.setProperty(own + "idleHours", Double.toString(idleHours));
    last.save(state, own + "reported.");
  }

  @Override
  public synchronized void restore(Properties state) {
    String own = nodePrefix();
    if (!state.containsKey(own + "hours")) {
      return;
    }
    repetition = Integer.parseInt(state.getProperty(own + "repetition"));
    hours = Double.parseDouble(state.getProperty(own + "hours"));
    complete = Boolean.parseBoolean(state.getProperty(own + "complete"));
    idleHours = Double.parseDouble(state.getProperty(own + "idleHours"));
    next = 0;
    while (next < batch.rows().size() && batch.rows().get(next).hours() <= hours) {
      next++;
    }
    last.restore(state, own + "reported.", points(), Set.of("REPLAY.SPEED"));
  }

  @Override
  public String toString() {
    return name() + " (replay of run " + batch.run() + ", " + speed + "x)";
  }
}
