package io.veritwin.recommendation.release.gate;

import io.veritwin.plant.ReadBack;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;
import java.math.BigDecimal;
import java.util.List;

/**
 * The value, its step from the plant's setpoint now, and its resolution lie inside the signed
 * design space.
 */
public final class ValueInsideDesignSpace implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-08";
  }

  @Override
  public String question() {
    return "Value inside limits and step";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var space = evidence.space();
    var r = evidence.recommendation();
    if (space.isEmpty()) {
      return notOk("No signed design space is in force for " + r.tag() + ".");
    }
    if (!(evidence.setpoint().orElse(null) instanceof ReadBack.Value now)) {
      return notOk(
          "The plant's setpoint cannot be read, so the step to "
              + space.get().words(r.acceptedValue())
              + " is not known.");
    }
    List<String> reasons =
        space
            .get()
            .reasonsAgainst(BigDecimal.valueOf(now.value()), BigDecimal.valueOf(r.acceptedValue()));
    return reasons.isEmpty()
        ? ok(space.get().words(r.acceptedValue()) + " in " + space.get().reference())
        : notOk(Sentences.of(reasons));
  }
}
