package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.platform.BatchSheet;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.validation.evidence.Verifies;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The signing ceremony over real transactions, with tokens signed in the test. */
class SignRecordTest {

  private static final IdentityProvider PROVIDER = new IdentityProvider("realm-key-1");
  private static TestPlatform platform;
  private static long sheets;

  private long sheet;

  @BeforeAll
  static void start() {
    platform =
        TestPlatform.builder()
            .with(AcceptBatchSheet.class)
            .withEntities(SigningCeremony.class, StoredSignature.class)
            .withoutWorker()
            .start();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void aSheetToSign() throws Exception {
    sheet = ++sheets;
    Trails.draft(platform, sheet, TestPlatform.QA);
    act().standAgainst();
    act().failInCarryOut(false);
    act().signDetails(Map.of("write.value", "46.5"));
    act().expire(null);
  }

  private static AcceptBatchSheet act() {
    return platform.get(AcceptBatchSheet.class);
  }

  private SigningRequest request() {
    return new SigningRequest(
        "accept-batch-sheet",
        "BS-" + sheet,
        TestPlatform.OPERATOR,
        Map.of("remark", "Agrees with 08:20 off-line sample, 2.2 g/L."));
  }

  private SigningCeremony begin() {
    Begun begun = platform.get(BeginSigning.class).begin(request());
    String id = assertInstanceOf(Begun.Ready.class, begun).ceremonyId();
    return platform.get(SigningCeremonies.class).find(id).orElseThrow();
  }

  private static FreshAuthentication.Outcome check(
      SigningCeremony ceremony, com.nimbusds.jwt.JWTClaimsSet.Builder claims) {
    return platform
        .get(FreshAuthentication.class)
        .check(ceremony, PROVIDER.sign(claims), PROVIDER.keySet());
  }

  private static FreshIdentity proven(SigningCeremony ceremony) {
    return assertInstanceOf(
            FreshAuthentication.Outcome.Proven.class,
            check(ceremony, IdentityProvider.answer(ceremony)))
        .identity();
  }

  private static SigningOutcome sign(SigningCeremony ceremony) {
    return platform.get(SignRecord.class).sign(ceremony, proven(ceremony));
  }

  private static void assertRefused(String rule, SigningOutcome outcome) {
    List<Refusal> reasons = assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons();
    assertEquals(rule, reasons.get(0).rule(), reasons.toString());
  }

  private static String newestEvent(String column) {
    return platform
        .database()
        .answer("select " + column + " from audit_entry order by id desc limit 1");
  }

  private String state() {
    return platform.database().answer("select state from batch_sheet where id = " + sheet);
  }

  // 21 CFR 11.50, 11.70, 11.200: name, time, meaning; bound to the record; both components.
  @Test
  @Verifies({"URS-140", "URS-141", "URS-150"})
  void aSignatureIsStoredTogetherWithItsActAndItsEntry() {
    SigningCeremony ceremony = begin();
    SigningOutcome.Signed signed = assertInstanceOf(SigningOutcome.Signed.class, sign(ceremony));

    ElectronicSignature signature = signed.signature();
    assertEquals("Marta Reuter", signature.signer().printedName());
    assertEquals(Meaning.ACCEPTED_FOR_RELEASE, signature.meaning());
    assertEquals("Agrees with 08:20 off-line sample, 2.2 g/L.", signature.remark());
    assertEquals(ceremony.ceremonyDigest, signature.ceremonyDigest());
    assertEquals("sheet/BS-" + sheet, signed.returnTo());
    assertEquals("ACCEPTED", state());

    byte[] leaf =
        HexFormat.of()
            .parseHex(
                platform
                    .database()
                    .answer(
                        "select encode(canonical, 'hex') from audit_entry where id = "
                            + signature.auditEntryId()));
    AuditEntry entry = AuditEntry.read(leaf).orThrow();
    assertEquals("BATCH_SHEET_SIGNED", entry.event());
    assertEquals("46.5", entry.details().get("write.value"));
    assertEquals(signature.number(), entry.details().get("signature.number"));
    assertEquals(signature.recordDigest(), entry.details().get("signature.record-digest"));
    assertEquals(List.of(new FieldChange("state", "OPEN", "ACCEPTED")), entry.changes());

    assertTrue(platform.get(VerifySignature.class).ofEntry(entry.id()).orElseThrow().isAccepted());
    assertInstanceOf(
        SigningOutcome.Signed.class, platform.get(SignRecord.class).outcome(ceremony.id));
  }

  // Ten ideas 1: the nonce is the digest of record, version, meaning, signer, choices and random.
  @Test
  @Verifies("URS-142")
  void theNonceIsTheDigestOfWhatIsSigned() {
    SigningCeremony one = begin();
    SigningCeremony two = begin();
    String statement = new String(one.statement, java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(statement.contains("\"recordDigest\":\"" + Digests.hex(one.canonical) + "\""));
    assertTrue(statement.contains("\"version\":1"), statement);
    assertTrue(statement.contains("\"meaning\":\"Accepted for release\""), statement);
    assertTrue(statement.contains("\"signer\":\"sub-operator\""), statement);
    assertTrue(statement.contains("\"remark\":\"Agrees with 08:20"), statement);
    assertEquals(Digests.hex(one.statement), one.ceremonyDigest);
    assertEquals(
        one.ceremonyDigest,
        HexFormat.of().formatHex(java.util.Base64.getUrlDecoder().decode(one.nonce())));
    assertEquals(one.ceremonyDigest.substring(0, 8), one.code().replace(" ", ""));
    assertTrue(statement.matches(".*\"random\":\"[0-9a-f]{64}\".*"), statement);
    assertFalse(one.ceremonyDigest.equals(two.ceremonyDigest));
  }

  @Test
  @Verifies("URS-143")
  void everyReasonAgainstASignatureIsShownAtOnceAndRecorded() {
    act().standAgainst(new Refusal("REL-01", "Stale."), new Refusal("REL-02", "Not trained."));
    act().expire(Instant.now().minusSeconds(1));
    Begun begun = platform.get(BeginSigning.class).begin(request());
    List<Refusal> reasons = assertInstanceOf(Begun.Refused.class, begun).reasons();
    assertEquals(
        List.of("REL-01", "REL-02", "SIG-10"), reasons.stream().map(Refusal::rule).toList());
    assertEquals("REL-01", newestEvent("rule"));
    assertEquals("t", newestEvent("refused"));
    assertEquals("SIGNING_REFUSED", newestEvent("event"));
  }

  // Journeys, "restart login": another person authenticates inside this session.
  @Test
  @Verifies("URS-144")
  void anotherPersonsAuthenticationIsRefused() {
    SigningCeremony ceremony = begin();
    Refusal reason =
        refusal(
            check(
                ceremony,
                IdentityProvider.answer(ceremony)
                    .subject("sub-operator2")
                    .claim("name", "Lena Haas")));
    assertEquals("SIG-03", reason.rule());
    assertTrue(
        reason.sentence().startsWith("Not signed. Lena Haas proved their identity, but Marta"),
        reason.sentence());
  }

  @Test
  @Verifies("URS-145")
  void anAuthenticationAboutAnotherRecordIsRefused() {
    SigningCeremony ceremony = begin();
    SigningCeremony other = begin();
    assertEquals("SIG-04", refusal(check(ceremony, IdentityProvider.answer(other))).rule());
    assertEquals(
        "SIG-04",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).claim("nonce", null))).rule());
  }

  // A11D-14: relying on the existing login is refused.
  @Test
  @Verifies("URS-146")
  void anOldSessionDoesNotSign() {
    SigningCeremony ceremony = begin();
    long begun = ceremony.begunAt.getEpochSecond();
    assertEquals(
        "SIG-05",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).claim("auth_time", begun - 1)))
            .rule());
    assertEquals(
        "SIG-05",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).claim("auth_time", null)))
            .rule());
    // auth_time has whole seconds: the second in which the ceremony began counts as fresh.
    assertInstanceOf(
        FreshAuthentication.Outcome.Proven.class,
        check(ceremony, IdentityProvider.answer(ceremony).claim("auth_time", begun)));
  }

  @Test
  @Verifies("URS-146")
  void aWeakerAuthenticationDoesNotSign() {
    SigningCeremony ceremony = begin();
    assertEquals(
        "SIG-06",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).claim("acr", "0"))).rule());
    assertEquals(
        "SIG-06",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).claim("acr", null))).rule());
  }

  // P11-10: the role at the instant of signing, not at login.
  @Test
  @Verifies("URS-183")
  void aRoleThatChangedSinceTheLoginDoesNotSign() {
    SigningCeremony ceremony = begin();
    Refusal reason =
        refusal(
            check(
                ceremony,
                IdentityProvider.answer(ceremony).claim("roles", List.of("qa", "offline_access"))));
    assertEquals("SIG-46", reason.rule());
    assertTrue(
        reason.sentence().contains("You began as operator, and the identity provider now vouches"),
        reason.sentence());
    assertEquals(
        "SIG-46",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).claim("roles", List.of())))
            .rule());
    assertInstanceOf(
        FreshAuthentication.Outcome.Proven.class,
        check(
            ceremony,
            IdentityProvider.answer(ceremony)
                .claim("roles", List.of("operator", "offline_access"))));
  }

  @Test
  @Verifies("URS-147")
  void aTokenThatIsNotGenuineIsRefused() {
    SigningCeremony ceremony = begin();
    FreshAuthentication fresh = platform.get(FreshAuthentication.class);
    IdentityProvider forger = new IdentityProvider("realm-key-1");
    assertEquals(
        "SIG-07",
        refusal(
                fresh.check(
                    ceremony, forger.sign(IdentityProvider.answer(ceremony)), PROVIDER.keySet()))
            .rule());
    assertEquals(
        "SIG-07",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).issuer("https://elsewhere")))
            .rule());
    assertEquals(
        "SIG-07",
        refusal(check(ceremony, IdentityProvider.answer(ceremony).audience("veritwin"))).rule());
    String unsigned =
        new com.nimbusds.jwt.PlainJWT(IdentityProvider.answer(ceremony).build()).serialize();
    assertEquals("SIG-07", refusal(fresh.check(ceremony, unsigned, PROVIDER.keySet())).rule());
  }

  private static Refusal refusal(FreshAuthentication.Outcome outcome) {
    return assertInstanceOf(FreshAuthentication.Outcome.Refused.class, outcome).reason();
  }

  private static URI callback(SigningCeremony ceremony, String query) {
    return URI.create(
        "https://localhost:8443/sign/callback?state=" + ceremony.oidcState + "&" + query);
  }

  @Test
  @Verifies("URS-148")
  void aCancelledAuthenticationEndsTheCeremonyAndIsRecorded() {
    SigningCeremony ceremony = begin();
    SignRecord signRecord = platform.get(SignRecord.class);
    URI cancelled = callback(ceremony, "error=access_denied&error_description=cancelled");
    assertRefused("SIG-08", signRecord.complete(cancelled, ceremony.id));
    assertEquals("SIG-08", newestEvent("rule"));
    assertEquals("sub-operator", newestEvent("person_id"));
    assertRefused("SIG-08", signRecord.outcome(ceremony.id));
    // Used once: the same answer again finds nothing open.
    assertRefused("SIG-01", signRecord.complete(cancelled, ceremony.id));
  }

  @Test
  @Verifies("URS-148")
  void anAnswerInAnotherBrowserIsRefused() {
    SigningCeremony ceremony = begin();
    SignRecord signRecord = platform.get(SignRecord.class);
    assertRefused("SIG-13", signRecord.complete(callback(ceremony, "code=abc"), null));
    assertEquals("SIG-13", newestEvent("rule"));
  }

  @Test
  @Verifies({"URS-146", "URS-148"})
  void aMadeUpAnswerEndsTheCeremonyOfThisBrowserAndIsRecorded() {
    SigningCeremony ceremony = begin();
    SignRecord signRecord = platform.get(SignRecord.class);
    URI madeUp = URI.create("https://localhost:8443/sign/callback?state=unknown&code=abc");
    assertRefused("SIG-16", signRecord.complete(madeUp, ceremony.id));
    assertEquals("SIG-16", newestEvent("rule"));
    assertEquals("sub-operator", newestEvent("person_id"));
    assertRefused("SIG-16", signRecord.outcome(ceremony.id));
    assertRefused("SIG-90", signRecord.complete(madeUp, null));
    assertEquals("SIG-16", newestEvent("rule"), "a caller without a ceremony fills no trail");
  }

  @Test
  @Verifies("URS-144")
  void anotherPersonAtTheIdentityProvidersPageIsRefusedInWords() {
    SigningCeremony ceremony = begin();
    assertRefused(
        "SIG-15",
        platform
            .get(SignRecord.class)
            .complete(
                callback(ceremony, "error=access_denied&error_description=another_person"),
                ceremony.id));
    assertEquals("SIG-15", newestEvent("rule"));
  }

  @Test
  @Verifies("URS-148")
  void notSigningAtTheIdentityProvidersPageIsTheSignersChoice() {
    SigningCeremony ceremony = begin();
    assertRefused(
        "SIG-12",
        platform
            .get(SignRecord.class)
            .complete(callback(ceremony, "error=access_denied"), ceremony.id));
  }

  @Test
  @Verifies("URS-148")
  void aPersonMayChooseNotToSign() {
    SigningCeremony ceremony = begin();
    platform.get(SignRecord.class).cancel(ceremony.id);
    assertRefused("SIG-12", platform.get(SignRecord.class).outcome(ceremony.id));
    assertEquals("SIG-12", newestEvent("rule"));
  }

  @Test
  @Verifies("URS-148")
  void aCeremonyEndsAfterTenMinutes() {
    SigningCeremony ceremony = begin();
    platform.clock().goAhead(Duration.ofMinutes(10));
    try {
      assertRefused(
          "SIG-02",
          platform.get(SignRecord.class).complete(callback(ceremony, "code=abc"), ceremony.id));
      assertEquals("SIG-02", newestEvent("rule"));
    } finally {
      platform.clock().goAhead(Duration.ofMinutes(-10));
    }
  }

  // 21 CFR 11.50(b): what was signed is read again, in whatever session.
  @Test
  @Verifies("URS-153")
  void theRecordIsReadAgainAsItWasShownByItsSignerOnly() throws Exception {
    Begun begun = platform.get(BeginSigning.class).begin(request());
    Begun.Ready ready = assertInstanceOf(Begun.Ready.class, begun);
    change("another title");
    SignRecord signRecord = platform.get(SignRecord.class);
    FrozenRecord read = signRecord.record(ready.ceremonyId(), TestPlatform.OPERATOR).orElseThrow();
    assertEquals(ready.record().rows(), read.rows());
    assertEquals(ready.record().title(), read.title());
    assertEquals(Digests.hex(ready.record().canonical()), Digests.hex(read.canonical()));
    assertTrue(signRecord.record(ready.ceremonyId(), TestPlatform.QA).isEmpty());
    assertTrue(signRecord.record(null, TestPlatform.QA).isEmpty());
  }

  @Test
  @Verifies("URS-148")
  void aCeremonyIsUsedOnce() {
    SigningCeremony ceremony = begin();
    FreshIdentity identity = proven(ceremony);
    SignRecord signRecord = platform.get(SignRecord.class);
    assertInstanceOf(SigningOutcome.Signed.class, signRecord.sign(ceremony, identity));
    assertRefused("SIG-01", signRecord.sign(ceremony, identity));
    assertEquals(
        "1",
        platform
            .database()
            .answer(
                "select count(*) from electronic_signature where record_id = 'BS-" + sheet + "'"));
  }

  @Test
  @Verifies("URS-148")
  void anIdentityProviderThatCannotBeReachedIsSaidSo() {
    SigningCeremony ceremony = begin();
    SignRecord.Authentication page = platform.get(SignRecord.class).authenticate(ceremony.id);
    assertEquals(
        "SIG-11", assertInstanceOf(SignRecord.Authentication.Refused.class, page).reason().rule());
    assertEquals("SIG-11", newestEvent("rule"));
  }

  // Attack: swap the record between display and return.
  @Test
  @Verifies("URS-149")
  void aRecordThatChangedWhileItWasSignedIsNotSigned() throws Exception {
    SigningCeremony ceremony = begin();
    change("another title");
    assertRefused("SIG-09", sign(ceremony));
    assertEquals("OPEN", state());
    assertEquals("SIG-09", newestEvent("rule"));
  }

  private void change(String title) throws Exception {
    platform.inTransaction(
        () -> {
          BatchSheet changed = platform.entities().find(BatchSheet.class, sheet);
          changed.title = title;
          return platform
              .get(AuditTrail.class)
              .record(
                  AuditEvent.of(
                      "BATCH_SHEET_CORRECTED",
                      TestPlatform.QA,
                      changed.recordRef(),
                      "Corrected BS-" + sheet + "."));
        });
  }

  @Test
  @Verifies("URS-149")
  void aReasonThatAroseMeanwhileRefusesTheSignature() {
    SigningCeremony ceremony = begin();
    act().standAgainst(new Refusal("REL-06", "Glucose RA-204 was 6 s old."));
    assertRefused("REL-06", sign(ceremony));
    assertEquals("OPEN", state());
    assertEquals("REL-06", newestEvent("rule"));
  }

  // Issue 2: a forced failure in each part of transaction 2 leaves nothing of it.
  @Test
  @Verifies("URS-150")
  void aFailureInTheActLeavesNothingOfTheSignature() {
    SigningCeremony ceremony = begin();
    act().failInCarryOut(true);
    assertNothingIsLeft(ceremony);
  }

  @Test
  @Verifies("URS-150")
  void aFailureOfTheAuditEntryLeavesNothingOfTheSignature() {
    SigningCeremony ceremony = begin();
    Map<String, String> tooMuch = new java.util.HashMap<>();
    for (int i = 0; i < 3000; i++) {
      tooMuch.put("detail." + i, "x".repeat(100));
    }
    act().signDetails(tooMuch);
    assertNothingIsLeft(ceremony);
  }

  @Test
  @Verifies("URS-150")
  void aFailureOfTheSignaturesRowLeavesNothingOfTheAct() {
    SigningCeremony ceremony = begin();
    platform
        .database()
        .execute(
            Role.OWNER,
            "alter table electronic_signature add constraint broken check (number = '') not valid");
    try {
      assertNothingIsLeft(ceremony);
    } finally {
      platform
          .database()
          .execute(Role.OWNER, "alter table electronic_signature drop constraint broken");
    }
  }

  private void assertNothingIsLeft(SigningCeremony ceremony) {
    long signatures = platform.database().count("electronic_signature");
    long signedEntries =
        Long.parseLong(
            platform
                .database()
                .answer("select count(*) from audit_entry where event = 'BATCH_SHEET_SIGNED'"));
    assertRefused("SIG-14", sign(ceremony));
    assertEquals(signatures, platform.database().count("electronic_signature"));
    assertEquals(
        signedEntries,
        Long.parseLong(
            platform
                .database()
                .answer("select count(*) from audit_entry where event = 'BATCH_SHEET_SIGNED'")));
    assertEquals("OPEN", state());
    assertEquals("SIG-14", newestEvent("rule"));
  }

  // A11D-16: a record changed after signing shows clearly as unsigned.
  @Test
  @Verifies("URS-151")
  void aChangedRecordReadsAsUnsigned() throws Exception {
    sign(begin());
    ElectronicSignatures signatures = platform.get(ElectronicSignatures.class);
    assertTrue(signatures.standing("batch sheet", "BS-" + sheet, canonical()).get(0).stands());
    change("changed after signing");
    ElectronicSignatures.Standing standing =
        signatures.standing("batch sheet", "BS-" + sheet, canonical()).get(0);
    assertFalse(standing.stands());
    assertEquals(
        "Not signed as it stands: the record changed after Marta Reuter signed version 1.",
        standing.sentence());
  }

  private byte[] canonical() throws Exception {
    return platform.inTransaction(() -> act().freeze(request()).canonical());
  }

  // P11-17, and issue 4: copy a signature to another record, version or meaning.
  @Test
  @Verifies("URS-152")
  void aSignatureThatWasCopiedOrAlteredIsNamed() {
    ElectronicSignature signature =
        assertInstanceOf(SigningOutcome.Signed.class, sign(begin())).signature();
    assertAltered(signature, "record_id = 'BS-999'", "the record is \"BS-" + sheet + "\"");
    assertAltered(signature, "record_version = 2", "the version is \"1\"");
    assertAltered(signature, "meaning = 'APPROVED'", "the meaning is \"Accepted for release\"");
    assertAltered(signature, "signer_name = 'Lena Haas'", "the signer's name is \"Marta Reuter\"");
    assertAltered(signature, "signer_subject = 'sub-qa'", "the signer is \"sub-operator\"");
    assertAltered(signature, "signed_at = signed_at - interval '1 day'", "the time is \"");
    assertAltered(signature, "signer_roles = 'QA'", "the signer's role is \"operator\"");
    assertAltered(signature, "signer_username = 'qa'", "the signer's user name is \"operator\"");
    assertAltered(
        signature, "remark = 'Agreed on the phone.'", "the remark is \"Agrees with 08:20");
    assertAltered(
        signature,
        "signed_document = overlay(signed_document placing 'X' from 40)",
        "The signature is not over this content, or it was altered.");
    // Bytes of a CMS that no signature covers, as the enclosed authority's, are covered by the
    // entry.
    assertAltered(signature, "cms = cms || '\\x00'::bytea", "the signature.cms-digest is \"");
    assertAltered(
        signature,
        "id_token = left(id_token, length(id_token) - 6) || 'AAAAAA'",
        "the identity provider's signature is \"false\"");
  }

  // Issue 4: flip one byte in signature and token, anywhere.
  @Test
  @Verifies("URS-152")
  void aFlippedByteAnywhereInDocumentSignatureOrTokenIsNamed() throws Exception {
    ElectronicSignature signature =
        assertInstanceOf(SigningOutcome.Signed.class, sign(begin())).signature();
    VerifySignature verify = platform.get(VerifySignature.class);
    try (var connection = platform.database().connect(Role.SUPERUSER);
        var statement = connection.createStatement()) {
      statement.execute("alter table electronic_signature disable trigger all");
      for (String column : List.of("signed_document", "cms", "id_token")) {
        boolean text = column.equals("id_token");
        String bytes = text ? "convert_to(id_token, 'UTF8')" : column;
        long length =
            Long.parseLong(
                platform
                    .database()
                    .answer(
                        "select octet_length("
                            + column
                            + ") from electronic_signature where number = '"
                            + signature.number()
                            + "'"));
        for (long place = 0; place < length; place += Math.max(1, length / 40)) {
          String expression =
              text
                  ? "id_token = convert_from(set_byte(%1$s, %2$d, get_byte(%1$s, %2$d) # 1), 'UTF8')"
                  : column + " = set_byte(%1$s, %2$d, get_byte(%1$s, %2$d) # 1)";
          String update =
              "update electronic_signature set "
                  + String.format(java.util.Locale.ROOT, expression, bytes, place)
                  + " where number = '"
                  + signature.number()
                  + "'";
          statement.execute(update);
          assertTrue(
              verify.numbered(signature.number()).orElseThrow().refusal().isPresent(),
              column + ", byte " + place);
          statement.execute(update);
        }
      }
      assertTrue(verify.numbered(signature.number()).orElseThrow().isAccepted());
      statement.execute(
          "alter table electronic_signature enable trigger all;"
              + "alter table electronic_signature enable always trigger append_only;"
              + "alter table electronic_signature enable always trigger append_only_truncate;"
              + "alter table electronic_signature enable always trigger audit_entry_required");
    }
  }

  /** Alters the row as a superuser could, asks, and puts it back. */
  private static void assertAltered(ElectronicSignature signature, String set, String expected) {
    String where = " where number = '" + signature.number() + "'";
    platform
        .database()
        .execute(
            Role.SUPERUSER,
            "alter table electronic_signature disable trigger all;"
                + "create table kept as select * from electronic_signature"
                + where
                + "; update electronic_signature set "
                + set
                + where);
    try {
      Verdict<ElectronicSignature> verdict =
          platform.get(VerifySignature.class).numbered(signature.number()).orElseThrow();
      String reason = verdict.refusal().orElse("accepted");
      assertTrue(reason.contains(expected), set + ": " + reason);
    } finally {
      platform
          .database()
          .execute(
              Role.SUPERUSER,
              "delete from electronic_signature"
                  + where
                  + "; insert into electronic_signature select * from kept; drop table kept;"
                  + "alter table electronic_signature enable trigger all;"
                  + "alter table electronic_signature enable always trigger append_only;"
                  + "alter table electronic_signature enable always trigger append_only_truncate;"
                  + "alter table electronic_signature enable always trigger audit_entry_required");
    }
  }

  @Test
  @Verifies("URS-140")
  void aCeremonyCannotBeChangedOnceItIsBegun() {
    SigningCeremony ceremony = begin();
    for (Role role : new Role[] {Role.APPLICATION, Role.OWNER}) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () ->
                  platform
                      .database()
                      .execute(
                          role,
                          "update signing_ceremony set signer_subject = 'sub-qa' where id = '"
                              + ceremony.id
                              + "'"));
      assertTrue(
          refused.getMessage().contains("permission denied")
              || refused.getMessage().contains("ends once and is never changed"),
          refused.getMessage());
    }
  }

  @Test
  @Verifies("URS-141")
  void anActThatNobodyOffersIsMisuse() {
    assertThrows(
        IllegalArgumentException.class,
        () -> platform.get(SignableActs.class).named("unknown-act"));
  }
}
