package io.veritwin.recommendation.release;

import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.PlantWrite;
import io.veritwin.plant.ReadBack;
import io.veritwin.plant.WriteOutcome;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.release.gate.LogSound;
import io.veritwin.recommendation.release.gate.ReceiptPresent;
import io.veritwin.recommendation.release.gate.ReleaseGates;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.trail.Receipts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Release a recommendation (URS-420 to URS-426): gates, committed intent, receipt, gates again, one
 * write, read-back, outcome. No transaction is open while it asks the plant or waits.
 *
 * <p>OPC UA has no compare-and-swap, so between the last gate and the write another hand could move
 * the setpoint. The time in between is measured and kept with the recommendation.
 */
@ApplicationScoped
public class ReleaseRecommendation {

  /** How long a receipt is waited for before the next look. */
  static final Duration RECEIPT = Duration.ofSeconds(10);

  /** When the value is read back after the write: a Good status alone proves nothing (OPC-04). */
  static final List<Duration> READ_BACKS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(10));

  /** Setpoints travel as doubles; anything beyond this is another value. */
  private static final double TOLERANCE = 1e-9;

  @Inject Recommendations recommendations;
  @Inject GatherEvidence evidence;
  @Inject ReleaseSteps steps;
  @Inject Receipts receipts;
  @Inject PlatformKeys keys;
  @Inject PlantGateway plant;
  @Inject Clock clock;
  @Inject Pause pause;

  /** Releases one signed recommendation, or says why not; a no-op when it is not signed. */
  public void release(String number) {
    Recommendation r = recommendations.get(number);
    if (r.state() != RecommendationState.SIGNED) {
      return;
    }
    if (!clock.instant().isBefore(r.expiresAt())) {
      steps.lapse(number);
      return;
    }
    if (receipts.await(r.signatureEntry(), RECEIPT).isEmpty()) {
      return; // signed, awaiting receipt: the next round looks again, until it lapses
    }
    ReleaseEvidence first = evidence.about(r);
    List<GateAnswer> answers = ReleaseGates.ask(first);
    if (mustWait(answers)) {
      return;
    }
    if (!allOk(answers)) {
      steps.refuse(number, answers, first.at());
      return;
    }
    Optional<Long> intent = steps.intend(number, answers, first.at());
    if (intent.isPresent()) {
      send(number, intent.get());
    }
  }

  private void send(String number, long intentEntry) {
    if (receipts.await(intentEntry, RECEIPT).isEmpty()) {
      steps.notSent(
          number,
          "REL-02",
          "No durable checkpoint covered the intent to write within "
              + RECEIPT.toSeconds()
              + " s, so nothing was sent.");
      return;
    }
    Recommendation r = recommendations.get(number);
    ReleaseEvidence last = evidence.about(r);
    List<GateAnswer> answers = ReleaseGates.askAfterIntent(last);
    long gatesAnswered = System.nanoTime();
    if (!allOk(answers)) {
      steps.refuseAfterIntent(number, answers, last.at());
      return;
    }
    PlantWrite write;
    try {
      write = PlantWrite.parse(last.receipt().orElseThrow(), keys.logKey().verifierKey(), clock);
    } catch (IllegalArgumentException notAuthorised) {
      steps.notSent(
          number,
          "REL-01",
          "The signed entry authorises no write: " + notAuthorised.getMessage() + ".");
      return;
    }
    long windowMicros = (System.nanoTime() - gatesAnswered) / 1000;
    WriteOutcome outcome = plant.write(write);
    if (outcome instanceof WriteOutcome.Written written) {
      steps.written(number, written.at(), written.statusCode(), windowMicros);
      readBack(number);
    } else if (outcome instanceof WriteOutcome.RefusedByPlant refused) {
      steps.refusedByPlant(number, refused.statusCode(), refused.words());
    } else if (outcome instanceof WriteOutcome.NotSent notSent) {
      steps.notSent(number, notSent.rule(), notSent.words());
    } else if (outcome instanceof WriteOutcome.OutcomeUnknown unknown) {
      steps.unknown(number, unknown.words());
    }
  }

  /** Reads the written value back over the settle time. */
  void readBack(String number) {
    Recommendation r = recommendations.get(number);
    List<Double> seen = new ArrayList<>();
    Instant at = clock.instant();
    Duration waited = Duration.ZERO;
    for (Duration after : READ_BACKS) {
      pause.forA(after.minus(waited));
      waited = after;
      ReadBack read = plant.readBack(r.unit(), r.tag());
      if (read instanceof ReadBack.Value value) {
        seen.add(value.value());
        at = value.readAt();
        if (!isSigned(r, value.value())) {
          steps.notInForce(number, value.value(), at);
          return;
        }
      }
    }
    if (seen.size() < READ_BACKS.size()) {
      steps.unknown(
          number,
          "The plant answered "
              + seen.size()
              + " of "
              + READ_BACKS.size()
              + " reads after the write.");
      return;
    }
    steps.confirm(number, seen.get(seen.size() - 1), at, seen.size());
  }

  /** Reads the plant about an unknown outcome; a no-op while the plant cannot be read. */
  void resolve(String number) {
    Recommendation r = recommendations.get(number);
    if (r.state() != RecommendationState.UNKNOWN || !plant.reachable(r.unit())) {
      return;
    }
    if (plant.readBack(r.unit(), r.tag()) instanceof ReadBack.Value value) {
      if (isSigned(r, value.value())) {
        steps.confirm(number, value.value(), value.readAt(), 1);
      } else {
        steps.notInForce(number, value.value(), value.readAt());
      }
    }
  }

  private static boolean isSigned(Recommendation r, double value) {
    return Math.abs(value - r.acceptedValue()) <= TOLERANCE;
  }

  private static boolean allOk(List<GateAnswer> answers) {
    return answers.stream().allMatch(GateAnswer::ok);
  }

  /** Without a sound log no refusal could be recorded either: it waits, and lapses in the end. */
  private static boolean mustWait(List<GateAnswer> answers) {
    return answers.stream()
        .anyMatch(
            answer ->
                !answer.ok()
                    && (answer.rule().equals(new LogSound().rule())
                        || answer.rule().equals(new ReceiptPresent().rule())));
  }
}
