package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** SEC-02: while the trail cannot be relied on, regulated acts stop. */
public final class LogSound implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-13";
  }

  @Override
  public String question() {
    return "Audit log sound";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var log = evidence.log();
    if (log.isEmpty()) {
      return notOk("The state of the audit log cannot be seen.");
    }
    return log.get().map(this::notOk).orElseGet(() -> ok("sound"));
  }
}
