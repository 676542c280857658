package io.veritwin.recommendation.release.gate;

import io.veritwin.plant.ReadBack;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;

/**
 * OPC UA has no compare-and-swap: the plant's value still equals the one that was signed as the old
 * value.
 */
public final class SetpointUnchanged implements ReleaseGate {

  /** Setpoints travel as doubles; anything beyond this is another value. */
  private static final double TOLERANCE = 1e-9;

  @Override
  public String rule() {
    return "REL-09";
  }

  @Override
  public String question() {
    return "Plant setpoint unchanged";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var r = evidence.recommendation();
    if (evidence.setpoint().isEmpty()) {
      return notOk("The plant's setpoint " + r.tag() + " was not read.");
    }
    ReadBack read = evidence.setpoint().get();
    if (read instanceof ReadBack.Value now) {
      return Math.abs(now.value() - r.currentValue()) <= TOLERANCE
          ? ok("still " + r.currentValue() + " " + r.valueUnit())
          : notOk(
              "The plant holds "
                  + now.value()
                  + " "
                  + r.valueUnit()
                  + " on "
                  + r.tag()
                  + "; it was "
                  + r.currentValue()
                  + " "
                  + r.valueUnit()
                  + " when it was proposed.");
    }
    if (read instanceof ReadBack.NotGood notGood) {
      return notOk("The plant does not vouch for " + r.tag() + ": " + notGood.words() + ".");
    }
    return notOk(
        "The plant did not answer when "
            + r.tag()
            + " was read: "
            + ((ReadBack.Unreachable) read).words()
            + ".");
  }
}
