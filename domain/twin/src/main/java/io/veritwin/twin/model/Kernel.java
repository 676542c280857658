package io.veritwin.twin.model;

/** Compiled expressions; matrices are written row by row. */
interface Kernel {

  void evaluate(double t, double[] y, double[] u, double[] p, double[] out);
}
