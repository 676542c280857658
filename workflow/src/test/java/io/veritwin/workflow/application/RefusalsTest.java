package io.veritwin.workflow.application;

import static io.veritwin.workflow.application.TestApplication.ENGINEER;
import static io.veritwin.workflow.application.TestApplication.OPERATOR;
import static io.veritwin.workflow.application.TestApplication.QA;
import static io.veritwin.workflow.application.TestApplication.SETPOINT;
import static io.veritwin.workflow.application.TestApplication.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.plant.PhaseState;
import io.veritwin.recommendation.accept.AskEngineer;
import io.veritwin.recommendation.accept.EngineerQuestion;
import io.veritwin.recommendation.accept.RejectRecommendation;
import io.veritwin.recommendation.accept.StopAdvice;
import io.veritwin.recommendation.observe.UnitView.ProposalView;
import io.veritwin.recommendation.observe.UnitViews;
import io.veritwin.recommendation.recommend.AdviceStatus;
import io.veritwin.recommendation.recommend.AdviceStop;
import io.veritwin.recommendation.recommend.AdviceWorker;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.validation.evidence.Verifies;
import io.veritwin.workflow.engine.WorkflowEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Test;

/** What must not happen does not, is explained in one sentence, and stands in the trail. */
class RefusalsTest {

  private final TestApplication application = TestApplication.running();

  private List<String> rules(SigningOutcome outcome) {
    return assertInstanceOf(SigningOutcome.Refused.class, outcome, outcome::toString)
        .reasons()
        .stream()
        .map(Refusal::rule)
        .toList();
  }

  /** Every reason was recorded as it was said, and the setpoint is as it was. */
  private void assertRecorded(String number, SigningOutcome outcome) {
    List<Refusal> reasons = ((SigningOutcome.Refused) outcome).reasons();
    Refusal recorded = application.newestRefusal();
    assertEquals(reasons.get(0).rule(), recorded.rule());
    for (Refusal reason : reasons) {
      assertTrue(recorded.sentence().contains(reason.sentence()), recorded.sentence());
    }
    assertEquals(
        application.stored(number).currentValue(),
        application.facts().setpoint().orElseThrow().doubleValue());
  }

  private SigningOutcome accept(String number, Map<String, String> choices) {
    return application.sign("accept-recommendation", number, OPERATOR, choices);
  }

  @Test
  @Verifies({"URS-410", "URS-408"})
  void aProposalThatExpiresWhileItIsSignedIsNotSigned() {
    String number = application.propose(1);
    PersonSigning operator = new PersonSigning(application.platform());
    application.goAhead(Duration.ofMinutes(19));
    Begun begun = operator.begin("accept-recommendation", number, OPERATOR, Map.of());
    application.goAhead(Duration.ofMinutes(2));
    SigningOutcome outcome =
        operator.complete(assertInstanceOf(Begun.Ready.class, begun).ceremonyId());
    assertEquals(List.of("REC-03", "SIG-10"), rules(outcome));
    assertRecorded(number, outcome);
    assertEquals(RecommendationState.PROPOSED, application.stored(number).state());
    application.round(AdviceWorker.class);
    assertEquals(RecommendationState.EXPIRED, application.stored(number).state());
    assertEquals(0, openTasks(number));
  }

  @Test
  @Verifies({"URS-420", "URS-425"})
  void staleDataAtTheReleaseRefuseIt() {
    String number = signed(1);
    application.plant().fault(UNIT, "freeze LI-204.PV");
    TestApplication.pause(5500);
    Recommendation r = application.release(number);
    assertEquals(RecommendationState.RELEASE_REFUSED, r.state());
    assertEquals("REL-06", r.closedRule());
    assertTrue(r.closedSentence().contains("LI-204.PV was "), r.closedSentence());
    assertTrue(application.events(number).contains("RECOMMENDATION_RELEASE_REFUSED"));
  }

