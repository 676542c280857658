package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** A22-13: only the effective version, with a running digest equal to the approved one, advises. */
public final class ModelEffective implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-05";
  }

  @Override
  public String question() {
    return "Model effective, digest equal";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var model = evidence.model();
    var r = evidence.recommendation();
    if (model.isEmpty()) {
      return notOk(
          "No model version is effective and assigned to "
              + r.unit()
              + " with an equal digest; the recommendation rests on "
              + r.modelVersion()
              + ".");
    }
    if (!model.get().digest().equals(r.modelDigest())) {
      return notOk(
          "The effective model is "
              + model.get().version()
              + " with digest "
              + Digests.shown(model.get().digest())
              + "; the recommendation rests on "
              + r.modelVersion()
              + " with digest "
              + Digests.shown(r.modelDigest())
              + ".");
    }
    return ok(model.get().version());
  }
}
