package io.veritwin.records.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.right.CheckIdentity.Seen;
import io.veritwin.records.right.RecordTraining.Trained;
import io.veritwin.records.signature.AcceptBatchSheet;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Identity check, training and accountability statement, at the instant of signing. */
class SigningRightTest {

  private static final Seen CARD =
      new Seen("IDENTITY_CARD", "Card T22000129, valid to 2031.", "Letter of 2026-03-02");

  private static TestPlatform platform;
  private static PersonSigning signing;
  private static int people;

  private Person operator;

  @BeforeAll
  static void start() {
    platform =
        TestPlatform.builder()
            .with(AcceptBatchSheet.class)
            .presetting("qa", "operator")
            .withoutWorker()
            .start();
    signing = new PersonSigning(platform);
    platform.get(RecordLogin.class).loggedIn(TestPlatform.QA);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void somebodyNew() throws Exception {
    operator = somebody(Role.OPERATOR);
    Trails.draft(platform, people, TestPlatform.QA);
    platform.get(RecordLogin.class).loggedIn(operator);
  }

  private static Person somebody(Role... roles) {
    people++;
    return new Person(
        "sub-new" + people, "new" + people, "New Person", "2" + people, Set.of(roles));
  }

  private static SigningOutcome accept(Person signer) {
    return signing.sign("accept-batch-sheet", "BS-" + people, signer, Map.of());
  }

  private static List<String> rules(List<Refusal> reasons) {
    return reasons.stream().map(Refusal::rule).toList();
  }

  private static List<String> refused(SigningOutcome outcome) {
    return rules(assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons());
  }

  private static List<Refusal> check(Person checker, Person whom, Seen seen) {
    return platform.get(CheckIdentity.class).check(checker, whom.subject(), seen);
  }

  private static List<Refusal> train(Person recorder, Person whom, Role function, String lastDay) {
    return platform
        .get(RecordTraining.class)
        .record(recorder, whom.subject(), new Trained(function, lastDay, "Course OP-17, passed."));
  }

  private static SigningOutcome signStatement(Person signer) {
    return signing.sign(SignStatement.NAME, signer.username(), signer, Map.of());
  }

  private static String inDays(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
  }

  private static String newest(String column, String event) {
    return platform
        .database()
        .answer(
            "select "
                + column
                + " from audit_entry where event = '"
                + event
                + "' order by id desc");
  }

  private void makeReady() {
    assertEquals(List.of(), check(TestPlatform.QA, operator, CARD));
    assertEquals(List.of(), train(TestPlatform.QA, operator, Role.OPERATOR, inDays(30)));
    assertInstanceOf(SigningOutcome.Signed.class, signStatement(operator));
  }

  // P11-19, P11-12, P11-13.
  @Test
  @Verifies({"URS-180", "URS-181", "URS-182", "URS-143"})
  void everythingThatIsMissingIsSaidAtOnceWithWhoCanGiveIt() {
    SigningOutcome.Refused outcome =
        assertInstanceOf(SigningOutcome.Refused.class, accept(operator));
    assertEquals(List.of("SIG-17", "SIG-18", "SIG-19"), rules(outcome.reasons()));
    for (Refusal reason : outcome.reasons()) {
      assertTrue(reason.sentence().startsWith("Not signed. "), reason.sentence());
    }
    assertTrue(outcome.reasons().get(1).sentence().contains("as operator (none is on record)"));
    assertEquals("SIG-17", newest("rule", "SIGNING_REFUSED"));
    assertEquals("new" + people, newest("record_id", "PERSON_ENROLLED"));
  }

  @Test
  @Verifies({"URS-180", "URS-181", "URS-182", "URS-188"})
  void whoIsCheckedTrainedAndAnswersForItSigns() {
    assertEquals(List.of("SIG-17"), refused(signStatement(operator)));
    assertEquals(List.of(), check(TestPlatform.QA, operator, CARD));
    assertEquals(List.of("SIG-18", "SIG-19"), refused(accept(operator)));
    assertEquals(List.of(), train(TestPlatform.QA, operator, Role.OPERATOR, inDays(30)));
    assertEquals(List.of("SIG-19"), refused(accept(operator)));
    assertInstanceOf(SigningOutcome.Signed.class, signStatement(operator));
    assertEquals(List.of("SIG-32"), refused(signStatement(operator)));
    SigningRights rights = platform.get(SigningRights.class);
    assertTrue(rights.lastSigned().get(operator.subject()) != null, "the statement is signed");
    assertInstanceOf(SigningOutcome.Signed.class, accept(operator));

    SigningRight right = rights.of(operator.subject()).orElseThrow();
    assertEquals(SigningRightState.ACTIVE, right.state());
    assertEquals("Dr. Ines Albrecht", right.checkedByName());
    assertTrue(right.checkedHow().endsWith("Card T22000129, valid to 2031."), right.checkedHow());
    assertEquals("Letter of 2026-03-02", right.certificationLetter());
    assertFalse(right.presetCheck());
    // Field by field, with who and why.
    String entry = newest("convert_from(canonical, 'UTF8')", "IDENTITY_CHECKED");
    assertTrue(entry.contains("\"field\":\"checkedByName\""), entry);
    assertTrue(entry.contains("\"after\":\"ACTIVE\",\"before\":\"UNCHECKED\""), entry);
    assertTrue(
        newest("convert_from(canonical, 'UTF8')", "STATEMENT_SIGNED")
            .contains("\"field\":\"statementVersion\""));
  }

  // DI-09, P11-22: nobody vouches for themselves; the list of methods is closed.
  @Test
  @Verifies("URS-180")
  void onlyAnotherPersonOfQaOrAdministrationVouchesAndSaysHow() {
    Person administrator = somebody(Role.ADMINISTRATOR);
    platform.get(RecordLogin.class).loggedIn(administrator);
    assertEquals(List.of("SIG-24"), rules(check(administrator, administrator, CARD)));
    assertEquals(List.of("SIG-23", "SIG-24"), rules(check(operator, operator, CARD)));
    assertEquals(
        List.of("SIG-25", "SIG-26", "SIG-27"),
        rules(check(TestPlatform.QA, operator, new Seen("BY_TELEPHONE", "known", " "))));
    assertEquals("t", newest("refused", "IDENTITY_CHECKED"));
    assertEquals(
        SigningRightState.UNCHECKED,
        platform.get(SigningRights.class).of(operator.subject()).orElseThrow().state());
    assertEquals(
        List.of("SIG-24", "SIG-28", "SIG-29"),
        rules(train(TestPlatform.QA, TestPlatform.QA, Role.INSPECTOR, "next year")));
    assertEquals(List.of(), check(administrator, operator, CARD));
    // Not past the application either.
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                platform
                    .database()
                    .execute(
                        TestDatabase.Role.APPLICATION,
                        "update signing_right set checked_by = subject where subject = '"
                            + operator.subject()
                            + "'"));
    assertTrue(refused.getMessage().contains("check constraint"), refused.getMessage());
  }

