/**
 * The independent copy of a log's checkpoints on another host: a witness in the public form of C2SP
 * tlog-witness, as others run it too.
 */
package io.veritwin.ledger.witness;
