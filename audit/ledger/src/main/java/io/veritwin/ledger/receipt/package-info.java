/**
 * The proof that one entry is in the log, in the C2SP tlog-proof text form. Checked with the entry,
 * the receipt and the log's public key alone: no server, no tiles.
 */
package io.veritwin.ledger.receipt;