  @Test
  @Verifies("URS-181")
  void aTrainingThatEndedOrIsForAnotherFunctionDoesNotCount() {
    makeReady();
    Person inQa = somebody(Role.QA);
    platform.get(RecordLogin.class).loggedIn(inQa);
    assertEquals(List.of(), check(TestPlatform.QA, inQa, CARD));
    assertEquals(List.of(), train(TestPlatform.QA, inQa, Role.OPERATOR, inDays(30)));
    assertInstanceOf(SigningOutcome.Signed.class, signStatement(inQa));
    assertEquals(
        List.of("SIG-18"),
        rules(platform.get(SigningRights.class).reasonsAgainst(inQa, Set.of(Role.QA))));
    platform.clock().goAhead(Duration.ofDays(32));
    try {
      List<Refusal> reasons =
          platform.get(SigningRights.class).reasonsAgainst(operator, Set.of(Role.OPERATOR));
      assertEquals(List.of("SIG-18"), rules(reasons));
      assertTrue(reasons.get(0).sentence().contains(" ended at "), reasons.get(0).sentence());
    } finally {
      platform.clock().goAhead(Duration.ofDays(-32));
    }
  }

  @Test
  @Verifies("URS-182")
  void anotherVersionOfTheStatementBlocksEverybodyUntilTheySignIt() {
    makeReady();
    PublishStatement publish = platform.get(PublishStatement.class);
    int before = platform.get(SigningRights.class).statement().version();
    String text = "I answer for every act under my signature, of version " + (before + 1) + ".";
    assertEquals(
        List.of("SIG-30", "SIG-31", "SIG-26"), rules(publish.publish(operator, "Short.", "")));
    assertEquals(List.of(), publish.publish(TestPlatform.QA, text, "Yearly review of the text."));
    assertEquals(List.of("SIG-19"), refused(accept(operator)));
    assertEquals(List.of("SIG-19"), refused(accept(TestPlatform.QA)), "preset or not");
    assertEquals(
        List.of("SIG-33"), refused(signing.sign(SignStatement.NAME, "qa", operator, Map.of())));
    assertInstanceOf(SigningOutcome.Signed.class, signStatement(operator));
    assertInstanceOf(SigningOutcome.Signed.class, accept(operator));
    assertInstanceOf(SigningOutcome.Signed.class, signStatement(TestPlatform.QA));
  }

  @Test
  @Verifies("URS-183")
  void aRightThatIsTakenAwayWhileSomebodySignsRefusesTheSignature() {
    makeReady();
    Begun begun = signing.begin("accept-batch-sheet", "BS-" + people, operator, Map.of());
    String ceremony = assertInstanceOf(Begun.Ready.class, begun).ceremonyId();
    for (int i = 0; i < 3; i++) {
      platform
          .get(SuspendSigningRight.class)
          .authenticationRefused(operator.subject(), platform.clock().instant(), note());
    }
    assertEquals(List.of("SIG-20"), refused(signing.complete(ceremony)));
    assertEquals(
        "OPEN", platform.database().answer("select state from batch_sheet where id = " + people));
  }

