package io.veritwin.simulator.culture;

import io.veritwin.simulator.unit.Noise;
import java.util.Properties;

/**
 * Vessel, culture and equipment of one batch, in process time. The feed pump follows its setpoint
 * with a lag and is stopped by the high level interlock.
 */
public final class Bioreactor {

  /** Largest feed rate the pump can be set to, mL/h. */
  public static final double FEED_MAX = 250;

  /** The interlock stops the feed at this volume, L. */
  public static final double LEVEL_HIGH = 49.5;

  private static final double STEP = 1.0 / 60; // h
  private static final double PUMP_LAG = 20.0 / 3600; // h
  private static final double CO2_LAG = 0.05; // h

  private final Noise noise;
  private ChoCulture culture;
  private final ControlLoop temperature = new ControlLoop(36.8, 0.4, 30.0 / 3600, 3, 0.5);
  private final ControlLoop acidity = new ControlLoop(7.0, 0.3, 45.0 / 3600, 3, 0.4);
  private final Aeration aeration = new Aeration();
  private double hours;
  private double pump; // mL/h
  private double carbonDioxide = 4; // %
  private long steps;

  /**
   * A batch just inoculated.
   *
   * @param seed decides inoculum, disturbances and probe noise
   */
  public Bioreactor(long seed) {
    noise = new Noise(seed);
    culture =
        new ChoCulture(
            0.36 * (1 + 0.06 * noise.gaussian("inoculum", 0)),
            25 * (1 + 0.004 * noise.gaussian("filling", 0)));
  }

  /**
   * Lets process time pass.
   *
   * @param duration h
   * @param feedSetpoint mL/h; 0 while the pump is off
   */
  public void advance(double duration, double feedSetpoint) {
    double left = duration;
    while (left > 1e-9) {
      double step = StrictMath.min(STEP, left);
      step(step, feedSetpoint);
      left -= step;
    }
  }

  private void step(double h, double feedSetpoint) {
    double wanted = culture.volume() >= LEVEL_HIGH ? 0 : feedSetpoint;
    pump += (1 - StrictMath.exp(-h / PUMP_LAG)) * (wanted - pump);
    double lactateBefore = culture.lactate();
    culture.step(
        h,
        new ChoCulture.Surroundings(
            pump / 1000, temperature.value(), acidity.value(), aeration.oxygen()));
    double acid = (culture.lactate() - lactateBefore) / h; // mmol/(L h)
    double wander = StrictMath.sqrt(STEP / h);
    temperature.step(h, 0.25 * wander * noise.gaussian("heat", steps));
    acidity.step(h, -0.05 * acid + 0.05 * wander * noise.gaussian("acid", steps));
    aeration.step(h, culture.oxygenUptake() * (1 + 0.01 * noise.gaussian("breath", steps)));
    double breathed = culture.oxygenUptake() * 0.95 * culture.volume(); // mmol/h
    double gas = aeration.gasFlow() * 60 * 1000 / 24.5; // mmol/h
    double sparged = 4 / (1 + culture.lactate() / 15); // %, less with more lactate
    carbonDioxide +=
        (1 - StrictMath.exp(-h / CO2_LAG)) * (100 * breathed / gas + sparged - carbonDioxide);
    hours += h;
    steps++;
  }

  /** Process time since inoculation, h. */
  public double hours() {
    return hours;
  }

  /** The online values as the instruments show them, with their noise. */
  public OnlineValues online() {
    return new OnlineValues(
        noisy("t", temperature.probe(), 0.02, 2),
        noisy("ph", acidity.probe(), 0.006, 3),
        noisy("do", aeration.probe(), 0.35, 1),
        noisy("n", aeration.stirrer(), 0.4, 0),
        noisy("gas", aeration.gasFlow(), 0.01, 2),
        noisy("co2", carbonDioxide, 0.03, 2),
        pump < 0.05 ? 0 : noisy("pump", pump, 0.004 * pump + 0.02, 2),
        noisy("level", culture.volume(), 0.02, 2));
  }

  private double noisy(String channel, double value, double sd, int digits) {
    double scale = StrictMath.pow(10, digits);
    double shown = value + sd * noise.gaussian("probe." + channel, steps);
    return StrictMath.max(0, StrictMath.rint(shown * scale) / scale);
  }

  /**
   * What the instruments show.
   *
   * @param temperature Cel
   * @param ph pH
   * @param oxygen dissolved oxygen, %
   * @param stirrer 1/min
   * @param gasFlow L/min
   * @param carbonDioxide off-gas CO2, %
   * @param feed feed rate, mL/h
   * @param volume L
   */
  public record OnlineValues(
      double temperature,
      double ph,
      double oxygen,
      double stirrer,
      double gasFlow,
      double carbonDioxide,
      double feed,
      double volume) {}

  /** Takes a sample and assays it, with the laboratory's noise. */
  public Assays sample() {
    long at = StrictMath.round(hours * 60);
    return new Assays(
        hours,
        assay("vcd", culture.viableCells(), 0.04, 2, at),
        StrictMath.min(
            100,
            StrictMath.rint((culture.viability() + 0.5 * noise.gaussian("lab.via", at)) * 10) / 10),
        assay("glc", culture.glucose(), 0.025, 2, at),
        assay("gln", culture.glutamine(), 0.04, 2, at),
        assay("lac", culture.lactate(), 0.03, 2, at),
        assay("amm", culture.ammonia(), 0.04, 2, at),
        assay("mab", culture.antibody(), 0.03, 0, at));
  }

  private double assay(String channel, double value, double cv, int digits, long at) {
    double scale = StrictMath.pow(10, digits);
    double found = value * (1 + cv * noise.gaussian("lab." + channel, at));
    return StrictMath.max(0, StrictMath.rint(found * scale) / scale);
  }

  /**
   * The assays of one sample.
   *
   * @param sampleHours process time of the sample, h
   * @param viableCells 10⁹/L
   * @param viability %
   * @param glucose mmol/L
   * @param glutamine mmol/L
   * @param lactate mmol/L
   * @param ammonia mmol/L
   * @param titre mg/L
   */
  public record Assays(
      double sampleHours,
      double viableCells,
      double viability,
      double glucose,
      double glutamine,
      double lactate,
      double ammonia,
      double titre) {}

  /** What the culture really is, which no instrument shows; for tests of the simulator. */
  ChoCulture culture() {
    return culture;
  }

  void save(Properties state, String prefix) {
    put(state, prefix + "culture", culture.state());
    put(state, prefix + "temperature", temperature.state());
    put(state, prefix + "acidity", acidity.state());
    put(state, prefix + "aeration", aeration.state());
    put(state, prefix + "plant", new double[] {hours, pump, carbonDioxide, steps});
  }

  void restore(Properties state, String prefix) {
    culture = new ChoCulture(get(state, prefix + "culture"));
    temperature.restore(get(state, prefix + "temperature"));
    acidity.restore(get(state, prefix + "acidity"));
    aeration.restore(get(state, prefix + "aeration"));
    double[] plant = get(state, prefix + "plant");
    hours = plant[0];
    pump = plant[1];
    carbonDioxide = plant[2];
    steps = (long) plant[3];
  }

  static void put(Properties state, String name, double[] values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(text.isEmpty() ? "" : " ").append(value);
    }
    state.setProperty(name, text.toString());
  }

  static double[] get(Properties state, String name) {
    String text = state.getProperty(name);
    if (text == null) {
      throw new IllegalArgumentException("the state file has no " + name);
    }
    String[] parts = text.split(" ", -1);
    double[] values = new double[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = Double.parseDouble(parts[i]);
    }
    return values;
  }
}
