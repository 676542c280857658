package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.Receipts;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attacks on the ceremony by time: two at once, and a clock that is set back. */
class SigningAttacksTest {

  private static final String ACT = "accept-batch-sheet";

  private static TestPlatform platform;
  private static PersonSigning signing;
  private static long sheets;

  @BeforeAll
  static void start() {
    platform = TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker().start();
    signing = new PersonSigning(platform);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void aSheetToSign() throws Exception {
    platform.get(AcceptBatchSheet.class).signDetails(Map.of());
    draft();
  }

  private static void draft() throws Exception {
    Trails.draft(platform, ++sheets, TestPlatform.QA);
  }

  private static String begin(Person signer) {
    Begun begun = signing.begin(ACT, "BS-" + sheets, signer, Map.of());
    return assertInstanceOf(Begun.Ready.class, begun).ceremonyId();
  }

  private static String count(String rows) {
    return platform
        .database()
        .answer("select count(*) from " + rows + " record_id = 'BS-" + sheets + "'");
  }

  private static Refusal refusal(SigningOutcome outcome) {
    return assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons().get(0);
  }

  /** Both press at the same instant; whoever comes second is told, and nothing is signed twice. */
  private static void assertOneOfTwo(Person one, Person other) throws Exception {
    ExecutorService windows = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 12; round++) {
        draft();
        CyclicBarrier instant = new CyclicBarrier(2);
        List<Future<SigningOutcome>> both = new ArrayList<>();
        for (String ceremony : List.of(begin(one), begin(other))) {
          both.add(
              windows.submit(
                  () -> {
                    instant.await(10, TimeUnit.SECONDS);
                    return signing.complete(ceremony);
                  }));
        }
        List<SigningOutcome> outcomes = new ArrayList<>();
        for (Future<SigningOutcome> window : both) {
          outcomes.add(window.get(20, TimeUnit.SECONDS));
        }
        assertEquals(1, outcomes.stream().filter(SigningOutcome.Signed.class::isInstance).count());
        Refusal second =
            refusal(
                outcomes.stream()
                    .filter(SigningOutcome.Refused.class::isInstance)
                    .findFirst()
                    .orElseThrow());
        assertEquals("SIG-09", second.rule(), second.sentence());
        assertEquals("1", count("electronic_signature where"));
        assertEquals("1", count("audit_entry where event = 'BATCH_SHEET_SIGNED' and"));
      }
    } finally {
      windows.shutdownNow();
    }
  }

  @Test
  @Verifies({"URS-149", "URS-150"})
  void twoPeopleWhoSignTheSameRecordAtTheSameInstantGiveOneSignature() throws Exception {
    assertOneOfTwo(TestPlatform.OPERATOR, TestPlatform.QA);
  }

  @Test
  @Verifies({"URS-148", "URS-149"})
  void onePersonWhoSignsInTwoWindowsAtTheSameInstantSignsOnce() throws Exception {
    assertOneOfTwo(TestPlatform.OPERATOR, TestPlatform.OPERATOR);
  }

  @Test
  @Verifies({"URS-116", "URS-149"})
  void aClockThatIsSetBackDuringASigningRefusesItAndLocksNobody() throws Exception {
    String ceremony = begin(TestPlatform.OPERATOR);
    String browser = begin(TestPlatform.OPERATOR);
    platform.clock().goAhead(Duration.ofMinutes(-30));
    try {
      // The identity provider has the same clock, or, on another machine, the right one.
      SigningOutcome outcome =
          platform
              .get(SignRecord.class)
              .complete(
                  java.net.URI.create(
                      "https://localhost:8443/sign/callback?code=abc&state="
                          + platform
                              .get(SigningCeremonies.class)
                              .find(browser)
                              .orElseThrow()
                              .oidcState),
                  browser);
      assertEquals("SIG-48", refusal(outcome).rule());
      SigningCeremony begun = platform.get(SigningCeremonies.class).find(ceremony).orElseThrow();
      Refusal inside = refusal(signing.complete(ceremony, begun.begunAt));
      assertEquals("SIG-48", inside.rule());
      assertTrue(
          inside
              .sentence()
              .contains("the signing began at " + begun.begunAt.toString().substring(0, 19)),
          inside.sentence());
      assertEquals("0", count("electronic_signature where"));
    } finally {
      platform.clock().goAhead(Duration.ofMinutes(30));
    }
    assertInstanceOf(SigningOutcome.Signed.class, signing.complete(begin(TestPlatform.OPERATOR)));
  }

  @Test
  @Verifies({"URS-116", "URS-131"})
  void afterAClockIsSetBackEntriesKeepTheirOrderAndTimeStampsGoOn() throws Exception {
    long before = Trails.note(platform, 1);
    assertTrue(Sequencers.workOnce(platform));
    platform.clock().goAhead(Duration.ofMinutes(-30));
    try {
      long stamps = platform.database().count("log_time_stamp");
      long after = Trails.note(platform, 2);
      assertTrue(Sequencers.workOnce(platform));
      assertEquals(stamps + 1, platform.database().count("log_time_stamp"));
      Receipts receipts = platform.get(Receipts.class);
      assertTrue(receipts.find(after).isPresent());
      assertEquals(
          "t",
          platform
              .database()
              .answer(
                  "select (select sequence from audit_position where entry_id = "
                      + after
                      + ") > (select sequence from audit_position where entry_id = "
                      + before
                      + ")"));
      assertTrue(
          Sequencers.wholeLog(platform).holds(), Sequencers.wholeLog(platform).lines().toString());
    } finally {
      platform.clock().goAhead(Duration.ofMinutes(30));
    }
  }
}
