package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** The values flow and the plant grants this platform the one node. */
public final class PlantLinkUp implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-11";
  }

  @Override
  public String question() {
    return "Plant link up, write granted";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var link = evidence.link();
    if (link.isEmpty() || !link.get().live()) {
      return notOk(
          link.map(state -> "The plant link is down: " + state.words())
              .orElse("The state of the plant link cannot be seen."));
    }
    if (!evidence.writeGranted().orElse(false)) {
      return notOk("The plant does not grant a write to " + evidence.recommendation().tag() + ".");
    }
    return ok("live");
  }
}
