package io.veritwin.records.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.TestProviderLog;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.right.CheckIdentity.Seen;
import io.veritwin.records.signature.AcceptBatchSheet;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.watch.Alarm;
import io.veritwin.records.watch.SiteAlarms;
import io.veritwin.records.watch.WatchIdentityEvents;
import io.veritwin.validation.evidence.Verifies;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What takes a right to sign away by itself, and what gives it back. */
class SigningLockoutTest {

  private static final Person OPERATOR = TestPlatform.OPERATOR;
  private static final Person QA = TestPlatform.QA;
  private static final Person ADMINISTRATOR =
      new Person("sub-admin", "admin", "Tom Brandl", "10007", Set.of(Role.ADMINISTRATOR));

  private TestPlatform platform;
  private TestProviderLog provider;
  private PersonSigning signing;

  @BeforeEach
  void start() throws Exception {
    platform = TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker().start();
    provider = platform.get(TestProviderLog.class);
    signing = new PersonSigning(platform);
    for (Person person : List.of(OPERATOR, QA, ADMINISTRATOR)) {
      platform.get(RecordLogin.class).loggedIn(person);
    }
    Trails.draft(platform, 1, QA);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private Instant now() {
    return platform.clock().instant();
  }

  private void wrongPasswords(int count, String client) throws Exception {
    for (int i = 0; i < count; i++) {
      provider.wrongPassword(OPERATOR.subject(), client, now());
    }
    platform.get(WatchIdentityEvents.class).look();
  }

  private Begun begin() {
    return signing.begin("accept-batch-sheet", "BS-1", OPERATOR, Map.of());
  }

  private String begun() {
    return assertInstanceOf(Begun.Ready.class, begin()).ceremonyId();
  }

  private static List<String> rules(List<Refusal> reasons) {
    return reasons.stream().map(Refusal::rule).toList();
  }

  private List<String> refusedToBegin() {
    return rules(assertInstanceOf(Begun.Refused.class, begin()).reasons());
  }

  private static List<String> refused(SigningOutcome outcome) {
    return rules(assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons());
  }

  private List<String> alarms() throws Exception {
    platform.get(WatchSigningRights.class).look();
    return platform.get(SiteAlarms.class).standing().stream().map(Alarm::rule).toList();
  }

  private SigningRight right() {
    return platform.get(SigningRights.class).of(OPERATOR.subject()).orElseThrow();
  }

  private void check() {
    assertEquals(
        List.of(),
        platform
            .get(CheckIdentity.class)
            .check(
                QA,
                OPERATOR.subject(),
                new Seen(
                    "SITE_BADGE", "Badge 10482, the person says it was a typing error.", "L1")));
  }

  private String entries(String event) {
    return platform
        .database()
        .answer("select count(*) from audit_entry where event = '" + event + "'");
  }

  // P11-25.
  @Test
  @Verifies("URS-185")
  void threeRefusedAuthenticationsLockTheRightUntilAnotherPersonChecksTheIdentity()
      throws Exception {
    wrongPasswords(2, "veritwin-sign");
    String beforeTheLock = begun();
    assertEquals(List.of(), alarms());
    wrongPasswords(1, "veritwin-sign");

    assertEquals(SigningRightState.LOCKED, right().state());
    assertEquals(List.of("SIG-20"), refusedToBegin());
    assertEquals(List.of("SIG-20"), refused(signing.complete(beforeTheLock)));
    assertEquals(List.of("SGN-01"), alarms());
    assertEquals("1", entries("SIGNING_RIGHT_LOCKED"));
    wrongPasswords(3, "veritwin-sign");
    assertEquals("1", entries("SIGNING_RIGHT_LOCKED"), "it is locked once");

    check();
    assertEquals(List.of(), alarms());
    assertInstanceOf(SigningOutcome.Signed.class, signing.complete(begun()));
  }

  @Test
  @Verifies("URS-185")
  void failuresElsewhereOrLongAgoOrBeforeTheLastCheckDoNotCount() throws Exception {
    wrongPasswords(3, "veritwin-web");
    wrongPasswords(2, "veritwin-sign");
    platform.clock().goAhead(Duration.ofMinutes(16));
    wrongPasswords(2, "veritwin-sign");
    assertEquals(SigningRightState.ACTIVE, right().state());
    check();
    wrongPasswords(2, "veritwin-sign");
    assertEquals(SigningRightState.ACTIVE, right().state());
    wrongPasswords(1, "veritwin-sign");
    assertEquals(SigningRightState.LOCKED, right().state());
  }

  @Test
  @Verifies("URS-185")
  void theNumberAndTheTimeAreSettings() throws Exception {
    System.setProperty("veritwin.sign.failures", "2");
    System.setProperty("veritwin.sign.failures.minutes", "1");
    try {
      wrongPasswords(1, "veritwin-sign");
      platform.clock().goAhead(Duration.ofMinutes(2));
      wrongPasswords(1, "veritwin-sign");
      assertEquals(SigningRightState.ACTIVE, right().state());
      wrongPasswords(1, "veritwin-sign");
      assertEquals(SigningRightState.LOCKED, right().state());
      assertTrue(
          right().reason().startsWith("2 refused authentications in signing within 1 min"),
          right().reason());
    } finally {
      System.clearProperty("veritwin.sign.failures");
      System.clearProperty("veritwin.sign.failures.minutes");
    }
  }

  // Somebody else types in this person's signing.
  @Test
  @Verifies("URS-185")
  void anotherPersonsAttemptsInTheSignersNameCountToo() {
    for (int i = 0; i < 3; i++) {
      String ceremony = begun();
      String state =
          platform
              .database()
              .answer("select oidc_state from signing_ceremony where id = '" + ceremony + "'");
      assertEquals(
          List.of("SIG-15"),
          refused(
              platform
                  .get(SignRecord.class)
                  .complete(
                      URI.create(
                          "https://localhost:8443/sign/callback?state="
                              + state
                              + "&error=access_denied&error_description=another_person"),
                      ceremony)));
    }
    assertEquals(List.of("SIG-20"), refusedToBegin());
  }

  // Guessing faster than the provider's events are polled.
  @Test
  @Verifies({"URS-185", "URS-187"})
  void whatTheProviderLoggedAMomentAgoCountsBeforeTheSignatureIsStored() throws Exception {
    String ceremony = begun();
    for (int i = 0; i < 3; i++) {
      provider.wrongPassword(OPERATOR.subject(), "veritwin-sign", now());
    }
    assertEquals(List.of("SIG-20"), refused(signing.complete(ceremony)));
    check();
    String again = begun();
    provider.away(true);
    assertEquals(List.of("SIG-11"), refused(signing.complete(again)));
    provider.away(false);
    assertInstanceOf(SigningOutcome.Signed.class, signing.complete(begun()));
  }

  // P11-22.
  @Test
  @Verifies("URS-187")
  void aPasswordThatSomebodyElseSetDoesNotSign() throws Exception {
    String ceremony = begun();
    provider.administrated(
        ADMINISTRATOR.subject(),
        "ACTION USER",
        "users/" + OPERATOR.subject() + "/reset-password",
        "",
        now());
    assertEquals(List.of("SIG-21"), refused(signing.complete(ceremony)));
    List<Refusal> reasons = assertInstanceOf(Begun.Refused.class, begin()).reasons();
    assertTrue(
        reasons.get(0).sentence().contains("Tom Brandl set a credential of this account"),
        reasons.get(0).sentence());
    assertEquals("1", entries("SIGNING_RIGHT_SUSPENDED"));
    // The administrator who set it cannot give the right back to themselves under another name.
    assertEquals(
        List.of("SIG-24"),
        rules(
            platform
                .get(CheckIdentity.class)
                .check(
                    OPERATOR_IN_QA,
                    OPERATOR.subject(),
                    new Seen("SITE_BADGE", "Badge 10482.", "L1"))));
    check();
    assertInstanceOf(SigningOutcome.Signed.class, signing.complete(begun()));
  }

  private static final Person OPERATOR_IN_QA =
      new Person(
          OPERATOR.subject(), "operator", "Marta Reuter", "10482", Set.of(Role.OPERATOR, Role.QA));

  @Test
  @Verifies("URS-187")
  void everyWayToACredentialOfSomebodyElseCountsAndNoOther() throws Exception {
    String account = "users/" + OPERATOR.subject();
    Map<String, String> credentials =
        Map.of(
            account + "/credentials/0815",
            "",
            account + "/disable-credential-types",
            "",
            account + "/execute-actions-email",
            "",
            account + "/federated-identity/elsewhere",
            "",
            account,
            "{\"username\":\"operator\",\"credentials\":[{\"type\":\"password\"}]}");
    for (Map.Entry<String, String> act : credentials.entrySet()) {
      platform.clock().goAhead(Duration.ofSeconds(1));
      administrated(ADMINISTRATOR.subject(), act.getKey(), act.getValue());
      assertEquals(SigningRightState.TO_BE_RECHECKED, right().state(), act.getKey());
      platform.clock().goAhead(Duration.ofSeconds(1));
      check();
    }
    administrated(
        ADMINISTRATOR.subject(), account, "{\"username\":\"operator\",\"email\":\"a@b.c\"}");
    administrated(ADMINISTRATOR.subject(), account + "/logout", "");
    administrated(ADMINISTRATOR.subject(), "users/sub-other/reset-password", "");
    administrated(OPERATOR.subject(), account + "/reset-password", "");
    assertEquals(SigningRightState.ACTIVE, right().state());
  }

  private void administrated(String by, String path, String newState) throws Exception {
    provider.administrated(by, "ACTION USER", path, newState, now());
    platform.get(WatchIdentityEvents.class).look();
  }

  // A lock is not softened to a re-check, and the same check answers both.
  @Test
  @Verifies({"URS-185", "URS-187"})
  void aLockedRightStaysLockedWhenTheCredentialIsSet() throws Exception {
    wrongPasswords(3, "veritwin-sign");
    administrated(ADMINISTRATOR.subject(), "users/" + OPERATOR.subject() + "/reset-password", "");
    assertEquals(SigningRightState.LOCKED, right().state());
  }
}
