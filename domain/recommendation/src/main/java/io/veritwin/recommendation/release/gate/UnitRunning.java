package io.veritwin.recommendation.release.gate;

import io.veritwin.plant.PhaseState;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** S88-01, S88-02: hold, abort and stop invalidate; so does another batch. */
public final class UnitRunning implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-07";
  }

  @Override
  public String question() {
    return "Unit in its phase, running";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var batch = evidence.batch();
    var r = evidence.recommendation();
    if (batch.isEmpty()) {
      return notOk("The plant does not say which batch " + r.unit() + " runs.");
    }
    if (!batch.get().batchId().equals(r.batch())) {
      return notOk(
          r.unit()
              + " runs batch "
              + batch.get().batchId()
              + "; the recommendation is for batch "
              + r.batch()
              + ".");
    }
    if (batch.get().state() != PhaseState.RUNNING) {
      return notOk(
          "Phase "
              + batch.get().phase()
              + " of "
              + r.unit()
              + " is "
              + batch.get().state().inWords()
              + "; the rule asks for running.");
    }
    if (!batch.get().phase().equals(r.phase())) {
      return notOk(
          r.unit()
              + " is in phase "
              + batch.get().phase()
              + "; the recommendation is for phase "
              + r.phase()
              + ".");
    }
    return ok(batch.get().phase() + ", running");
  }
}
