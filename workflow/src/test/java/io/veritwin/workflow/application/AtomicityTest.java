package io.veritwin.workflow.application;

import static io.veritwin.workflow.application.TestApplication.OPERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.recommendation.release.ReleaseWorker;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.validation.evidence.Verifies;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A failure in any part of a transaction leaves nothing of it, in the record, the ledger and the
 * engine. The failure is the database's own: it refuses the one statement, or the commit.
 */
@SuppressWarnings("try") // A fault stands as long as its block.
class AtomicityTest {

  private final TestApplication application = TestApplication.running();

  // Transaction 2 of the ceremony: entity, ledger entry, task, history, signature, waiting release.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update on recommendation where new.state = 'SIGNED'",
        "insert on audit_entry where new.event = 'RECOMMENDATION_SIGNED'",
        "delete on act_ru_task",
        "update on act_hi_taskinst",
        "insert on electronic_signature",
        "insert on act_ru_event_subscr where new.event_name_ = 'RELEASE_ENDED'",
        "commit on recommendation where new.state = 'SIGNED'"
      })
  @Verifies({"URS-440", "URS-150"})
  void aFailureInAnyPartOfTheSignatureLeavesNothingOfIt(String part) {
    String number = application.propose(1);
    PersonSigning operator = new PersonSigning(application.platform());
    String ceremony =
        assertInstanceOf(
                Begun.Ready.class,
                operator.begin("accept-recommendation", number, OPERATOR, Map.of()))
            .ceremonyId();
    String before = application.footprint();
    DatabaseFault.during(
        application.database(),
        part,
        () -> {
          SigningOutcome.Refused refused =
              assertInstanceOf(SigningOutcome.Refused.class, operator.complete(ceremony));
          assertEquals("SIG-14", refused.reasons().get(0).rule());
          assertEquals(refused.reasons().get(0), application.newestRefusal());
        });
    assertEquals(before, application.footprint());
    // Nothing is half done: the same person signs the same proposal a moment later.
    application.accept(number);
    assertEquals(RecommendationState.SIGNED, application.stored(number).state());
    application.release(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert on recommendation",
        "insert on audit_entry where new.event = 'RECOMMENDATION_PROPOSED'",
        "insert on act_ru_task",
        "insert on act_hi_procinst",
        "commit on recommendation"
      })
  @Verifies({"URS-440", "URS-405"})
  void aFailureInAnyPartOfAProposalLeavesNothingOfIt(String part) {
    String before = application.footprint();
    DatabaseFault.during(
        application.database(),
        part,
        () -> assertThrows(Exception.class, () -> application.propose(1)));
    assertEquals(before, application.footprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update on recommendation where new.state = 'SENDING'",
        "insert on spent_write",
        "insert on audit_entry where new.event = 'RECOMMENDATION_INTENT_TO_WRITE'",
        "commit on spent_write"
      })
  @Verifies({"URS-440", "URS-421", "URS-423"})
  void withoutACommittedIntentNothingIsSent(String part) {
    String number = signed();
    int writes = application.writes().size();
    String before = application.footprint();
    DatabaseFault.during(
        application.database(), part, () -> application.round(ReleaseWorker.class));
    assertEquals(before, application.footprint());
    assertEquals(writes, application.writes().size());
    assertEquals(RecommendationState.CONFIRMED, application.release(number).state());
    assertEquals(writes + 1, application.writes().size());
  }

  // What the plant took cannot be undone; what is recorded of it is whole or absent, and is caught
  // up.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "update on recommendation where new.state = 'WRITTEN'",
        "insert on audit_entry where new.event = 'RECOMMENDATION_WRITTEN'",
        "update on recommendation where new.state = 'CONFIRMED'",
        "insert on audit_entry where new.event = 'RECOMMENDATION_CONFIRMED'",
        "update on act_hi_procinst",
        "delete on act_ru_event_subscr",
        "commit on recommendation where new.state = 'CONFIRMED'"
      })
  @Verifies({"URS-440", "URS-424", "URS-426"})
  void anOutcomeThatCannotBeRecordedIsCaughtUpAndNotSentAgain(String part) {
    String number = signed();
    int writes = application.writes().size();
    DatabaseFault.during(
        application.database(),
        part,
        () -> {
          application.round(ReleaseWorker.class);
          assertFalse(application.stored(number).state().closed(), application::footprint);
          assertEquals(writes + 1, application.writes().size());
        });
    assertEquals(RecommendationState.CONFIRMED, application.release(number).state());
    assertEquals(writes + 1, application.writes().size());
    assertEquals(
        1, application.events(number).stream().filter("RECOMMENDATION_CONFIRMED"::equals).count());
  }

  private String signed() {
    String number = application.propose(1);
    application.accept(number);
    return number;
  }
}
