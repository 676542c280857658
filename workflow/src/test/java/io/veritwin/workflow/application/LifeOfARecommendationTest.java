package io.veritwin.workflow.application;

import static io.veritwin.workflow.application.TestApplication.OPERATOR;
import static io.veritwin.workflow.application.TestApplication.SETPOINT;
import static io.veritwin.workflow.application.TestApplication.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.ReadBack;
import io.veritwin.recommendation.effect.EffectWorker;
import io.veritwin.recommendation.recommend.AdviceWorker;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.Recommendation.Effect;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.Recommendations;
import io.veritwin.recommendation.recommend.Recompute;
import io.veritwin.recommendation.recommend.ReviewTasks;
import io.veritwin.recommendation.recommend.StoredForecast;
import io.veritwin.recommendation.release.GateAnswer;
import io.veritwin.recommendation.release.ReleaseSteps;
import io.veritwin.recommendation.release.StoredAnswers;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.simulator.server.AppliedWrite;
import io.veritwin.validation.evidence.Verifies;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs-validation/25-design/life-of-a-recommendation.md, step by step, through the real parts. */
class LifeOfARecommendationTest {

  private final TestApplication application = TestApplication.running();

  @Test
  @Verifies({
    "URS-400", "URS-405", "URS-406", "URS-412", "URS-421", "URS-428", "URS-440", "URS-441"
  })
  void aProposalOnLiveReadingsIsSignedReleasedConfirmedAndItsEffectWatched() {
    double before = application.facts().setpoint().orElseThrow().doubleValue();
    int writesBefore = application.writes().size();

    // 1 to 4: readings over OPC UA, estimate, look, proposal.
    Recommendation proposed = proposedByTheWorker();
    String number = proposed.number();
    assertEquals(before, proposed.currentValue());
    assertEquals(SETPOINT, proposed.tag());
    StoredForecast forecast = StoredForecast.read(proposed.forecast());
    assertEquals(
        0,
        forecast.contributions().stream()
            .map(StoredForecast.Part::change)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .compareTo(forecast.value().subtract(forecast.currentValue())),
        forecast.contributions()::toString);
    assertTrue(application.get(Recompute.class).of(number).identical());

    // 5: the review waits in the engine, for operators.
    assertEquals("review operator", task(number));

    // 6 and 7: signature, entry, workflow step and state.
    ElectronicSignature signature = application.accept(number);
    assertEquals(RecommendationState.SIGNED, application.stored(number).state());
    ReviewTasks.SignedDecision decision =
        application.get(ReviewTasks.class).decisionOn(number).orElseThrow();
    assertEquals(signature.number(), decision.signature());
    assertEquals(signature.auditEntryId(), decision.auditEntryId());
    assertEquals(proposed.taskId(), decision.task().taskId());
    assertEquals("release", activity(number));

    // 8 and 9: gates, intent, one write that names the entry, read-back.
    Recommendation confirmed = application.release(number);
    assertEquals(RecommendationState.CONFIRMED, confirmed.state(), confirmed.closedSentence());
    assertTrue(
        StoredAnswers.read(confirmed.gateAnswers()).stream().allMatch(GateAnswer::ok),
        confirmed.gateAnswers());
    List<AppliedWrite> writes = application.writes();
    assertEquals(writesBefore + 1, writes.size());
    AppliedWrite write = writes.get(writesBefore);
    assertEquals(proposed.proposedValue(), write.value());
    assertEquals("VT-" + signature.auditEntryId(), write.auditEntryId());
    assertEquals(
        proposed.proposedValue(),
        ((ReadBack.Value) application.get(PlantGateway.class).readBack(UNIT, SETPOINT)).value());
    assertTrue(confirmed.writeWindowMicros() >= 0);
    assertEquals("", activity(number), "the process has ended");

    // 10: the effect.
    application.round(EffectWorker.class);
    assertEquals(Effect.WATCHING, application.stored(number).effect());
    application.goAhead(ReleaseSteps.WATCH.plusMinutes(1));
    application.round(AdviceWorker.class);
    application.round(EffectWorker.class);
    assertEquals(Effect.INSIDE, application.stored(number).effect());

    assertEquals(
        List.of(
            "RECOMMENDATION_PROPOSED",
            "SIGNING_BEGUN",
            "RECOMMENDATION_SIGNED",
            "RECOMMENDATION_INTENT_TO_WRITE",
            "RECOMMENDATION_WRITTEN",
            "RECOMMENDATION_CONFIRMED",
            "RECOMMENDATION_EFFECT_INSIDE"),
        application.events(number));
  }

