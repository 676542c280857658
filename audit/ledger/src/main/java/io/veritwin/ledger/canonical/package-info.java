/**
 * The bytes of a record, for ever: RFC 8785 JSON and the versioned envelope around it. Must not
 * know any record type of the business; must not change what an existing version writes or accepts.
 */
package io.veritwin.ledger.canonical;
