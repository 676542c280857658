package io.veritwin.recommendation.release.gate;

import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseEvidence;
import java.time.Duration;
import java.time.Instant;

/** P11-09: a release after the expiry that was signed is refused. */
public final class NotExpired implements ReleaseGate {

  @Override
  public String rule() {
    return "REL-03";
  }

  @Override
  public String question() {
    return "Not expired";
  }

  @Override
  public GateAnswer answer(ReleaseEvidence evidence) {

    Instant expires = evidence.recommendation().expiresAt();
    if (!evidence.at().isBefore(expires)) {
      return notOk(
          "The recommendation expired at "
              + Moments.utc(expires)
              + "; it is now "
              + Moments.utc(evidence.at())
              + ".");
    }
    Duration left = Duration.between(evidence.at(), expires);
    return ok(left.toMinutes() + " min " + left.toSecondsPart() + " s left");
  }
}
