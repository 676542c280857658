/**
 * The platform's keys, certificates and time stamps: signs, stamps, verifies.
 *
 * <p>Knows nothing of records; a private key never leaves this package.
 */
package io.veritwin.records.keys;
