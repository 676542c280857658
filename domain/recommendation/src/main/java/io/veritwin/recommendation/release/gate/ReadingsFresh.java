package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;
import java.util.StringJoiner;

/** P11-11: bad, uncertain or old readings block the release. */
public final class ReadingsFresh implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-06";
  }

  @Override
  public String question() {
    return "Readings fresh and good";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    var readings = evidence.readings();
    if (readings.isEmpty() || readings.get().isEmpty()) {
      return notOk("The readings the estimate rests on cannot be seen.");
    }
    StringJoiner reasons = new StringJoiner("; ");
    for (ReleaseEvidence.ReadingInUse reading : readings.get()) {
      if (!reading.good()) {
        reasons.add(reading.tag() + " is not of good quality; the rule asks for good");
      } else if (reading.age().compareTo(reading.allowed()) > 0) {
        reasons.add(
            reading.tag()
                + " was "
                + reading.age().toSeconds()
                + " s old; the rule allows "
                + reading.allowed().toSeconds()
                + " s");
      }
    }
    return reasons.length() == 0 ? ok(readings.get().size() + " readings") : notOk(reasons + ".");
  }
}
