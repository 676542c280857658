/**
 * The log that is written: batches in, tiles and signed checkpoints out, recovery after a kill at
 * any point. Must not know what the entries mean or where they come from.
 */
package io.veritwin.ledger.log;
