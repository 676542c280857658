package io.veritwin.records.signature;

import java.time.Instant;

/**
 * Everything that was made outside any transaction and that transaction 2 only stores.
 *
 * @param authentication the fresh authentication
 * @param signedAt server time
 * @param document what is signed: statement, record and authentication in one canonical record
 * @param cms the detached CMS signature over {@code document}, time-stamped
 * @param certificateChain the signing certificate's chain, PEM
 */
record ProvenSignature(
    FreshIdentity authentication,
    Instant signedAt,
    byte[] document,
    byte[] cms,
    String certificateChain) {}
