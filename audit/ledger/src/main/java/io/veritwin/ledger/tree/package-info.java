/**
 * The Merkle tree of RFC 6962 in the tile layout of C2SP tlog-tiles (height 8): growing it, proving
 * with it, checking proofs. Entries are opaque bytes here; no keys, no files, no records.
 */
package io.veritwin.ledger.tree;
