package io.veritwin.records.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.identity.Person;
import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.retention.ProposeDisposal.Proposed;
import io.veritwin.records.retention.RetentionSchedule.KeptRecord;
import io.veritwin.records.retention.RetentionSchedule.KeptType;
import io.veritwin.records.signature.BeginSigning.Begun;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.PersonSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.records.signature.VerifySignature;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.validation.evidence.Verifies;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Period;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How long records are kept, on a real database, through the platform and beside it. */
class RetentionTest {

  private static final String REASON = "retention is over";
  private static final Person QA2 =
      new Person("sub-qa2", "qa2", "Priya Nair", "10127", TestPlatform.QA.roles());

  private static TestPlatform platform;
  private static Retention retention;

  @BeforeAll
  static void start() {
    platform = TestPlatform.builder().start();
    retention = platform.get(Retention.class);
    platform
        .database()
        .execute(
            Role.OWNER,
            "select offer_disposal('batch sheet', array['batch_sheet'], array['number'])");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static Proposed propose(long id) {
    return platform
        .get(ProposeDisposal.class)
        .propose(TestPlatform.QA, "batch sheet", "BS-" + id, REASON);
  }

  private static DisposalProposal proposed(long id) {
    return assertInstanceOf(Proposed.Ready.class, propose(id)).proposal();
  }

  private static Refusal notProposed(long id) {
    return assertInstanceOf(Proposed.Refused.class, propose(id)).reason();
  }

  private static SigningOutcome sign(Person who, DisposalProposal proposal) {
    return new PersonSigning(platform).sign("dispose-records", proposal.number(), who, Map.of());
  }

  private static List<String> rules(SigningOutcome outcome) {
    return assertInstanceOf(SigningOutcome.Refused.class, outcome).reasons().stream()
        .map(Refusal::rule)
        .toList();
  }

  private static void rule(Period keepFor) {
    retention.keep(TestPlatform.QA, "batch sheet", keepFor, "21 CFR 211.180", "annual review");
  }

  private static String sheets(long id) {
    return platform.database().answer("select count(*) from batch_sheet where id = " + id);
  }

  private static List<TrailRow> entries(String event) {
    return platform.get(TrailSearch.class).search(TrailQuery.all().named(event)).rows();
  }

  @Test
  @Verifies({"URS-154", "URS-165", "URS-166"})
  void aRecordIsDisposedOfByASecondPersonsSignatureAndItsEntriesStay() throws Exception {
    Trails.draft(platform, 1, TestPlatform.OPERATOR);
    rule(Period.ofYears(1));
    Refusal kept = notProposed(1);
    assertEquals("RET-05", kept.rule());
    assertTrue(kept.sentence().contains("BS-1 is kept until 20"), kept.sentence());
    rule(Period.ZERO);
    DisposalProposal proposal = proposed(1);
    assertEquals("RET-07", notProposed(1).rule());
    assertEquals(List.of("RET-09"), rules(sign(TestPlatform.QA, proposal)));
    // The signer reads the rule that lets the record go, and signs no other.
    Begun.Ready shown =
        assertInstanceOf(
            Begun.Ready.class,
            new PersonSigning(platform).begin("dispose-records", proposal.number(), QA2, Map.of()));
    retention.keep(
        TestPlatform.QA, "batch sheet", Period.ZERO, "Contract 12, annex B", "the contract says");
    assertEquals(
        List.of("SIG-09"), rules(new PersonSigning(platform).complete(shown.ceremonyId())));
    assertTrue(rules(sign(TestPlatform.OPERATOR, proposal)).contains("RET-03"));
    assertEquals("1", sheets(1));

    ElectronicSignature signature =
        assertInstanceOf(SigningOutcome.Signed.class, sign(QA2, proposal)).signature();
    assertEquals("0", sheets(1));
    assertEquals(List.of("RET-10"), rules(sign(QA2, proposal)));

    // What stays: who, when, why, the last values, the digest; and all of it verifies.
    TrailRow disposed = entries("RECORD_DISPOSED").get(0);
    assertEquals("BS-1", disposed.record().id());
    var entry = platform.get(TrailSearch.class).entry(disposed.id()).orElseThrow();
    assertTrue(
        entry.changes().contains(new FieldChange("title", "Feed, day 1", null)),
        entry.changes().toString());
    assertEquals(
        proposal.digests().get("BS-1"),
        platform.database().answer("select digest from disposal where record_id = 'BS-1'"));
    assertEquals(
        signature.number(),
        platform
            .database()
            .answer(
                "select p.signature from disposal d join disposal_proposal p on p.number ="
                    + " d.proposal where d.record_id = 'BS-1' and d.decided_by = '"
                    + QA2.subject()
                    + "'"));
    assertTrue(platform.get(TrailSearch.class).related(disposed.id()).size() >= 1);
    Trails.receipt(platform, disposed.id());
    var verified = platform.get(VerifySignature.class).numbered(signature.number()).orElseThrow();
    assertInstanceOf(Verdict.Accepted.class, verified, verified.toString());
    var log = Sequencers.wholeLog(platform);
    assertTrue(log.holds(), log.lines().toString());
    var set = platform.get(TrailSearch.class).entry(entries("RETENTION_SET").get(0).id());
    assertEquals("0D, Contract 12, annex B", set.orElseThrow().changes().get(0).after());
  }

  @Test
  @Verifies({"URS-154", "URS-167"})
  void aLegalHoldKeepsWhatRetentionWouldLetGo() throws Exception {
    Trails.draft(platform, 2, TestPlatform.OPERATOR);
    rule(Period.ZERO);
    DisposalProposal proposal = proposed(2);
    String one = retention.hold(TestPlatform.QA, "batch sheet", "BS-2", "deviation D-7 is open");
    String all = retention.hold(TestPlatform.QA, "batch sheet", null, "litigation 12/2026");
    assertEquals(2, platform.get(RetentionSchedule.class).holds().size());
    assertEquals(List.of("RET-01"), rules(sign(QA2, proposal)));
    retention.lift(TestPlatform.QA, one, "deviation is closed");
    assertEquals(List.of("RET-01"), rules(sign(QA2, proposal)));
    retention.lift(TestPlatform.QA, all, "litigation is settled");
    assertThrows(
        IllegalArgumentException.class,
        () -> retention.lift(TestPlatform.QA, all, "settled once more"));
    assertInstanceOf(SigningOutcome.Signed.class, sign(QA2, proposal));
    assertEquals("0", sheets(2));
    assertEquals(
        2,
        entries("LEGAL_HOLD_LIFTED").stream()
            .filter(e -> List.of(one, all).contains(e.record().id()))
            .count());
  }

  @Test
  @Verifies("URS-159")
  void aRecordThatAnotherStillUsesStaysAndTheOtherIsNamed() throws Exception {
    Trails.draft(platform, 5, TestPlatform.OPERATOR);
    Trails.draft(platform, 6, TestPlatform.OPERATOR);
    rule(Period.ZERO);
    DisposalProposal before = proposed(5);
    platform
        .database()
        .execute(Role.SUPERUSER, withoutGuards("update batch_sheet set follows = 5 where id = 6"));
    assertEquals(List.of("RET-05"), rules(sign(QA2, before)));
    platform.get(ProposeDisposal.class).withdraw(TestPlatform.QA, before.number(), "it is in use");
    Refusal used = notProposed(5);
    assertEquals("RET-05", used.rule());
    assertTrue(used.sentence().contains("batch sheet BS-6 still uses it"), used.sentence());
    assertInstanceOf(SigningOutcome.Signed.class, sign(QA2, proposed(6)));
    assertInstanceOf(SigningOutcome.Signed.class, sign(QA2, proposed(5)));
    assertEquals("0", sheets(5));
  }

  // A superuser edits the row between proposal and signature.
  @Test
  @Verifies("URS-154")
  void aRecordThatIsNotAsItWasProposedStaysUntilSomebodyLooks() throws Exception {
    Trails.draft(platform, 7, TestPlatform.OPERATOR);
    rule(Period.ZERO);
    DisposalProposal proposal = proposed(7);
    platform
        .database()
        .execute(
            Role.SUPERUSER, withoutGuards("update batch_sheet set title = 'another' where id = 7"));
    assertEquals(List.of("RET-11"), rules(sign(QA2, proposal)));
    assertEquals("1", sheets(7));
    ProposeDisposal propose = platform.get(ProposeDisposal.class);
    assertEquals(
        "RET-06",
        propose.withdraw(TestPlatform.QA, proposal.number(), "typo").orElseThrow().rule());
    assertTrue(propose.withdraw(QA2, proposal.number(), "the row was altered").isEmpty());
    assertEquals(List.of("RET-10"), rules(sign(QA2, proposal)));
    assertEquals("1", sheets(7));
  }

  private static String withoutGuards(String change) {
    return "alter table batch_sheet disable trigger user; "
        + change
        + "; alter table batch_sheet enable always trigger kept;"
        + " alter table batch_sheet enable always trigger kept_truncate;"
        + " alter table batch_sheet enable always trigger audit_entry_required";
  }

  @Test
  @Verifies({"URS-154", "URS-159"})
  void onlyQaProposesWithAReasonAndOnlyWhatCanLeave() throws Exception {
    ProposeDisposal propose = platform.get(ProposeDisposal.class);
    for (Proposed refused :
        List.of(
            propose.propose(TestPlatform.OPERATOR, "batch sheet", null, REASON),
            propose.propose(TestPlatform.QA, "batch sheet", null, "old"),
            propose.propose(TestPlatform.QA, "training", "T-1", REASON),
            propose.propose(TestPlatform.QA, "batch sheet", "BS-404", REASON))) {
      assertInstanceOf(Proposed.Refused.class, refused);
    }
    assertEquals(
        List.of("RET-04", "RET-04", "RET-06", "RET-03"),
        entries("DISPOSAL_REFUSED").stream().limit(4).map(TrailRow::rule).toList());
  }

  @Test
  @Verifies("URS-158")
  void theScheduleSaysWhatIsPastDueSoonHeldOrKeptForEver() throws Exception {
    Trails.draft(platform, 8, TestPlatform.OPERATOR);
    RetentionSchedule schedule = platform.get(RetentionSchedule.class);
    rule(Period.ofDays(30));
    KeptRecord soon = state(8);
    assertTrue(schedule.isDueSoon(soon) && !soon.isPast(), soon.toString());
    assertTrue(soon.reason().contains("is kept until"), soon.reason());
    rule(Period.ofYears(10));
    assertTrue(!schedule.isDueSoon(state(8)) && !state(8).isPast());
    rule(Period.ZERO);
    assertTrue(state(8).isPast());
    String hold = retention.hold(TestPlatform.QA, "batch sheet", "BS-8", "deviation D-8 is open");
    assertTrue(state(8).reason().contains("under legal hold " + hold), state(8).reason());
    retention.lift(TestPlatform.QA, hold, "deviation is closed");
    DisposalProposal proposal = proposed(8);
    assertEquals(proposal.number(), state(8).proposal());
    List<KeptType> types = schedule.types();
    assertEquals("batch sheet", types.get(0).type());
    assertEquals("21 CFR 211.180", types.get(0).basis());
    assertTrue(
        types.stream().anyMatch(t -> !t.disposable() && t.keptInWords().equals("for ever")),
        types.toString());
  }

  private static KeptRecord state(long id) {
    return platform.get(RetentionSchedule.class).records("batch sheet").stream()
        .filter(r -> r.id().equals("BS-" + id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Verifies("URS-165")
  void aTypeWithoutARuleIsKeptForEver() {
    assertTrue(
        retention
            .reasonToKeep(new RecordRef("model version", "M-1", 1))
            .orElseThrow()
            .sentence()
            .contains("is kept for ever"));
  }

  @Test
  @Verifies("URS-165")
  void onlyQaDecides() throws Exception {
    assertThrows(
        KeptException.class,
        () ->
            retention.keep(TestPlatform.OPERATOR, "batch sheet", Period.ZERO, "none", "I want to"));
    assertThrows(
        KeptException.class,
        () -> retention.hold(TestPlatform.OPERATOR, "batch sheet", null, "I want to"));
    assertEquals("RET-02", entries("DISPOSAL_REFUSED").get(0).rule());
  }

  @Test
  @Verifies({"URS-165", "URS-167"})
  void aRuleOrAHoldWithoutBasisReasonOrRecordIsRefused() throws Exception {
    assertEquals(
        "RET-06",
        assertThrows(
                KeptException.class,
                () -> retention.hold(TestPlatform.QA, "batch sheet", null, "why not"))
            .refusal()
            .rule());
    assertEquals(
        "RET-12",
        assertThrows(
                KeptException.class,
                () ->
                    retention.keep(
                        TestPlatform.QA, "batch sheet", Period.ofDays(-1), "SOP 7", REASON))
            .refusal()
            .rule());
    assertEquals(
        "RET-13",
        assertThrows(
                KeptException.class,
                () -> retention.hold(TestPlatform.QA, "batch sheet", "BS 9999", REASON))
            .refusal()
            .rule());
  }

  // Beside the platform: whoever connects, with an entry in the same transaction or without.
  @Test
  @Verifies("URS-166")
  void theDatabaseItselfRefusesADeleteInsideRetention() throws Exception {
    Trails.draft(platform, 3, TestPlatform.OPERATOR);
    rule(Period.ofYears(1));
    String entry =
        "insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,"
            + " person_role, record_type, record_id, record_version, refused, sentence, at) values"
            + " (-%d, 'x', sha256('x'), 'X', 'a', 'a', 'a', 'a', 'a', 1, false, 's', now())";
    int number = 1;
    for (Role role : new Role[] {Role.APPLICATION, Role.OWNER, Role.SUPERUSER}) {
      SQLException refused =
          refused(role, String.format(entry, number++), "delete from batch_sheet where id = 3");
      assertTrue(refused.getMessage().contains("batch_sheet is kept"), refused.getMessage());
    }
    SQLException replica =
        refused(
            Role.SUPERUSER,
            "set session_replication_role = replica",
            "delete from batch_sheet where id = 3");
    assertTrue(replica.getMessage().contains("is kept"), replica.getMessage());
    SQLException emptied = refused(Role.OWNER, "truncate batch_sheet cascade");
    assertTrue(emptied.getMessage().contains("is kept"), emptied.getMessage());
    String disposal =
        "insert into disposal (record_type, record_id, reason, decided_by, at, audit_entry_id)"
            + " values ('batch sheet', 'BS-3', 'r', 'me', now(), -%d)";
    SQLException noRight = refused(Role.APPLICATION, String.format(disposal, number));
    assertTrue(noRight.getMessage().contains("permission denied"), noRight.getMessage());
    SQLException early =
        refused(
            Role.OWNER,
            String.format(entry, number),
            String.format(disposal, number),
            "delete from batch_sheet where id = 3");
    assertTrue(early.getMessage().contains("BS-3 is kept until"), early.getMessage());
    assertEquals("1", sheets(3));
  }

  private static void committed(Role role, String... statements) throws SQLException {
    platform.database().commit(role, statements);
  }

  private static SQLException refused(Role role, String... statements) {
    return platform.database().refusal(role, statements);
  }

  // P11-04: written before an upgrade, verified after it; and the older tables get the new guards.
  @Test
  @Verifies("URS-168")
  void recordsWrittenBeforeAnUpgradeStillVerifyAfterIt() throws Exception {
    TestPlatform before = TestPlatform.builder().withoutWorker().start();
    Trails.draft(before, 1, TestPlatform.OPERATOR);
    for (int note = 0; note < 300; note++) {
      Trails.notes(before, note, note + 1);
    }
    assertTrue(Sequencers.workOnce(before));
    Trails.note(before, 300);
    before.close();
    TestDatabase database = TestDatabase.createOfVersion(2);
    database.takeRowsOf(before.database());
    database.upgradeFromVersion(2);
    try (TestPlatform after =
        TestPlatform.builder().on(database).restarting(before).withoutWorker().start()) {
      Trails.note(after, 301);
      assertTrue(Sequencers.workOnce(after));
      var proof = Sequencers.wholeLog(after);
      assertTrue(proof.holds(), proof.lines().toString());
      assertEquals(
          "303 entries",
          proof.lines().stream()
              .filter(l -> l.sentence().startsWith("The stored bytes of every entry"))
              .findFirst()
              .orElseThrow()
              .evidence());
      SQLException refused =
          assertThrows(
              SQLException.class,
              () -> {
                try (Connection c = database.connect(Role.OWNER);
                    Statement s = c.createStatement()) {
                  s.execute("delete from batch_sheet");
                }
              });
      assertTrue(refused.getMessage().contains("is kept"), refused.getMessage());
    }
  }
}
