/**
 * The command line of the ledger: {@code log}, {@code verify}, {@code bundle}. Words and exit
 * status only; every check lives in the other packages.
 */
package io.veritwin.ledger.command;
