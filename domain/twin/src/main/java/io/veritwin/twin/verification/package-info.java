/**
 * The verification kit that a validation protocol calls: order of convergence, numerical error,
 * balances, prediction metrics, sensitivity.
 *
 * <p>Must not judge: limits belong to the credibility plan.
 */
package io.veritwin.twin.verification;
