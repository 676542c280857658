package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/**
 * Workflow is memory, never evidence: the step was completed by the decision that was signed,
 * naming the same task, process and record.
 */
public final class DecisionMatches implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-12";
  }

  @Override
  public String question() {
    return "Workflow and signature agree";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var leaf = evidence.leaf();
    var decision = evidence.decision();
    var r = evidence.recommendation();
    if (decision.isEmpty()) {
      return notOk(
          "The workflow remembers no signed decision on "
              + r.number()
              + "; the review was not completed by a signature.");
    }
    if (leaf.isEmpty()) {
      return notOk("The signed entry cannot be read from the log.");
    }
    var remembered = decision.get();
    var signed = leaf.get();
    boolean same =
        remembered.outcome().equals("accepted")
            && remembered.task().taskId().equals(signed.taskId())
            && remembered.task().bpmnDigest().equals(signed.bpmnDigest())
            && remembered.recordDigest().equals(signed.recordDigest())
            && remembered.signature().equals(r.signatureNumber())
            && remembered.auditEntryId() == r.signatureEntry();
    return same
        ? ok("task " + signed.taskId())
        : notOk(
            "The workflow remembers the decision "
                + remembered.outcome()
                + " by signature "
                + remembered.signature()
                + " over digest "
                + Digests.shown(remembered.recordDigest())
                + "; signed is "
                + r.signatureNumber()
                + " over digest "
                + Digests.shown(signed.recordDigest())
                + ".");
  }
}
