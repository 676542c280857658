/**
 * Process models: balances written once as equations; derivatives, outputs, balance checks and
 * digest all come from that text.
 *
 * <p>Must not hold parameter values of a product: those are data of a model version.
 */
package io.veritwin.twin.model;
