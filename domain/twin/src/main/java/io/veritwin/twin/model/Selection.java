package io.veritwin.twin.model;

/** A choice between two values, for derivatives of minima and maxima. */
final class Selection {

  private Selection() {}

  static double ifAtMost(double a, double b, double then, double otherwise) {
    return a <= b ? then : otherwise;
  }
}
