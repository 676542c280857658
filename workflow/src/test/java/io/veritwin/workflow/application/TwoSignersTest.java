package io.veritwin.workflow.application;

import static io.veritwin.workflow.application.TestApplication.OPERATOR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.recommendation.recommend.RecommendationState;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.validation.evidence.Verifies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Attack: two operators, or one in two windows, decide on one proposal at the same instant. */
class TwoSignersTest {

  private static final Person OPERATOR2 =
      new Person("sub-operator2", "operator2", "Lena Haas", "10483", Set.of(Role.OPERATOR));

  private final TestApplication application = TestApplication.running();

  @Test
  @Verifies({"URS-149", "URS-410"})
  void twoOperatorsWhoAcceptAtTheSameInstantReleaseOneWrite() throws Exception {
    decideAtOnce("accept-recommendation", OPERATOR, "accept-recommendation", OPERATOR2);
  }

  @Test
  @Verifies({"URS-148", "URS-410"})
  void anOperatorWhoAcceptsInTwoWindowsAtTheSameInstantReleasesOneWrite() throws Exception {
    decideAtOnce("accept-recommendation", OPERATOR, "accept-recommendation", OPERATOR);
  }

  @Test
  @Verifies({"URS-149", "URS-414"})
  void whoRejectsWhileAnotherAcceptsIsEitherFirstOrRefused() throws Exception {
    decideAtOnce("accept-recommendation", OPERATOR, "reject-recommendation", OPERATOR2);
  }

  private void decideAtOnce(String act, Person one, String otherAct, Person other)
      throws Exception {
    String number = application.propose(1);
    int writes = application.writes().size();
    PersonSigning signing = new PersonSigning(application.platform());
    Map<String, String> reason = Map.of("reason", "The change is too late");
    List<Begun> begun =
        List.of(
            signing.begin(act, number, one, Map.of()),
            signing.begin(
                otherAct, number, other, otherAct.startsWith("reject") ? reason : Map.of()));
    CyclicBarrier instant = new CyclicBarrier(2);
    ExecutorService windows = Executors.newFixedThreadPool(2);
    List<SigningOutcome> outcomes = new ArrayList<>();
    try {
      List<Future<SigningOutcome>> both = new ArrayList<>();
      for (Begun window : begun) {
        String ceremony = assertInstanceOf(Begun.Ready.class, window).ceremonyId();
        both.add(
            windows.submit(
                () -> {
                  instant.await(10, TimeUnit.SECONDS);
                  return signing.complete(ceremony);
                }));
      }
      for (Future<SigningOutcome> window : both) {
        outcomes.add(window.get(30, TimeUnit.SECONDS));
      }
    } finally {
      windows.shutdownNow();
    }
    assertEquals(
        1,
        outcomes.stream().filter(SigningOutcome.Signed.class::isInstance).count(),
        outcomes.toString());
    SigningOutcome.Refused second =
        (SigningOutcome.Refused)
            outcomes.stream()
                .filter(SigningOutcome.Refused.class::isInstance)
                .findFirst()
                .orElseThrow();
    // Which of these depends on how far the second one was when the first one's was stored.
    assertTrue(
        Set.of("REC-02", "SIG-09").contains(second.reasons().get(0).rule()),
        second.reasons().toString());
    assertEquals(
        "1",
        application
            .database()
            .answer(
                "select count(*) from electronic_signature where record_id = '" + number + "'"));
    boolean accepted = application.stored(number).state() == RecommendationState.SIGNED;
    application.release(number);
    assertEquals(writes + (accepted ? 1 : 0), application.writes().size());
  }
}
