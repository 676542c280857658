package io.veritwin.recommendation.recommend;

import io.veritwin.plant.BatchContext;
import io.veritwin.recommendation.observe.ObserveUnit;
import io.veritwin.recommendation.recommend.Computation.Answer;
import io.veritwin.records.signature.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;

/**
 * One round for one unit: advance its twin, take back what no longer holds, look for a better
 * setpoint when a look is due. No transaction is open while it computes.
 */
@ApplicationScoped
public class AdviseUnit {

  @Inject UnitFactsSource facts;
  @Inject ObserveUnit observe;
  @Inject Recommendations recommendations;
  @Inject WithdrawRecommendation withdraw;
  @Inject ProposeSetpoint propose;
  @Inject SigningAttention attention;
  @Inject AdviceStatus status;
  @Inject Clock clock;

  /** The round. */
  public void round(String unit) {
    UnitFacts before = facts.of(unit);
    if (before.model().isPresent() && before.batch().isPresent()) {
      observe.advance(unit, before.model().get(), before.batch().get());
    }
    UnitFacts now = facts.of(unit);
    takeBack(now);
    look(now);
  }

  private void takeBack(UnitFacts f) {
    for (Recommendation r : recommendations.newest(f.unit(), 1)) {
      if (r.state() != RecommendationState.PROPOSED || withdraw.expireIfDue(r.number())) {
        continue;
      }
      Refusal reason = AdviceRules.reasonToWithdraw(r, f);
      if (reason != null) {
        withdraw.withdraw(r.number(), reason);
      }
    }
  }

  private void look(UnitFacts f) {
    List<Refusal> reasons = AdviceRules.reasonsAgainstProposing(f);
    if (!reasons.isEmpty()) {
      status.note(f.unit(), new AdviceStatus.Look(sentences(reasons), Double.NaN));
      return;
    }
    Recommendation newest = newestOfBatch(f);
    BatchContext batch = f.batch().orElseThrow();
    boolean signing = newest != null && attention.on(newest.number());
    if (!Cadence.due(
        new Cadence.Facts(
            f.at(), batch.processTimeHours(), newest, signing, status.lastLookHours(f.unit())))) {
      if (Double.isNaN(status.lastLookHours(f.unit()))) {
        status.clear(f.unit());
      }
      return;
    }
    InputPackage input = ProposeSetpoint.packageOf(f, null);
    Answer answer = new Computation(clock).compute(input, Computation.TIME_BOX);
    if (answer instanceof Answer.Recommended recommended) {
      propose(f, newest, input, recommended.forecast());
    } else if (answer instanceof Answer.KeepAsIs keep) {
      status.note(f.unit(), new AdviceStatus.Look(keep.words(), batch.processTimeHours()));
    } else if (answer instanceof Answer.Undecided undecided) {
      nothing(f, batch.processTimeHours(), undecided);
    }
  }

  /** Stores the proposal; one that stands is replaced only by a clearly different one. */
  private void propose(
      UnitFacts f, Recommendation newest, InputPackage input, StoredForecast forecast) {
    if (newest != null && newest.state() == RecommendationState.PROPOSED) {
      BigDecimal difference =
          forecast.value().subtract(BigDecimal.valueOf(newest.proposedValue())).abs();
      BigDecimal clearly = input.space().resolution().multiply(BigDecimal.valueOf(2));
      if (difference.compareTo(clearly) < 0) {
        status.note(
            f.unit(), new AdviceStatus.Look("", f.batch().orElseThrow().processTimeHours()));
        return;
      }
      if (attention.on(newest.number())
          || !withdraw.withdraw(
              newest.number(),
              new Refusal("REC-38", "A proposal from newer readings takes its place."))) {
        return;
      }
    }
    propose.store(f, input, forecast, null);
    status.clear(f.unit());
  }

  private void nothing(UnitFacts f, double processHours, Answer.Undecided undecided) {
    boolean lowConfidence = undecided.why() == Computation.Answer.Why.LOW_CONFIDENCE;
    String sentence =
        "No proposal for "
            + f.unit()
            + ". The setpoint stays as it is. "
            + (lowConfidence ? "The confidence is low: " : "")
            + undecided.words();
    if (status.note(f.unit(), new AdviceStatus.Look(sentence, processHours))) {
      propose.noteNothing(
          f.unit(),
          lowConfidence ? "RECOMMENDATION_LOW_CONFIDENCE" : "RECOMMENDATION_UNDECIDED",
          sentence);
    }
  }

  private Recommendation newestOfBatch(UnitFacts f) {
    String batch = f.batch().orElseThrow().batchId();
    return recommendations.newest(f.unit(), 1).stream()
        .filter(r -> r.batch().equals(batch))
        .findFirst()
        .orElse(null);
  }

  private static String sentences(List<Refusal> reasons) {
    return String.join(" ", reasons.stream().map(Refusal::sentence).toList());
  }
}
