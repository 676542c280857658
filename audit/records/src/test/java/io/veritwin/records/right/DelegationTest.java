package io.veritwin.records.right;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.right.DelegateSigning.Asked;
import io.veritwin.records.signature.AcceptBatchSheet;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.signature.VerifySignature;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing for somebody who is away, without their account. */
class DelegationTest {

  private static final Person MARTA = TestPlatform.OPERATOR;
  private static final Person QA = TestPlatform.QA;
  private static final Person LENA =
      new Person("sub-operator2", "operator2", "Lena Haas", "10491", Set.of(Role.OPERATOR));
  private static final Person UNCHECKED =
      new Person("sub-new", "new", "Nobody Checked", "10500", Set.of(Role.OPERATOR));

  private TestPlatform platform;
  private PersonSigning signing;

  @BeforeEach
  void start() throws Exception {
    platform = TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker().start();
    signing = new PersonSigning(platform);
    for (Person person : List.of(MARTA, QA, LENA, UNCHECKED)) {
      platform.get(RecordLogin.class).loggedIn(person);
    }
    Trails.draft(platform, 1, QA);
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static String inDays(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
  }

  private static Asked toLena(int days) {
    return new Asked("operator2", Role.OPERATOR, inDays(days), "LEAVE", "Annual leave, week 48.");
  }

  private List<String> delegate(Person maker, Asked asked) {
    return rules(platform.get(DelegateSigning.class).delegate(maker, MARTA.subject(), asked));
  }

  private static List<String> rules(List<Refusal> reasons) {
    return reasons.stream().map(Refusal::rule).toList();
  }

  private SigningOutcome accept(Person signer, String delegation) {
    return signing.sign("accept-batch-sheet", "BS-1", signer, Map.of("delegation", delegation));
  }

  private static List<String> refused(SigningOutcome outcome) {
    return rules(assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons());
  }

  @Test
  @Verifies("URS-191")
  void theDelegateSignsInTheirOwnNameAndTheSignatureSaysForWhom() {
    assertEquals(List.of(), delegate(MARTA, toLena(3)));
    ElectronicSignature signature =
        assertInstanceOf(SigningOutcome.Signed.class, accept(LENA, "D-1")).signature();
    assertEquals("Lena Haas", signature.signer().printedName());
    assertTrue(
        signature.signedFor().startsWith("Marta Reuter, by delegation D-1 until "),
        signature.signedFor());
    assertTrue(
        platform
            .get(VerifySignature.class)
            .ofEntry(signature.auditEntryId())
            .orElseThrow()
            .isAccepted());
    String sentence =
        platform
            .database()
            .answer("select sentence from audit_entry where id = " + signature.auditEntryId());
    assertTrue(sentence.contains(", for Marta Reuter, by delegation D-1 until "), sentence);
    // Moved to another person, it no longer verifies.
    platform
        .database()
        .execute(
            TestDatabase.Role.SUPERUSER,
            "alter table electronic_signature disable trigger append_only;"
                + " alter table electronic_signature disable trigger audit_entry_required;"
                + " update electronic_signature set signed_for = ''");
    assertEquals(
        "false",
        String.valueOf(
            platform
                .get(VerifySignature.class)
                .ofEntry(signature.auditEntryId())
                .orElseThrow()
                .isAccepted()));
  }

  @Test
  @Verifies("URS-191")
  void qaDelegatesForAnAbsentPersonAndEndsIt() {
    assertEquals(List.of("SIG-36"), delegate(LENA, toLena(3)));
    assertEquals(List.of(), delegate(QA, toLena(3)));
    assertEquals(
        List.of("SIG-36"), rules(platform.get(DelegateSigning.class).end(UNCHECKED, "D-1")));
    Begun begun = signing.begin("accept-batch-sheet", "BS-1", LENA, Map.of("delegation", "D-1"));
    String ceremony = assertInstanceOf(Begun.Ready.class, begun).ceremonyId();
    assertEquals(List.of(), platform.get(DelegateSigning.class).end(QA, "D-1"));
    assertEquals(
        List.of("SIG-41"), refused(signing.complete(ceremony)), "ended while it was signed");
    assertEquals(List.of("SIG-41"), rules(platform.get(DelegateSigning.class).end(QA, "D-1")));
  }

  @Test
  @Verifies("URS-191")
  void nothingIsDelegatedToSomebodyWhoCouldNotSignOrWithoutReasonAndEnd() {
    assertEquals(
        List.of("SIG-38"),
        delegate(MARTA, new Asked("new", Role.OPERATOR, inDays(1), "LEAVE", "Annual leave.")));
    assertEquals(
        List.of("SIG-38"),
        delegate(MARTA, new Asked("qa", Role.OPERATOR, inDays(1), "LEAVE", "Annual leave.")));
    assertEquals(
        List.of("SIG-38"),
        delegate(MARTA, new Asked("operator", Role.OPERATOR, inDays(1), "LEAVE", "Annual leave.")));
    assertEquals(
        List.of("SIG-37", "SIG-38", "SIG-39", "SIG-40", "SIG-26"),
        delegate(MARTA, new Asked("nobody", Role.QA, inDays(40), "HOLIDAY", "")));
    assertEquals(List.of("SIG-39"), delegate(MARTA, toLena(-1)));
  }

  @Test
  @Verifies("URS-191")
  void aDelegationEndsByItselfAndIsOnlyTheDelegates() {
    assertEquals(List.of(), delegate(MARTA, toLena(1)));
    assertEquals(List.of("SIG-42"), refused(accept(MARTA, "D-1")));
    assertEquals(List.of("SIG-42"), refused(accept(LENA, "D-77")));
    assertEquals(1, platform.get(Delegations.class).heldBy(LENA.subject()).size());
    platform.clock().goAhead(Duration.ofDays(3));
    assertEquals(0, platform.get(Delegations.class).heldBy(LENA.subject()).size());
    Begun begun = signing.begin("accept-batch-sheet", "BS-1", LENA, Map.of("delegation", "D-1"));
    assertEquals(List.of("SIG-41"), rules(assertInstanceOf(Begun.Refused.class, begun).reasons()));
  }

  // Independence: a delegation gives no more than the other person has.
  @Test
  @Verifies("URS-191")
  void aDelegationGivesNoMoreThanThePersonSignedForHas() throws Exception {
    assertEquals(List.of(), delegate(MARTA, toLena(3)));
    platform.get(AcceptBatchSheet.class).standAgainstPerson(MARTA.subject());
    assertEquals(List.of("SIG-45"), refused(accept(LENA, "D-1")));
    platform.get(AcceptBatchSheet.class).standAgainstPerson("");
    for (int i = 0; i < 3; i++) {
      platform
          .get(SuspendSigningRight.class)
          .authenticationRefused(
              MARTA.subject(), platform.clock().instant(), Trails.note(platform, i));
    }
    assertEquals(List.of("SIG-44"), refused(accept(LENA, "D-1")));
    assertInstanceOf(SigningOutcome.Signed.class, accept(LENA, ""));
  }

  @Test
  @Verifies("URS-191")
  void aDelegationIsNeverChanged() {
    assertEquals(List.of(), delegate(MARTA, toLena(1)));
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                platform
                    .database()
                    .execute(
                        TestDatabase.Role.OWNER,
                        "update delegation set ends_at = ends_at + interval '1 year'"));
    assertTrue(refused.getMessage().contains("never changed"), refused.getMessage());
  }
}
