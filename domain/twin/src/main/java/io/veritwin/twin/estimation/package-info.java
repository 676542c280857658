/**
 * Follows a running batch from its measurements.
 *
 * <p>Must not learn from an output for which the model is not credible.
 */
package io.veritwin.twin.estimation;
