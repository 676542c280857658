package io.veritwin.recommendation.effect;

import io.veritwin.recommendation.accept.AcceptedRecord;
import io.veritwin.recommendation.observe.EstimateContent;
import io.veritwin.recommendation.observe.OutputEstimates;
import io.veritwin.recommendation.observe.TwinEstimate;
import io.veritwin.recommendation.recommend.AdviceRules;
import io.veritwin.recommendation.recommend.Computation;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.ProposeSetpoint;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendation.Effect;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.StoredForecast;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.recommendation.recommend.UnitFactsSource;
import io.veritwin.recommendation.recommend.WithdrawRecommendation;
import io.veritwin.records.signature.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Watch the effect of what was written (URS-428): while the estimates stay inside the forecast that
 * was signed, nothing happens; when one leaves it, the last approved setpoint is offered, which
 * passes the same gates and needs a signature.
 */
@ApplicationScoped
public class EffectWatch {

  @Inject Recommendations recommendations;
  @Inject UnitFactsSource facts;
  @Inject AcceptedRecord record;
  @Inject EndEffectWatch watch;
  @Inject WithdrawRecommendation withdraw;
  @Inject ProposeSetpoint propose;
  @Inject Clock clock;

  /** One round over everything that is watched. */
  public void round() {
    for (Recommendation r : recommendations.watched()) {
      look(r);
    }
  }

  private void look(Recommendation r) {
    UnitFacts f = facts.of(r.unit());
    Optional<String> superseded = superseded(r, f);
    if (superseded.isPresent()) {
      watch.end(r.number(), Effect.SUPERSEDED, superseded.get());
      return;
    }
    InputPackage input = InputPackage.read(r.inputPackage());
    StoredForecast forecast = record.forecast(r, BigDecimal.valueOf(r.acceptedValue()));
    Optional<String> breach = f.estimate().flatMap(e -> breach(e, input, forecast, f));
    if (breach.isPresent()) {
      if (watch.end(r.number(), Effect.BREACHED, breach.get())) {
        offerLastApproved(r, f);
      }
      return;
    }
    if (!clock.instant().isBefore(r.effectUntil())) {
      watch.end(
          r.number(), Effect.INSIDE, "Every estimate stayed inside the forecast that was signed.");
    }
  }

  private static Optional<String> superseded(Recommendation r, UnitFacts f) {
    if (f.batch().isPresent() && !f.batch().get().batchId().equals(r.batch())) {
      return Optional.of(r.unit() + " now runs batch " + f.batch().get().batchId() + ".");
    }
    return f.setpoint()
        .filter(
            now -> f.setpointRead() && f.link().live() && now.doubleValue() != r.acceptedValue())
        .map(
            now ->
                r.tag()
                    + " is now "
                    + now.toPlainString()
                    + " "
                    + r.valueUnit()
                    + "; what was watched was "
                    + r.acceptedValue()
                    + ".");
  }

  private static Optional<String> breach(
      TwinEstimate estimate, InputPackage input, StoredForecast forecast, UnitFacts f) {
    if (f.model().isEmpty() || !f.model().get().digest().equals(input.modelDigest())) {
      return Optional.empty();
    }
    return EffectVerdict.breach(
        input,
        forecast,
        OutputEstimates.of(
            input.model(), input.parameters(), EstimateContent.read(estimate.content())),
        f.model().get().intendedUse().credibleOutputs());
  }

  /** Offers the setpoint that was in force before, in place of whatever is proposed now. */
  private void offerLastApproved(Recommendation r, UnitFacts f) {
    if (!AdviceRules.reasonsAgainstProposing(f).isEmpty()) {
      return;
    }
    List<Recommendation> newest = recommendations.newest(r.unit(), 1);
    for (Recommendation open : newest) {
      if (open.state() == RecommendationState.PROPOSED) {
        withdraw.withdraw(
            open.number(),
            new Refusal("REC-38", "The effect of " + r.number() + " left its forecast band."));
      }
    }
    InputPackage input = ProposeSetpoint.packageOf(f, BigDecimal.valueOf(r.currentValue()));
    if (new Computation(clock).compute(input, Computation.TIME_BOX)
        instanceof Computation.Answer.Recommended back) {
      propose.store(f, input, back.forecast(), r.number());
    }
  }
}
