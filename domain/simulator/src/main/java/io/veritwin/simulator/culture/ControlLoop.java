package io.veritwin.simulator.culture;

/**
 * A controlled quantity with its probe and its PI controller. The quantity follows the controller's
 * output with a first-order lag and is pushed away by a disturbance; the controller sees only the
 * lagging probe.
 */
final class ControlLoop {

  private final double setpoint;
  private final double lag; // h
  private final double probeLag; // h
  private final double gain;
  private final double resetTime; // h

  private double value;
  private double probe;
  private double integral;

  ControlLoop(double setpoint, double lag, double probeLag, double gain, double resetTime) {
    this.setpoint = setpoint;
    this.lag = lag;
    this.probeLag = probeLag;
    this.gain = gain;
    this.resetTime = resetTime;
    value = setpoint;
    probe = setpoint;
  }

  /**
   * Lets time pass.
   *
   * @param push what disturbs the quantity, per hour
   */
  void step(double hours, double push) {
    double error = setpoint - probe;
    integral += hours * error / resetTime;
    double output = setpoint + gain * (error + integral);
    value += hours * ((output - value) / lag + push);
    probe += (1 - StrictMath.exp(-hours / probeLag)) * (value - probe);
  }

  double value() {
    return value;
  }

  double probe() {
    return probe;
  }

  double[] state() {
    return new double[] {value, probe, integral};
  }

  void restore(double[] state) {
    value = state[0];
    probe = state[1];
    integral = state[2];
  }
}
