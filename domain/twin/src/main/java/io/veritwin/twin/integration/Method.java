package io.veritwin.twin.integration;

/** Integration methods. */
public enum Method {
  /** Dormand-Prince 5(4), for moderate tolerances. */
  DORMAND_PRINCE_54("Dormand-Prince 5(4)", 5, 3.3),
  /** Dormand-Prince 8(5,3), for tight tolerances. */
  DORMAND_PRINCE_853("Dormand-Prince 8(5,3)", 8, 6.1),
  /** Radau IIA with three stages, for stiff equations at loose tolerances. */
  RADAU_IIA_5("Radau IIA 5", 5, Double.POSITIVE_INFINITY),
  /** Radau IIA with five stages, for stiff equations. */
  RADAU_IIA_9("Radau IIA 9", 9, Double.POSITIVE_INFINITY);

  private final String title;
  private final int order;
  private final double stabilityLimit;

  Method(String title, int order, double stabilityLimit) {
    this.title = title;
    this.order = order;
    this.stabilityLimit = stabilityLimit;
  }

  /** What the literature calls it. */
  public String title() {
    return title;
  }

  /** The order of convergence of the global error. */
  public int order() {
    return order;
  }

  /** Whether the method is meant for stiff equations. */
  public boolean isStiff() {
    return stabilityLimit == Double.POSITIVE_INFINITY;
  }

  /** Length of the stability region on the negative real axis. */
  double stabilityLimit() {
    return stabilityLimit;
  }

  /** The method that takes over where the equations are stiff. */
  public Method whereStiff() {
    return isStiff() ? this : RADAU_IIA_9;
  }
}
