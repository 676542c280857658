package io.veritwin.workflow.application;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.recommendation.accept.AskEngineer;
import io.veritwin.recommendation.recommend.AdviceWorker;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.recommendation.release.ReleaseRecommendation;
import io.veritwin.recommendation.release.ReleaseWorker;
import io.veritwin.records.log.LogHealth;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.validation.evidence.Verifies;
import io.veritwin.workflow.application.Interference.Death;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The link or the platform is lost in the middle of a release: one write at most, and the truth.
 */
@SuppressWarnings("try") // A fault stands as long as its block.
class LostLinkTest {

  private final TestApplication application = TestApplication.running();
  private String number;
  private int writes;

  @BeforeEach
  void aSignedRecommendation() {
    double now = application.facts().setpoint().orElseThrow().doubleValue();
    number = application.propose(now > 40 ? -2 : 2);
    application.accept(number);
    writes = application.writes().size();
  }

  private Interference interference() {
    return application.get(Interference.class);
  }

  private void assertEnded(RecommendationState state, int sent) {
    Recommendation r = application.stored(number);
    assertEquals(state, r.state(), r.closedSentence());
    assertEquals(writes + sent, application.writes().size());
    double holds = application.facts().setpoint().orElseThrow().doubleValue();
    assertEquals(sent == 1 ? r.acceptedValue() : r.currentValue(), holds);
  }

  @Test
  @Verifies({"URS-420", "URS-425"})
  void aLinkLostBetweenSignatureAndWriteRefusesTheReleaseAndNothingIsSent() {
    application.cable().cut(true, true);
    application.cable().tear();
    TestApplication.await("the loss is seen", () -> !application.facts().link().live());
    Recommendation r = application.release(number);
    assertEquals(RecommendationState.RELEASE_REFUSED, r.state());
    assertTrue(r.closedSentence().startsWith("Not written. FIC-204.SP of BR-204 stays at "));
    assertEquals(r.closedSentence(), lastSentence("RECOMMENDATION_RELEASE_REFUSED"));
    assertEquals(writes, application.writes().size());
    application.cable().mend();
  }

  @Test
  @Verifies({"URS-424", "URS-425"})
  void aLinkLostAfterTheWriteArrivedLeavesItUnknownUntilItIsReadBack() {
    interference()
        .aroundWrite(
            write -> {
              application.cable().cut(false, true);
              return write.get();
            });
    application.round(ReleaseWorker.class);
    assertUnknownWhileCut();
    application.cable().mend();
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
  }

  @Test
  @Verifies({"URS-424", "URS-425"})
  void aLinkLostBeforeTheWriteArrivedLeavesItUnknownUntilItIsReadBack() {
    interference()
        .aroundWrite(
            write -> {
              application.cable().cut(true, true);
              return write.get();
            });
    application.round(ReleaseWorker.class);
    application.cable().tear();
    assertUnknownWhileCut();
    application.cable().mend();
    application.release(number);
    assertEnded(RecommendationState.NOT_WRITTEN, 0);
    assertEquals("RECOMMENDATION_NOT_WRITTEN", lastEvent());
  }

  private void assertUnknownWhileCut() {
    Recommendation r = application.stored(number);
    assertEquals(RecommendationState.UNKNOWN, r.state(), r.closedSentence());
    assertTrue(r.closedSentence().startsWith("Outcome unknown. "), r.closedSentence());
    assertEquals(r.closedSentence(), lastSentence("RECOMMENDATION_OUTCOME_UNKNOWN"));
    application.round(ReleaseWorker.class);
    assertEquals(RecommendationState.UNKNOWN, application.stored(number).state());
  }

  @Test
  @Verifies({"URS-409", "URS-423"})
  void manyWorkersReleaseTheSameRecommendationOnce() throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(6);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(workers.submit(() -> application.get(ReleaseRecommendation.class).release(number)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    workers.shutdown();
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
  }

  @Test
  @Verifies({"URS-423", "URS-426"})
  void theWorkerDiesBeforeTheIntent() {
    DatabaseFault.during(
        application.database(),
        "insert on spent_write",
        () -> application.round(ReleaseWorker.class));
    assertEquals(RecommendationState.SIGNED, application.stored(number).state());
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
  }

  @Test
  @Verifies({"URS-423", "URS-426"})
  void theWorkerDiesBetweenIntentAndWrite() {
    interference()
        .aroundWrite(
            write -> {
              throw new Death("before the write left");
            });
    assertThrows(Death.class, () -> application.round(ReleaseWorker.class));
    assertEquals(RecommendationState.SENDING, application.stored(number).state());
    interference().end();
    application.release(number);
    assertEnded(RecommendationState.NOT_WRITTEN, 0);
  }

  @Test
  @Verifies({"URS-423", "URS-426"})
  void theProcessDiesBetweenTheWriteAndItsRecord() {
    interference()
        .aroundWrite(
            write -> {
              throw new Death("after the write arrived as " + write.get());
            });
    assertThrows(Death.class, () -> application.round(ReleaseWorker.class));
    assertEquals(RecommendationState.SENDING, application.stored(number).state());
    application.restart();
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
    assertTrue(application.events(number).contains("RECOMMENDATION_OUTCOME_UNKNOWN"));
  }

  @Test
  @Verifies({"URS-423", "URS-426"})
  void theProcessDiesDuringTheReadBack() {
    interference()
        .duringPause(
            () -> {
              throw new Death("while the value settled");
            });
    assertThrows(Death.class, () -> application.round(ReleaseWorker.class));
    assertEquals(RecommendationState.WRITTEN, application.stored(number).state());
    application.restart();
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
  }

  // A failed commit reaches the caller as a checked exception that no method declares.
  @ParameterizedTest
  @ValueSource(
      strings = {"commit on reading", "commit on log_checkpoint", "commit on twin_estimate"})
  @Verifies("URS-426")
  void aCommitThatFailsEndsNoWorker(String part) {
    application.goAhead(Duration.ofMinutes(7));
    DatabaseFault.during(
        application.database(),
        part,
        () -> {
          application.get(AskEngineer.class).ask(number, "Is all well?", TestApplication.OPERATOR);
          application.round(AdviceWorker.class);
          TestApplication.pause(1000);
        });
    Instant mended = application.platform().clock().instant();
    TestApplication.await(
        "readings are stored, estimates made and entries placed again",
        () -> {
          application.round(AdviceWorker.class);
          UnitFacts now = application.facts();
          return now.link().lastValueAt().isAfter(mended)
              && now.batch().orElseThrow().processTimeHours()
                      - now.estimate().orElseThrow().processTime()
                  < 0.11
              && application.get(LogHealth.class).reasonAgainstActs().isEmpty();
        });
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
  }

  @Test
  @Verifies("URS-426")
  void aDatabaseThatIsAwayForAWhileDoesNotEndTheWorker() {
    application
        .database()
        .execute(TestDatabase.Role.SUPERUSER, "revoke select on recommendation from veritwin_app");
    try {
      application.round(ReleaseWorker.class);
    } finally {
      application
          .database()
          .execute(TestDatabase.Role.SUPERUSER, "grant select on recommendation to veritwin_app");
    }
    application.release(number);
    assertEnded(RecommendationState.CONFIRMED, 1);
  }

  private String lastEvent() {
    List<String> events = application.events(number);
    return events.get(events.size() - 1);
  }

  private String lastSentence(String event) {
    return application
        .database()
        .answer(
            "select sentence from audit_entry where event = '"
                + event
                + "' and record_id = '"
                + number
                + "' order by id desc limit 1");
  }
}
