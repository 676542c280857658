/**
 * The time by which a checkpoint existed, from a time-stamp authority (RFC 3161). Verification
 * only: asking an authority for a stamp needs a network and belongs to the application.
 */
package io.veritwin.ledger.timestamp;
