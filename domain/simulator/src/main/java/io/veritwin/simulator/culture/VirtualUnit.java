package io.veritwin.simulator.culture;

import io.veritwin.simulator.unit.LastValues;
import io.veritwin.simulator.unit.Point;
import io.veritwin.simulator.unit.PointSink;
import io.veritwin.simulator.unit.SimulatedUnit;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * Unit BR-204: a virtual 50 L bioreactor that reacts to its feed setpoint.
 *
 * <p>Its life: a fresh installation finds it at day 3 of a culture of 14 days, in phase Feeding. At
 * day 14 the batch is complete; after a pause a new one is inoculated. A batch can be held (the
 * pump stands, the culture lives on), resumed and aborted by the engineering station. Batches
 * survive a restart; the time while the simulator was off does not pass for the culture.
 */
public final class VirtualUnit implements SimulatedUnit {

  private static final double FEED_START = 72; // h
  private static final double END = 14 * 24; // h
  private static final double LAB_DELAY = 2; // h
  private static final double PAUSE = 6; // h between two batches
  private static final double FIRST_FEED = 42; // mL/h, the recipe's value when feeding starts
  private static final double FRESH_START = 74.25; // h: day 3, the day's assays just reported
  private static final int FIRST_BATCH = 1107;

  private static final String SETPOINT = "FIC-204.SP";
  private static final String REPORTED = "reported.";

  /** ISA-88 states this unit can be in. */
  private enum State {
    RUNNING,
    HELD,
    COMPLETE,
    ABORTED
  }

  private final long seed;
  private final double speed;
  private final LastValues last = new LastValues();
  private final Deque<Bioreactor.Assays> inLaboratory = new ArrayDeque<>();
  private Bioreactor reactor;
  private int batch = FIRST_BATCH;
  private State state = State.RUNNING;
  private double setpoint;
  private double idleHours;
  private double nextSample;

  /**
   * A unit as a fresh installation finds it.
   *
   * @param speed process seconds in one second of the wall clock
   */
  public VirtualUnit(long seed, double speed, Instant now) {
    if (!(speed > 0 && speed <= 3600)) {
      throw new IllegalArgumentException("speed must be above 0 and at most 3600, got " + speed);
    }
    this.seed = seed;
    this.speed = speed;
    reactor = new Bioreactor(seed + batch);
    PointSink quiet = (point, value, at) -> {};
    last.change("REPLAY.SPEED", speed, now, quiet);
    last.change("ACTUATOR", Boolean.TRUE, now, quiet);
    describe(now, quiet);
    run(FRESH_START, now, quiet);
  }

  @Override
  public String name() {
    return "BR-204";
  }

  @Override
  public String nodePrefix() {
    return "BR204.";
  }

  @Override
  public String title() {
    return "50 L single-use bioreactor (simulated)";
  }

