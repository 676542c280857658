/**
 * Chooses a setpoint inside a signed envelope and explains it.
 *
 * <p>Must not propose anything outside the envelope, nor anything that its time box cut off.
 */
package io.veritwin.twin.optimisation;