  @Test
  @Verifies({"URS-404", "URS-411"})
  void aValueOutsideTheDesignSpaceIsNotAccepted() {
    String number = application.propose(1);
    double from = application.stored(number).currentValue();
    SigningOutcome coarse = accept(number, Map.of("value", Double.toString(from + 0.25)));
    assertEquals(List.of("REC-07"), rules(coarse));
    assertRecorded(number, coarse);
    SigningOutcome beyond = accept(number, Map.of("value", Double.toString(from + 7)));
    assertEquals(List.of("REC-06", "REC-07"), rules(beyond));
    assertRecorded(number, beyond);
    assertEquals(List.of("REC-06"), rules(accept(number, Map.of("value", "much"))));
    assertEquals(RecommendationState.PROPOSED, application.stored(number).state());
  }

  @Test
  @Verifies({"URS-404", "URS-420"})
  void aStepThatTheDesignSpaceNoLongerAllowsIsNotReleased() {
    String number = signed(4);
    double before = application.stored(number).currentValue();
    application.plant().enter(UNIT, SETPOINT, before - 3);
    Recommendation r = application.release(number);
    application.plant().enter(UNIT, SETPOINT, before);
    assertEquals(RecommendationState.RELEASE_REFUSED, r.state());
    assertEquals("REL-08", r.closedRule());
    assertTrue(r.closedSentence().contains("is larger than the 6.0 mL/h"), r.closedSentence());
    assertTrue(
        r.gateAnswers().contains("\"rule\":\"REL-09\",\"verdict\":\"NOT_OK\""), r.gateAnswers());
  }

