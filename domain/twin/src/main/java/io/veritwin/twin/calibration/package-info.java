/**
 * Fits parameters to batches and says how far the data determine them.
 *
 * <p>Must not call a fit converged that is not at a minimum.
 */
package io.veritwin.twin.calibration;
