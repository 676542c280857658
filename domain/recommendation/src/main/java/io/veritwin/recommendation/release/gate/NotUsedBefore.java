package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** One signature authorises one write: its use-id is spent by the first intent. */
public final class NotUsedBefore implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-04";
  }

  @Override
  public String question() {
    return "Not used before";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var spent = evidence.spent();
    if (spent.isEmpty()) {
      return notOk(
          "The list of writes cannot be read, so nobody can say whether this one was used.");
    }
    if (spent.get()) {
      return notOk("This signature was used for a write before; it authorises one write, not two.");
    }
    return ok("first use");
  }
}
