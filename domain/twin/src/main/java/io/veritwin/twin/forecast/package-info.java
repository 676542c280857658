/**
 * Looks ahead with intervals, by an ensemble from a seed.
 *
 * <p>Must not drop ensemble members that fail: then there is no forecast.
 */
package io.veritwin.twin.forecast;
