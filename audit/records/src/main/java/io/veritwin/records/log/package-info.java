/**
 * The log: gives entries their place, signs checkpoints, has them time-stamped, keeps a copy
 * outside the database, and proves on request that an entry stands as written.
 *
 * <p>Knows nothing of what an entry says; the tree and its proofs come from the ledger.
 */
package io.veritwin.records.log;
