/**
 * Tag calibrations: the signed scale that turns a raw reading into an engineering value. The raw
 * reading itself is never changed. A scale is never a constant in code.
 */
package io.veritwin.plant.calibration;