  @Override
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    points.add(Point.number("TIC-204.PV", "temperature", "Cel"));
    points.add(Point.number("pHIC-204.PV", "pH", "[pH]"));
    points.add(Point.number("DOIC-204.PV", "dissolved oxygen", "%"));
    points.add(Point.number("SIC-204.PV", "stirrer speed", "/min"));
    points.add(Point.number("FIC-205.PV", "gas flow", "L/min"));
    points.add(Point.number("QI-204.CO2", "off-gas CO2", "%"));
    points.add(
        new Point(
            SETPOINT, "feed rate, setpoint", "mL/h", Point.Type.DOUBLE, Point.Access.SETPOINT));
    points.add(Point.number("FIC-204.PV", "feed rate, actual", "mL/h"));
    points.add(Point.number("LI-204.PV", "volume", "L"));
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
    points.add(Point.number("LAB.VCD", "viable cell density", "10*9/L"));
    points.add(Point.number("LAB.VIAB", "viability", "%"));
    points.add(Point.number("LAB.GLC", "glucose", "mmol/L"));
    points.add(Point.number("LAB.GLN", "glutamine", "mmol/L"));
    points.add(Point.number("LAB.LAC", "lactate", "mmol/L"));
    points.add(Point.number("LAB.AMM", "ammonia", "mmol/L"));
    points.add(Point.number("LAB.TITRE", "antibody titre", "mg/L"));
    return points;
  }

  @Override
  public synchronized void advance(double seconds, Instant now, PointSink sink) {
    run(seconds * speed / 3600, now, sink);
    publishOnline(now, sink);
  }

  private void run(double hours, Instant now, PointSink sink) {
    double left = hours;
    while (left > 1e-9) {
      double step = StrictMath.min(1.0 / 60, left);
      left -= step;
      if (state == State.COMPLETE || state == State.ABORTED) {
        idleHours += step;
        if (idleHours >= PAUSE) {
          inoculate(now, sink);
        }
      } else {
        grow(step, now, sink);
      }
    }
  }

  private void grow(double step, Instant now, PointSink sink) {
    boolean pumping = state == State.RUNNING && reactor.hours() >= FEED_START;
    reactor.advance(step, pumping ? setpoint : 0);
    if (reactor.hours() >= nextSample) {
      inLaboratory.add(reactor.sample());
      nextSample += 24;
    }
    while (!inLaboratory.isEmpty()
        && reactor.hours() >= inLaboratory.peek().sampleHours() + LAB_DELAY) {
      reportAssays(inLaboratory.poll(), now, sink);
    }
    boolean feedingStarts = reactor.hours() >= FEED_START && reactor.hours() - step < FEED_START;
    if (feedingStarts) {
      setpoint = FIRST_FEED;
      describe(now, sink);
    }
    if (reactor.hours() >= END) {
      state = State.COMPLETE;
      idleHours = 0;
      setpoint = 0;
      describe(now, sink);
    }
  }

  private void inoculate(Instant now, PointSink sink) {
    batch++;
    reactor = new Bioreactor(seed + batch);
    inLaboratory.clear();
    nextSample = 0;
    setpoint = 0;
    state = State.RUNNING;
    describe(now, sink);
  }

  private void describe(Instant now, PointSink sink) {
    last.change("BATCH.ID", "B26-" + batch, now, sink);
    last.change("PHASE.NAME", phase(), now, sink);
    last.change("PHASE.STATE", state.name(), now, sink);
    last.change(SETPOINT, setpoint, now, sink);
  }

  private String phase() {
    if (state == State.COMPLETE) {
      return "Harvest";
    }
    return reactor.hours() >= FEED_START ? "Feeding" : "Growth";
  }

  private void reportAssays(Bioreactor.Assays assays, Instant now, PointSink sink) {
    last.report("LAB.SAMPLE_TIME", StrictMath.rint(assays.sampleHours() * 100) / 100, now, sink);
    last.report("LAB.VCD", assays.viableCells(), now, sink);
    last.report("LAB.VIAB", assays.viability(), now, sink);
    last.report("LAB.GLC", assays.glucose(), now, sink);
    last.report("LAB.GLN", assays.glutamine(), now, sink);
    last.report("LAB.LAC", assays.lactate(), now, sink);
    last.report("LAB.AMM", assays.ammonia(), now, sink);
    last.report("LAB.TITRE", assays.titre(), now, sink);
  }

  private void publishOnline(Instant now, PointSink sink) {
    Bioreactor.OnlineValues online = reactor.online();
    sink.publish("TIC-204.PV", online.temperature(), now);
    sink.publish("pHIC-204.PV", online.ph(), now);
    sink.publish("DOIC-204.PV", online.oxygen(), now);
    sink.publish("SIC-204.PV", online.stirrer(), now);
    sink.publish("FIC-205.PV", online.gasFlow(), now);
    sink.publish("QI-204.CO2", online.carbonDioxide(), now);
    sink.publish("FIC-204.PV", online.feed(), now);
    sink.publish("LI-204.PV", online.volume(), now);
    sink.publish("PROCESS.TIME", StrictMath.rint(reactor.hours() * 1e4) / 1e4, now);
  }

  @Override
  public synchronized void publishAll(Instant now, PointSink sink) {
    publishOnline(now, sink);
    last.publishAll(sink);
  }

  @Override
  public synchronized boolean writeSetpoint(
      String point, double value, Instant now, PointSink sink) {
    if (!point.equals(SETPOINT) || !(value >= 0 && value <= Bioreactor.FEED_MAX)) {
      return false;
    }
    setpoint = value;
    last.change(SETPOINT, value, now, sink);
    return true;
  }

  @Override
  public synchronized boolean command(String command, Instant now, PointSink sink) {
    switch (command) {
      case "HOLD" -> {
        if (state != State.RUNNING) {
          return false;
        }
        state = State.HELD;
      }
      case "RESUME" -> {
        if (state != State.HELD) {
          return false;
        }
        state = State.RUNNING;
      }
      case "ABORT" -> {
        if (state != State.RUNNING && state != State.HELD) {
          return false;
        }
        state = State.ABORTED;
        idleHours = 0;
        setpoint = 0;
      }
      default -> {
        return false;
      }
    }
    describe(now, sink);
    return true;
  }

  @Override
  public synchronized void save(Properties properties) {
    String own = nodePrefix();
    properties.setProperty(own + "batch", Integer.toString(batch));
    properties.setProperty(own + "state", state.name());
    Bioreactor.put(properties, own + "unit", new double[] {setpoint, idleHours, nextSample});
    reactor.save(properties, own);
    int n = 0;
    for (Bioreactor.Assays a : inLaboratory) {
      Bioreactor.put(
          properties,
          own + "laboratory." + n++,
          new double[] {
            a.sampleHours(),
            a.viableCells(),
            a.viability(),
            a.glucose(),
            a.glutamine(),
            a.lactate(),
            a.ammonia(),
            a.titre()
          });
    }
    last.save(properties, own + REPORTED);
  }

  @Override
  public synchronized void restore(Properties properties) {
    String own = nodePrefix();
    if (!properties.containsKey(own + "batch")) {
      return;
    }
    batch = Integer.parseInt(properties.getProperty(own + "batch"));
    state = State.valueOf(properties.getProperty(own + "state"));
    double[] unit = Bioreactor.get(properties, own + "unit");
    setpoint = unit[0];
    idleHours = unit[1];
    nextSample = unit[2];
    reactor = new Bioreactor(seed + batch);
    reactor.restore(properties, own);
    inLaboratory.clear();
    for (int n = 0; properties.containsKey(own + "laboratory." + n); n++) {
      double[] a = Bioreactor.get(properties, own + "laboratory." + n);
      inLaboratory.add(new Bioreactor.Assays(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]));
    }
    last.restore(properties, own + REPORTED, points(), Set.of("REPLAY.SPEED"));
  }

  @Override
  public String toString() {
    return name() + " (virtual, " + speed + "x)";
  }
}
