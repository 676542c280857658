package io.veritwin.twin.integration;

/** Integration methods. */
public enum Method {
  /** Dormand-Prince 5(4), for moderate tolerances. */
  DORMAND_PRINCE_54(5),
  /** Dormand-Prince 8(5,3), for tight tolerances. */
  DORMAND_PRINCE_853(8);

  private final int order;

  Method(int order) {
    this.order = order;
  }

  /** The order of convergence of the global error. */
  public int order() {
    return order;
  }
}
