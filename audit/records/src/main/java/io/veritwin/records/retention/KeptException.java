package io.veritwin.records.retention;

import io.veritwin.records.signature.Refusal;

/** A record must be kept, or the person may not decide about that. Undoes the transaction. */
public class KeptException extends RuntimeException {

  private final transient Refusal refusal;

  KeptException(Refusal refusal) {
    super(refusal.sentence() + " (" + refusal.rule() + ")");
    this.refusal = refusal;
  }

  /** The reason, for the person. */
  public Refusal refusal() {
    return refusal;
  }
}
