package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/**
 * No record, no act: the signature is in the log under a durable checkpoint before anything is
 * sent.
 */
public final class ReceiptPresent implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-02";
  }

  @Override
  public String question() {
    return "Receipt in the audit log";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    return evidence
        .receipt()
        .map(receipt -> ok("audit entry " + receipt.auditEntryId() + ", place " + receipt.index()))
        .orElseGet(
            () ->
                notOk(
                    "No durable checkpoint covers the signature's audit entry "
                        + evidence.recommendation().signatureEntry()
                        + " yet; nothing is written without one."));
  }
}
