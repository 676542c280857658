/**
 * Watches whether the plant does what the signed forecast said, and offers the last approved
 * setpoint when it does not. Must not write: an offer needs a signature like any other.
 */
package io.veritwin.recommendation.effect;
