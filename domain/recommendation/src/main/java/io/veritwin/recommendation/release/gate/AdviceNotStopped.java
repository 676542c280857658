package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** One press stops all advice for a unit, also what is already signed. */
public final class AdviceNotStopped implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-14";
  }

  @Override
  public String question() {
    return "Advice not stopped";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var stopped = evidence.adviceStopped();
    if (stopped.isEmpty()) {
      return notOk("Whether advice was stopped for this unit cannot be seen.");
    }
    return stopped.get()
        ? notOk("Advice for " + evidence.recommendation().unit() + " was stopped.")
        : ok("not stopped");
  }
}
