package io.veritwin.records.trail;

import io.veritwin.records.signature.Refusal;

/**
 * The trail cannot be written or relied on, so nothing regulated may happen (no record, no act).
 * Undoes the transaction it is thrown in.
 */
public class TrailUnavailableException extends IllegalStateException {

  private final transient Refusal refusal;

  TrailUnavailableException(Refusal refusal) {
    super(refusal.sentence() + " (" + refusal.rule() + ")");
    this.refusal = refusal;
  }

  /** The reason, for the person whose act was refused. */
  public Refusal refusal() {
    return refusal;
  }
}
