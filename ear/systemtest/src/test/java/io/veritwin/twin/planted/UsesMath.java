package io.veritwin.twin.planted;

/** Planted: differs from machine to machine. */
final class UsesMath {
  double growth(double t) {
    return Math.exp(t);
  }
}
