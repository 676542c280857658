package io.veritwin.twin.calibration;

/** Told after each iteration of a calibration; decides whether to go on. */
@FunctionalInterface
public interface CalibrationProgress {

  /**
   * One iteration is done.
   *
   * @param start which starting point, from 1
   * @param starts how many there are
   * @param iteration of this start, from 1
   * @param sumOfSquares weighted sum of squares reached by this start
   * @return false to cancel
   */
  boolean iterationDone(int start, int starts, int iteration, double sumOfSquares);
}
