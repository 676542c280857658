package io.veritwin.records.trail;

import java.time.Duration;
import java.util.Optional;

/** Proofs that an audit entry is in the log under a durable checkpoint. */
public interface Receipts {

  /** The receipt, or empty while no durable checkpoint covers the entry. */
  Optional<StoredReceipt> find(long auditEntryId);

  /**
   * Waits until a durable checkpoint covers the entry. Never called with a transaction open.
   *
   * @return the receipt, or empty when the time ran out
   */
  Optional<StoredReceipt> await(long auditEntryId, Duration atMost);

  /**
   * An entry with its proof.
   *
   * @param leaf the canonical bytes of the entry, exactly as hashed into the tree
   * @param proof the receipt in the C2SP tlog-proof text form: index, inclusion hashes, checkpoint
   */
  record StoredReceipt(long auditEntryId, long index, byte[] leaf, String proof) {}
}
