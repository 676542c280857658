package io.veritwin.simulator.culture;

/**
 * A CHO fed-batch culture that makes an antibody. Its structure is not the twin's, on purpose:
 * cells adapt before they grow, feed is mixed in with a delay, glucose in excess overflows to
 * lactate, cells starve and die without glucose, and an inhibitor that nobody measures accumulates.
 *
 * <p>Units: cells 10⁹/L, metabolites mmol/L, antibody mg/L, volume L, time h. Parameters are chosen
 * so that viable cells run through the range of measured NISTCHO fed-batches; they describe no real
 * clone.
 */
public final class ChoCulture {

  /** Glucose in the feed medium, mmol/L. */
  public static final double FEED_GLUCOSE = 200;

  /** Glutamine in the feed medium, mmol/L. */
  public static final double FEED_GLUTAMINE = 20;

  static final int VIABLE = 0;
  static final int DEAD = 1;
  static final int GLUCOSE = 2;
  static final int GLUTAMINE = 3;
  static final int LACTATE = 4;
  static final int AMMONIA = 5;
  static final int ANTIBODY = 6;
  static final int INHIBITOR = 7;
  static final int ADAPTATION = 8;
  static final int VOLUME = 9;
  static final int UNMIXED_GLUCOSE = 10;
  static final int UNMIXED_GLUTAMINE = 11;
  static final int STATES = 12;

  private static final double GROWTH_MAX = 0.041; // 1/h
  private static final double HALF_GLUCOSE = 0.6; // mmol/L
  private static final double HALF_GLUTAMINE = 0.25; // mmol/L
  private static final double LACTATE_INHIBITION = 40; // mmol/L
  private static final double AMMONIA_INHIBITION = 10; // mmol/L
  private static final double INHIBITOR_GROWTH = 0.38; // arbitrary unit
  private static final double INHIBITOR_DEATH = 1.3; // arbitrary unit
  private static final double ADAPTATION_TIME = 15; // h
  private static final double DEATH_BASE = 0.0004; // 1/h
  private static final double DEATH_STARVED = 0.016; // 1/h
  private static final double DEATH_AMMONIA = 0.0006; // 1/h
  private static final double DEATH_INHIBITOR = 0.0014; // 1/h
  private static final double DEATH_LACTATE = 0.0009; // 1/h
  private static final double LYSIS = 0.003; // 1/h
  private static final double CELLS_PER_GLUCOSE = 1.0; // 10⁹ cells/mmol
  private static final double GLUCOSE_MAINTENANCE = 0.0175; // mmol/(10⁹ h)
  private static final double OVERFLOW_MAX = 0.05; // mmol/(10⁹ h)
  private static final double HALF_OVERFLOW = 28; // mmol/L
  private static final double LACTATE_PER_OVERFLOW = 1.55; // mol/mol
  private static final double LACTATE_PER_GROWTH_GLUCOSE = 0.81; // mol/mol
  private static final double LACTATE_UPTAKE = 0.006; // mmol/(10⁹ h)
  private static final double CELLS_PER_GLUTAMINE = 3.6; // 10⁹ cells/mmol
  private static final double GLUTAMINE_MAINTENANCE = 0.0004; // mmol/(10⁹ h)
  private static final double GLUTAMINE_DECAY = 0.0035; // 1/h
  private static final double AMMONIA_PER_GLUTAMINE = 0.75; // mol/mol
  private static final double AMMONIA_UPTAKE = 0.0009; // mmol/(10⁹ h)
  private static final double ANTIBODY_MAX = 1.1; // mg/(10⁹ h)
  private static final double LACTATE_AGAINST_ANTIBODY = 55; // mmol/L
  private static final double HALF_ANTIBODY_GLUCOSE = 2.0; // mmol/L
  private static final double INHIBITOR_FORMATION = 0.00035; // unit L/(10⁹ h)
  private static final double INHIBITOR_DECAY = 0.001; // 1/h
  private static final double MIXING_TIME = 0.12; // h

  private double[] y = new double[STATES];

  /**
   * A culture just inoculated.
   *
   * @param viableCells 10⁹/L
   * @param volume L
   */
  public ChoCulture(double viableCells, double volume) {
    y[VIABLE] = viableCells;
    y[DEAD] = 0.02 * viableCells;
    y[GLUCOSE] = 32;
    y[GLUTAMINE] = 6;
    y[LACTATE] = 1;
    y[AMMONIA] = 0.4;
    y[ADAPTATION] = 0.02;
    y[VOLUME] = volume;
  }

  /** A culture in the state given by {@link #state}. */
  ChoCulture(double[] state) {
    if (state.length != STATES) {
      throw new IllegalArgumentException(
          "a culture has " + STATES + " states, got " + state.length);
    }
    y = state.clone();
  }

  double[] state() {
    return y.clone();
  }

  /**
   * What surrounds the cells for one step.
   *
   * @param feedLitresPerHour feed that enters
   * @param temperature Cel
   * @param ph pH
   * @param oxygen dissolved oxygen, % of air saturation
   */
  record Surroundings(double feedLitresPerHour, double temperature, double ph, double oxygen) {}

