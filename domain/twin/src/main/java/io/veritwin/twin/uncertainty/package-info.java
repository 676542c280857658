/**
 * Small statistics shared by estimation and forecast: draws and quantiles.
 *
 * <p>Must not hold state or random sources of its own.
 */
package io.veritwin.twin.uncertainty;