  @Test
  @Verifies({"URS-411", "URS-412"})
  void anOperatorMayAcceptALowerValueWhichIsForecastSignedAndWritten() {
    String number = application.propose(3);
    double from = application.stored(number).currentValue();
    String lower = Double.toString(from + 1.5);
    String reason = "The change is too large for one step";
    String words = "The foam came with the last one.";
    for (Map<String, String> withoutAll :
        List.of(
            Map.of("value", lower),
            Map.of("value", lower, "remark", words),
            Map.of("value", lower, "reason", "Because", "remark", words),
            Map.of("value", lower, "reason", reason, "remark", " "))) {
      SigningOutcome.Refused refused =
          assertInstanceOf(
              SigningOutcome.Refused.class,
              application.sign("accept-recommendation", number, OPERATOR, withoutAll));
      assertEquals("REC-11", refused.reasons().get(0).rule());
    }
    long entry =
        application
            .signed(
                "accept-recommendation",
                number,
                OPERATOR,
                Map.of("value", lower, "reason", reason, "remark", words))
            .auditEntryId();
    assertEquals(
        reason + ": " + words,
        application
            .database()
            .answer(
                "select convert_from(canonical, 'UTF8')::jsonb->'details'->>'value.reason' from"
                    + " audit_entry where id = "
                    + entry));
    Recommendation confirmed = application.release(number);
    assertEquals(RecommendationState.CONFIRMED, confirmed.state(), confirmed.closedSentence());
    assertEquals(from + 1.5, confirmed.acceptedValue());
    assertEquals(from + 1.5, application.facts().setpoint().orElseThrow().doubleValue());
  }

  @Test
  @Verifies("URS-428")
  void theNextWriteEndsTheWatchOfTheOneBefore() {
    String first = application.propose(-3);
    application.accept(first);
    application.release(first);
    String second = application.propose(-3);
    application.accept(second);
    application.release(second);
    application.round(EffectWorker.class);
    assertEquals(Effect.SUPERSEDED, application.stored(first).effect());
    assertEquals(Effect.WATCHING, application.stored(second).effect());
  }

  private Recommendation proposedByTheWorker() {
    TestApplication.await(
        "the advice worker proposes",
        () -> {
          // Enough process time for the next look, whatever came before.
          application.goAhead(Duration.ofHours(3));
          application.round(AdviceWorker.class);
          return !application
              .get(Recommendations.class)
              .numbersIn(RecommendationState.PROPOSED)
              .isEmpty();
        });
    return application.get(Recommendations.class).newest(UNIT, 1).get(0);
  }

  private String task(String number) {
    return application
        .database()
        .answer(
            "select t.task_def_key_ || ' ' || l.group_id_ from act_ru_task t join act_ru_execution e"
                + " on e.id_ = t.proc_inst_id_ join act_ru_identitylink l on l.task_id_ = t.id_"
                + " where e.business_key_ = '"
                + number
                + "'");
  }

  /** Where the process of the recommendation stands; empty when it has ended. */
  private String activity(String number) {
    return application
        .database()
        .answer(
            "select coalesce(string_agg(x.act_id_, ','), '') from act_ru_execution e join"
                + " act_ru_execution x on x.proc_inst_id_ = e.id_ where x.act_id_ is not null and"
                + " e.business_key_ = '"
                + number
                + "'");
  }
}