  /** Lets {@code hours} pass in one step of the classical Runge-Kutta method; at most 0.02 h. */
  void step(double hours, Surroundings around) {
    double[] k1 = rates(y, around);
    double[] k2 = rates(moved(k1, hours / 2), around);
    double[] k3 = rates(moved(k2, hours / 2), around);
    double[] k4 = rates(moved(k3, hours), around);
    for (int i = 0; i < STATES; i++) {
      y[i] = StrictMath.max(0, y[i] + hours / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
    }
  }

  private double[] moved(double[] rate, double hours) {
    double[] to = new double[STATES];
    for (int i = 0; i < STATES; i++) {
      to[i] = StrictMath.max(0, y[i] + hours * rate[i]);
    }
    return to;
  }

  private static double[] rates(double[] y, Surroundings around) {
    double cells = y[VIABLE];
    double glucose = y[GLUCOSE];
    double glutamine = y[GLUTAMINE];
    double feed = around.feedLitresPerHour();
    double dilution = feed / y[VOLUME];

    double growth =
        GROWTH_MAX
            * y[ADAPTATION]
            * glucose
            / (HALF_GLUCOSE + glucose)
            * glutamine
            / (HALF_GLUTAMINE + glutamine)
            * inhibition(y[LACTATE] / LACTATE_INHIBITION)
            * inhibition(y[AMMONIA] / AMMONIA_INHIBITION)
            * inhibition(y[INHIBITOR] / INHIBITOR_GROWTH)
            * comfort(around);
    double death =
        DEATH_BASE
            + DEATH_STARVED * HALF_GLUCOSE / (HALF_GLUCOSE + glucose)
            + DEATH_AMMONIA * square(y[AMMONIA] / AMMONIA_INHIBITION)
            + DEATH_INHIBITOR * square(y[INHIBITOR] / INHIBITOR_DEATH)
            + DEATH_LACTATE * StrictMath.pow(y[LACTATE] / LACTATE_INHIBITION, 3)
            + 0.01 * (1 - comfort(around));

    double overflow = 0.5 * OVERFLOW_MAX * glucose / (HALF_OVERFLOW + glucose);
    double glucoseForGrowth = growth / CELLS_PER_GLUCOSE;
    double glucoseUptake =
        glucoseForGrowth + GLUCOSE_MAINTENANCE * glucose / (0.1 + glucose) + overflow;
    double lactateMade =
        LACTATE_PER_OVERFLOW * overflow
            + LACTATE_PER_GROWTH_GLUCOSE * glucoseForGrowth
            - LACTATE_UPTAKE * y[LACTATE] / (4 + y[LACTATE]) * 25 / (glucose + 25);
    double glutamineUptake =
        (growth / CELLS_PER_GLUTAMINE + GLUTAMINE_MAINTENANCE) * glutamine / (0.05 + glutamine);
    double ammoniaMade =
        AMMONIA_PER_GLUTAMINE * glutamineUptake - AMMONIA_UPTAKE * y[AMMONIA] / (0.5 + y[AMMONIA]);
    double antibodyMade =
        ANTIBODY_MAX
            * (1 - 0.55 * growth / GROWTH_MAX)
            * glucose
            / (HALF_ANTIBODY_GLUCOSE + glucose)
            / (1 + StrictMath.pow(y[LACTATE] / LACTATE_AGAINST_ANTIBODY, 4));

    double[] rate = new double[STATES];
    rate[VIABLE] = (growth - death - dilution) * cells;
    rate[DEAD] = death * cells - (LYSIS + dilution) * y[DEAD];
    rate[GLUCOSE] =
        -glucoseUptake * cells + y[UNMIXED_GLUCOSE] / MIXING_TIME / y[VOLUME] - dilution * glucose;
    rate[GLUTAMINE] =
        -glutamineUptake * cells
            - GLUTAMINE_DECAY * glutamine
            + y[UNMIXED_GLUTAMINE] / MIXING_TIME / y[VOLUME]
            - dilution * glutamine;
    rate[LACTATE] = lactateMade * cells - dilution * y[LACTATE];
    rate[AMMONIA] = ammoniaMade * cells + GLUTAMINE_DECAY * glutamine - dilution * y[AMMONIA];
    rate[ANTIBODY] = antibodyMade * cells - dilution * y[ANTIBODY];
    rate[INHIBITOR] = INHIBITOR_FORMATION * cells - (INHIBITOR_DECAY + dilution) * y[INHIBITOR];
    rate[ADAPTATION] = (1 - y[ADAPTATION]) / ADAPTATION_TIME;
    rate[VOLUME] = feed;
    rate[UNMIXED_GLUCOSE] = feed * FEED_GLUCOSE - y[UNMIXED_GLUCOSE] / MIXING_TIME;
    rate[UNMIXED_GLUTAMINE] = feed * FEED_GLUTAMINE - y[UNMIXED_GLUTAMINE] / MIXING_TIME;
    return rate;
  }

  private static double inhibition(double relative) {
    return 1 / (1 + square(relative));
  }

  /** 1 near 36.8 Cel, pH 7.0 and enough oxygen; falls away from there. */
  private static double comfort(Surroundings around) {
    double warmth = StrictMath.exp(-square((around.temperature() - 36.8) / 3.5));
    double acidity = StrictMath.exp(-square((around.ph() - 7.0) / 0.6));
    double breath = StrictMath.min(1, 1.1 * around.oxygen() / (4 + around.oxygen()));
    return warmth * acidity * breath;
  }

  private static double square(double x) {
    return x * x;
  }

  /** Oxygen the culture takes up, mmol/(L h). */
  double oxygenUptake() {
    return 0.16 * y[VIABLE] * y[GLUCOSE] / (0.5 + y[GLUCOSE]);
  }

  double viableCells() {
    return y[VIABLE];
  }

  double viability() {
    return 100 * y[VIABLE] / (y[VIABLE] + y[DEAD]);
  }

  double glucose() {
    return y[GLUCOSE];
  }

  double glutamine() {
    return y[GLUTAMINE];
  }

  double lactate() {
    return y[LACTATE];
  }

  double ammonia() {
    return y[AMMONIA];
  }

  double antibody() {
    return y[ANTIBODY];
  }

  double volume() {
    return y[VOLUME];
  }
}
