/**
 * The answer every check of the ledger gives: accepted with what was proven, or refused with a
 * reason in plain words. Must not know what is checked.
 */
package io.veritwin.ledger.verdict;
