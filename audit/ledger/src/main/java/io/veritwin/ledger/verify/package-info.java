/**
 * The independent checker: re-derives everything of a log from the contents of its entries and
 * names what was altered, removed, reordered or rolled back. Shares with the writer only the
 * definitions of hash, tile address and signed note; must never repair anything.
 */
package io.veritwin.ledger.verify;