  private static long note() {
    try {
      return Trails.note(platform, people);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // DI-09: whoever keeps accounts has no signing meaning on records.
  @Test
  @Verifies("URS-183")
  void anAdministratorSignsNoRecord() {
    makeReady();
    Person both =
        new Person(
            operator.subject(),
            operator.username(),
            operator.printedName(),
            operator.personNumber(),
            Set.of(Role.OPERATOR, Role.ADMINISTRATOR));
    assertEquals(List.of("SIG-22"), refused(accept(both)));
  }

  @Test
  @Verifies("URS-184")
  void onlyTheAccountsOfTheSetUpArePresetAndMarkedSo() {
    platform.get(RecordLogin.class).loggedIn(TestPlatform.OPERATOR);
    SigningRights rights = platform.get(SigningRights.class);
    SigningRight preset = rights.of(TestPlatform.OPERATOR.subject()).orElseThrow();
    assertTrue(preset.presetCheck());
    assertEquals("Veritwin, site set-up", preset.checkedByName());
    assertTrue(rights.trainings(preset.subject()).get(0).demonstration());
    assertTrue(
        newest("sentence", "PERSON_ENROLLED").contains("demonstration, preset"),
        newest("sentence", "PERSON_ENROLLED"));
    assertFalse(rights.of(operator.subject()).orElseThrow().demonstration());

    System.setProperty("veritwin.site.kind", "gxp");
    System.setProperty("veritwin.preset.accounts", "gxp1");
    try {
      Person onGxp = new Person("sub-gxp1", "gxp1", "G. Person", "31", Set.of(Role.OPERATOR));
      platform.get(RecordLogin.class).loggedIn(onGxp);
      assertEquals(SigningRightState.UNCHECKED, rights.of("sub-gxp1").orElseThrow().state());
      assertEquals(
          List.of("SIG-17", "SIG-18", "SIG-19"),
          rules(rights.reasonsAgainst(onGxp, Set.of(Role.OPERATOR))));
    } finally {
      System.clearProperty("veritwin.site.kind");
      System.setProperty("veritwin.preset.accounts", "qa operator");
    }
  }

  @Test
  @Verifies("URS-188")
  void aChangeOfRoleAtTheIdentityProviderIsSeenAtTheNextLogin() {
    Person promoted =
        new Person(
            operator.subject(),
            operator.username(),
            operator.printedName(),
            operator.personNumber(),
            Set.of(Role.OPERATOR, Role.QA));
    platform.get(RecordLogin.class).loggedIn(promoted);
    platform.get(RecordLogin.class).loggedIn(promoted);
    assertEquals(
        "QA, operator",
        platform.get(SigningRights.class).of(operator.subject()).orElseThrow().rolesInWords());
    assertEquals(
        "1",
        platform
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'PERSON_CHANGED' and record_id = '"
                    + operator.username()
                    + "'"));
  }

  @Test
  @Verifies({"URS-181", "URS-183"})
  void aTrainingWithdrawnBetweenBeginningAndEndRefusesTheSignatureAndStaysOnRecord() {
    makeReady();
    String number =
        platform
            .database()
            .answer("select number from training where subject = '" + operator.subject() + "'");
    String begun =
        assertInstanceOf(
                Begun.Ready.class,
                signing.begin("accept-batch-sheet", "BS-" + people, operator, Map.of()))
            .ceremonyId();
    String why = "The course was found to be the one for BR-101.";
    assertEquals(List.of("SIG-23", "SIG-24"), withdraw(operator, number, why));
    assertEquals(List.of("SIG-26"), withdraw(TestPlatform.QA, number, "because"));
    assertEquals("SIG-26", newest("rule", "TRAINING_WITHDRAWN"));
    assertEquals(List.of(), withdraw(TestPlatform.QA, number, why));
    assertEquals("f", newest("refused", "TRAINING_WITHDRAWN"));
    assertEquals(why, newest("reason", "TRAINING_WITHDRAWN"));
    assertEquals(List.of("SIG-49"), withdraw(TestPlatform.QA, number, why));

    SigningOutcome.Refused refused =
        assertInstanceOf(SigningOutcome.Refused.class, signing.complete(begun));
    assertEquals("SIG-18", refused.reasons().get(0).rule());
    assertTrue(
        refused.reasons().get(0).sentence().contains(number + " was withdrawn at "),
        refused.reasons().toString());
    assertEquals(
        "1",
        platform
            .database()
            .answer("select count(*) from training where number = '" + number + "'"));
    assertThrows(
        IllegalStateException.class,
        () ->
            platform
                .database()
                .execute(TestDatabase.Role.OWNER, "delete from training_withdrawal"));

    assertEquals(List.of(), train(TestPlatform.QA, operator, Role.OPERATOR, inDays(30)));
    assertInstanceOf(SigningOutcome.Signed.class, accept(operator));
  }

  private static List<String> withdraw(Person by, String training, String reason) {
    return rules(platform.get(WithdrawTraining.class).withdraw(by, training, reason));
  }
}
