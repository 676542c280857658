/**
 * Chosen entries with everything an inspector needs to verify them offline, with this program or
 * with other people's. Must not need the log's folder, a server or the network.
 */
package io.veritwin.ledger.bundle;
