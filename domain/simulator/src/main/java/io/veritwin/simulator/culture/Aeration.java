package io.veritwin.simulator.culture;

/**
 * Dissolved oxygen and how it is held at 40 %: a PI controller raises stirrer speed, gas flow and
 * the oxygen in the gas together; the culture breathes it away; the probe lags by 40 s.
 */
final class Aeration {

  private static final double SETPOINT = 40; // % of air saturation
  private static final double SATURATION = 0.21; // mmol/L at 100 %
  private static final double PROBE_LAG = 40.0 / 3600; // h

  private double oxygen = SETPOINT;
  private double probe = SETPOINT;
  private double effort;

  /** Lets time pass; {@code uptake} is the culture's, mmol/(L h). */
  void step(double hours, double uptake) {
    double error = SETPOINT - probe;
    effort = clamp(effort + hours * error * 0.03);
    double drive = clamp(effort + 0.004 * error);
    double transfer = 2 + 23 * drive; // 1/h
    double saturation = 100 * (1 + drive);
    // Implicit in the oxygen itself: transfer is quick against the step.
    oxygen =
        StrictMath.max(
            0,
            (oxygen + hours * (transfer * saturation - 100 * uptake / SATURATION))
                / (1 + hours * transfer));
    probe += (1 - StrictMath.exp(-hours / PROBE_LAG)) * (oxygen - probe);
  }

  double oxygen() {
    return oxygen;
  }

  double probe() {
    return probe;
  }

  /** Stirrer speed, 1/min. */
  double stirrer() {
    return 80 + 140 * effort;
  }

  /** Gas flow, L/min. */
  double gasFlow() {
    return 1 + 6 * effort;
  }

  private static double clamp(double fraction) {
    return StrictMath.min(1, StrictMath.max(0, fraction));
  }

  double[] state() {
    return new double[] {oxygen, probe, effort};
  }

  void restore(double[] state) {
    oxygen = state[0];
    probe = state[1];
    effort = state[2];
  }
}
