/**
 * The signed head of the tree: C2SP tlog-checkpoint in a C2SP signed-note, Ed25519, and the keys
 * for it. Must not know tiles, files or records.
 */
package io.veritwin.ledger.checkpoint;
