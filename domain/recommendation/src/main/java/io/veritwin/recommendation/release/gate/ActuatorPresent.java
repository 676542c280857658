package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/** A replayed unit cannot react: its twin stays a shadow. */
public final class ActuatorPresent implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-10";
  }

  @Override
  public String question() {
    return "Actuator behind the setpoint";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var actuator = evidence.actuator();
    if (actuator.isEmpty()) {
      return notOk(
          "The plant does not say whether an actuator is behind the setpoint."
              + evidence
                  .link()
                  .filter(link -> !link.live())
                  .map(link -> " " + link.words())
                  .orElse(""));
    }
    return actuator.get()
        ? ok("present")
        : notOk(
            "No actuator: "
                + evidence.recommendation().unit()
                + " cannot react to a setpoint, so its twin stays a shadow.");
  }
}