  // P11-09: the engine is memory; only a signature decides.
  @Test
  @Verifies("URS-442")
  void aTaskEndedThroughTheEnginesOwnInterfaceChangesNothingAndRaisesAnAlarm() {
    String number = application.propose(1);
    ProcessEngine engine = application.get(WorkflowEngine.class).engine();
    Task task =
        engine.getTaskService().createTaskQuery().processInstanceBusinessKey(number).singleResult();
    String before = application.footprint();
    List<Runnable> doors =
        List.of(
            () -> engine.getTaskService().complete(task.getId()),
            () ->
                engine
                    .getTaskService()
                    .complete(task.getId(), Map.of("decision.outcome", "accepted")),
            () ->
                engine
                    .getRuntimeService()
                    .deleteProcessInstance(task.getProcessInstanceId(), "no reason", true, true),
            () ->
                engine
                    .getRuntimeService()
                    .createProcessInstanceModification(task.getProcessInstanceId())
                    .cancelAllForActivity("review")
                    .startBeforeActivity("release")
                    .execute(true, true),
            () ->
                engine
                    .getRuntimeService()
                    .createMessageCorrelation("RECOMMENDATION_WITHDRAWN")
                    .processInstanceBusinessKey(number)
                    .correlate());
    for (Runnable door : doors) {
      assertThrows(ProcessEngineException.class, door::run);
      Refusal alarm = application.newestRefusal();
      assertEquals("WFL-01", alarm.rule());
      assertTrue(alarm.sentence().contains(number), alarm.sentence());
      assertEquals(before, application.footprint());
    }
    assertEquals(
        Integer.toString(doors.size()),
        application
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'WORKFLOW_SIDE_DOOR' and record_id"
                    + " = '"
                    + task.getId()
                    + "'"));
    application.accept(number);
    application.release(number);
  }

  @Test
  @Verifies("URS-414")
  void aRejectionNeedsAReasonAndEndsTheReview() {
    String number = application.propose(1);
    SigningOutcome without =
        application.sign("reject-recommendation", number, OPERATOR, Map.of("reason", ""));
    assertEquals(List.of("REC-10"), rules(without));
    assertRecorded(number, without);
    SigningOutcome other =
        application.sign(
            "reject-recommendation",
            number,
            OPERATOR,
            Map.of("reason", RejectRecommendation.OTHER));
    assertEquals(List.of("REC-10"), rules(other));
    application.signed(
        "reject-recommendation",
        number,
        OPERATOR,
        Map.of("reason", "The change is too late", "remark", "Harvest is today."));
    Recommendation r = application.stored(number);
    assertEquals(RecommendationState.REJECTED, r.state());
    assertEquals(
        "Rejected by Marta Reuter: The change is too late: Harvest is today.", r.closedSentence());
    assertEquals(0, openTasks(number));
    assertEquals(List.of("REC-02"), rules(accept(number, Map.of())));
  }

  @Test
  @Verifies("URS-410")
  void onlyAnOperatorAccepts() {
    String number = application.propose(1);
    SigningOutcome outcome = application.sign("accept-recommendation", number, QA, Map.of());
    assertEquals(List.of("REC-01"), rules(outcome));
    assertRecorded(number, outcome);
  }

  @Test
  @Verifies("URS-430")
  void anOpenQuestionToTheEngineerKeepsTheProposalFromBeingAccepted() {
    String number = application.propose(1);
    AskEngineer ask = application.get(AskEngineer.class);
    assertInstanceOf(Outcome.Refused.class, ask.ask(number, " ", OPERATOR));
    EngineerQuestion question =
        ((Outcome.Done<EngineerQuestion>) ask.ask(number, "Is the probe drifting?", OPERATOR))
            .value();
    SigningOutcome blocked = accept(number, Map.of());
    assertEquals(List.of("REC-09"), rules(blocked));
    assertRecorded(number, blocked);
    assertTrue(
        application.newestRefusal().sentence().contains("Is the probe drifting?"),
        application.newestRefusal().sentence());
    assertInstanceOf(Outcome.Refused.class, ask.answer(question.number(), "I think so.", OPERATOR));
    assertInstanceOf(Outcome.Refused.class, ask.answer(question.number(), "", ENGINEER));
    assertInstanceOf(
        Outcome.Done.class, ask.answer(question.number(), "No, calibrated today.", ENGINEER));
    assertEquals(
        List.of("ENGINEER_ASKED", "ENGINEER_ANSWERED"), application.events(question.number()));
    assertInstanceOf(Outcome.Refused.class, ask.answer(question.number(), "Yes, it is.", ENGINEER));
    application.accept(number);
    application.release(number);
  }

  @Test
  @Verifies({"URS-427", "URS-408"})
  void adviceIsStoppedByOnePressAndResumedByASignature() {
    String signed = signed(1);
    String stop = stopAdvice();
    Recommendation refused = application.release(signed);
    assertEquals("REL-14", refused.closedRule(), refused.closedSentence());
    application.round(AdviceWorker.class);
    assertEquals("Advice for BR-204 is stopped.", application.get(AdviceStatus.class).words(UNIT));

    Map<String, String> why = Map.of("remark", "The pump was checked.");
    assertEquals(List.of("REC-41"), rules(application.sign("resume-advice", stop, OPERATOR, why)));
    assertEquals(
        List.of("REC-43"), rules(application.sign("resume-advice", stop, ENGINEER, Map.of())));
    application.signed("resume-advice", stop, ENGINEER, why);
    assertEquals(List.of("REC-42"), rules(application.sign("resume-advice", stop, QA, why)));

    String next = application.propose(1);
    String again = stopAdvice();
    application.round(AdviceWorker.class);
    assertWithdrawn(next, "REC-30");
    application.signed("resume-advice", again, QA, why);
  }

  private String stopAdvice() {
    return ((Outcome.Done<AdviceStop>) application.get(StopAdvice.class).stop(UNIT, OPERATOR))
        .value()
        .number();
  }

  @Test
  @Verifies({"URS-408", "URS-441"})
  void whatNoLongerHoldsIsWithdrawnWithItsReview() {
    String held = application.propose(1);
    application.plant().enter(UNIT, "COMMAND", "HOLD");
    TestApplication.await(
        "the hold is read",
        () -> application.facts().batch().orElseThrow().state() == PhaseState.HELD);
    assertEquals(List.of("REC-34"), rules(accept(held, Map.of())));
    application.round(AdviceWorker.class);
    assertWithdrawn(held, "REC-34");
    application.plant().enter(UNIT, "COMMAND", "RESUME");
    TestApplication.await(
        "the batch goes on",
        () -> application.facts().batch().orElseThrow().state() == PhaseState.RUNNING);

    String moved = application.propose(1);
    double before = application.stored(moved).currentValue();
    application.plant().enter(UNIT, SETPOINT, before + 0.5);
    TestApplication.await(
        "the new setpoint is read",
        () -> application.facts().setpoint().orElseThrow().doubleValue() != before);
    application.round(AdviceWorker.class);
    assertWithdrawn(moved, "REC-36");
  }

  @Test
  @Verifies({"URS-404", "URS-190"})
  void aProposalMadeBeforeTheDesignSpaceWasSignedGivesWayToOneThatSaysWhoSigned() {
    String before = application.propose(1);
    assertTrue(
        basis().contains("Design space DS-204 rev 1, demonstration, not signed"),
        basis().toString());
    // A signature of the author alone changes nothing; QA out of turn is told who is next.
    assertEquals(
        List.of("SIG-34"),
        rules(application.sign("approve-design-space", "DS-204 rev 1", QA, Map.of())));
    application.signed("approve-design-space", "DS-204 rev 1", ENGINEER, Map.of());
    assertEquals(
        List.of("SIG-34", "SIG-35"),
        rules(application.sign("approve-design-space", "DS-204 rev 1", ENGINEER, Map.of())));
    assertTrue(
        basis().contains("Design space DS-204 rev 1, demonstration, not signed"),
        basis().toString());
    application.signed("approve-design-space", "DS-204 rev 1", QA, Map.of());
    assertEquals(
        List.of("REC-21"),
        rules(application.sign("approve-design-space", "DS-204 rev 1", QA, Map.of())));
    assertEquals(List.of("REC-31"), rules(accept(before, Map.of())));
    application.round(AdviceWorker.class);
    assertWithdrawn(before, "REC-31");
    String after = application.propose(1);
    assertTrue(
        basis().contains("Design space DS-204 rev 1, signed by Dr. Ines Albrecht"),
        basis().toString());
    application.accept(after);
    assertEquals(RecommendationState.CONFIRMED, application.release(after).state());
    // The digest in the proposal's entry is the digest that QA signed.
    assertEquals(
        "t",
        application
            .database()
            .answer(
                "select position((select convert_from(canonical, 'UTF8')::jsonb->'details'->>'designSpace.digest'"
                    + " from audit_entry where event = 'DESIGN_SPACE_APPROVED') in"
                    + " (select convert_from(canonical, 'UTF8') from audit_entry where event ="
                    + " 'RECOMMENDATION_PROPOSED' and record_id = '"
                    + after
                    + "')) > 0"));
  }

  @Test
  @Verifies({"URS-429", "URS-443"})
  void aVersionThatDoesNotClaimWhatTheDesignSpaceLimitsGivesNoAdviceAndTheUnitSaysWhy() {
    String version = application.study().effective("CHO-NV", List.of("VCD", "GLC"));
    assertEquals(
        "checks review approved",
        application
            .database()
            .answer(
                "select string_agg(a.act_id_, ' ' order by a.sequence_counter_) from act_hi_actinst"
                    + " a join act_hi_procinst p on p.id_ = a.proc_inst_id_ join change_request c on"
                    + " c.number = p.business_key_ where c.model_version = '"
                    + version
                    + "' and a.act_id_ in ('checks', 'review', 'approved', 'rejected')"));
    application.study().assign(version);
    try {
      application.round(AdviceWorker.class);
      String words = application.get(UnitViews.class).of(UNIT).noProposalBecause();
      assertTrue(
          words.contains(
              "CHO-NV 1.0 does not claim to be credible for volume (VOLUME), on which DS-204 rev 1"
                  + " sets a limit. An engineer registers a version that claims it."),
          words);
    } finally {
      application.study().assign("CHO-FB 1.0");
      application.round(AdviceWorker.class);
    }
  }

  private List<String> basis() {
    ProposalView shown = application.get(UnitViews.class).of(UNIT).proposal();
    return shown.basis();
  }

  private void assertWithdrawn(String number, String rule) {
    Recommendation r = application.stored(number);
    assertEquals(RecommendationState.WITHDRAWN, r.state());
    assertEquals(rule, r.closedRule(), r.closedSentence());
    assertEquals(0, openTasks(number));
    assertTrue(application.events(number).contains("RECOMMENDATION_WITHDRAWN"));
  }

  private long openTasks(String number) {
    return application
        .get(WorkflowEngine.class)
        .engine()
        .getTaskService()
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .count();
  }

  private String signed(double step) {
    String number = application.propose(step);
    application.accept(number);
    return number;
  }
}
