package io.veritwin.records.inspection;

import io.veritwin.records.signature.Refusal;

/** What was asked for lies outside the scope of the reader's access; the attempt is on record. */
public class OutsideScopeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  OutsideScopeException(Refusal refusal) {
    super(refusal.sentence() + " (" + refusal.rule() + ")");
    this.refusal = refusal;
  }

  /** The reason, for the person who asked. */
  public Refusal refusal() {
    return refusal;
  }
}
