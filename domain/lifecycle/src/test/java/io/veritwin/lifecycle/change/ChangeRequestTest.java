package io.veritwin.lifecycle.change;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA2;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.done;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.ImportBatches;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.dataset.MakeDataSet;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersionState;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.lifecycle.model.RegisterModelVersion;
import io.veritwin.lifecycle.platform.ChoBatches;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.MemoryWorkflow;
import io.veritwin.lifecycle.platform.StampSealing;
import io.veritwin.lifecycle.platform.Study;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.Digests;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A change request from its first limit to QA's decision. */
class ChangeRequestTest {

  private static LifecyclePlatform people;
  private static Study study;

  @BeforeAll
  static void start() {
    people = LifecyclePlatform.start(StampSealing.class);
    study = new Study(people);
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static ChangeRequest change(String number) throws Exception {
    return people.inTransaction(() -> people.get(ChangeRequests.class).find(number).orElseThrow());
  }

  private static ModelVersionState state(String version) throws Exception {
    return people.inTransaction(
        () -> people.get(ModelVersions.class).find(version).orElseThrow().state());
  }

  private static Map<String, String> read(ChangeRequest change, Person reader) throws Exception {
    return Map.of(
        "reportDigest",
        people.get(ReadReport.class).serve(change.number(), reader).digest(),
        "reason",
        "The glucose limit is not met.");
  }

  @Test
  @Verifies("URS-315")
  void theTemplateProposesCriteriaForEveryTestedOutput() throws Exception {
    ChangeRequest change = study.raised(study.version("TPL"));
    List<AcceptanceCriterion> criteria =
        people.inTransaction(() -> people.get(ChangeRequests.class).criteria(change.number()));
    assertEquals("C-01", criteria.get(0).number());
    assertTrue(
        criteria.stream().anyMatch(c -> c.metric() == Metric.ORDER_OF_CONVERGENCE && c.claimed()));
    assertEquals(3, criteria.stream().filter(c -> c.metric() == Metric.MASS_BALANCE).count());
    for (String output : List.of("VCD", "GLC")) {
      assertEquals(
          List.of(Metric.PREDICTION_R2, Metric.PREDICTION_NRMSE, Metric.PREDICTION_COVERAGE),
          criteria.stream()
              .filter(c -> c.subject().equals(output))
              .map(AcceptanceCriterion::metric)
              .toList());
    }
  }

  @Test
  @Verifies("URS-315")
  void oneVersionHasOneRequest() throws Exception {
    ModelVersion version = study.version("ONE");
    study.raised(version);
    assertEquals(
        List.of("LIF-11"),
        rules(people.get(RaiseChangeRequest.class).raise(version.name(), "Again.", ENGINEER)));
  }

  @Test
  @Verifies("URS-316")
  void theAuthorEditsLimitsForAReasonUntilSubmission() throws Exception {
    ChangeRequest change = study.raised(study.version("LIM"));
    RaiseChangeRequest raise = people.get(RaiseChangeRequest.class);
    String n = change.number();
    assertEquals(
        "at most 0.100\u00A0%",
        done(raise.changeLimit(n, "C-02", 0.1, "Kept on purpose.", ENGINEER)).limitInWords());
    assertEquals(List.of("LIF-17"), rules(raise.changeLimit(n, "C-02", 0.2, "", ENGINEER)));
    assertEquals(List.of("LIF-12"), rules(raise.changeLimit(n, "C-02", 0.2, "Mine.", QA)));
    assertEquals(
        List.of("LIF-21"), rules(raise.changeLimit(n, "C-02", Double.NaN, "No.", ENGINEER)));
    people.sign(SubmitChange.class, n, ENGINEER, Map.of());
    assertEquals(
        List.of("LIF-11"), rules(raise.changeLimit(n, "C-02", 0.2, "Too late.", ENGINEER)));
    // Nor past the application.
    assertThrows(
        IllegalStateException.class,
        () ->
            people
                .database()
                .execute(
                    io.veritwin.records.platform.TestDatabase.Role.OWNER,
                    "update acceptance_criterion set limit_value = 9 where change_request = '"
                        + n
                        + "'"));
  }

  // A22-06: each limit stands in the entry of the author's signature.
  @Test
  @Verifies("URS-317")
  void submissionPutsEveryLimitIntoTheLedger() throws Exception {
    ModelVersion version = study.version("SUB");
    ChangeRequest change = study.submitted(version);
    ChangeRequest now = change(change.number());
    assertEquals(ChangeRequestState.SUBMITTED, now.state());
    assertEquals(ModelVersionState.SUBMITTED, state(version.name()));
    String entry =
        people
            .database()
            .answer(
                "select convert_from(canonical, 'UTF8') from audit_entry where id = "
                    + now.limitsEntry());
    List<AcceptanceCriterion> criteria =
        people.inTransaction(() -> people.get(ChangeRequests.class).criteria(change.number()));
    for (AcceptanceCriterion c : criteria) {
      assertTrue(
          entry.contains(
              "\"limit." + c.number() + "\":\"" + c.title() + ": " + c.limitInWords() + "\""),
          c.number() + " is not in " + entry);
    }
    assertTrue(entry.contains(now.limitsDigest()));
    assertTrue(entry.contains("CHANGE_SUBMITTED"));
  }

  @Test
  @Verifies("URS-317")
  void onlyTheAuthorSubmits() throws Exception {
    ChangeRequest change = study.raised(study.version("AUT"));
    Person other = LifecyclePlatform.person("engineer2", "R. Maier", "10312", Role.ENGINEER);
    assertEquals(
        List.of("LIF-12"),
        people.rulesAgainst(SubmitChange.class, change.number(), other, Map.of()));
  }

  @Test
  @Verifies("URS-317")
  void twoReadingsOfAnUnchangedRecordGiveEqualBytes() throws Exception {
    ChangeRequest change = study.raised(study.version("EQ"));
    SubmitChange act = people.get(SubmitChange.class);
    SigningRequest request = new SigningRequest(act.name(), change.number(), ENGINEER, Map.of());
    FrozenRecord first = people.inTransaction(() -> act.freeze(request));
    FrozenRecord second = people.inTransaction(() -> act.freeze(request));
    assertEquals(Digests.hex(first.canonical()), Digests.hex(second.canonical()));
  }

  @Test
  @Verifies("URS-318")
  void resultsAreStoredOnceEachWithAnEntryOfItsOwn() throws Exception {
    ChangeRequest change = study.submitted(study.version("RES"));
    String n = change.number();
    RecordChecks record = people.get(RecordChecks.class);
    List<CheckResult> results = record.record(n, study.results(n, List.of("C-03")));
    assertEquals("C-03", results.get(0).number());
    assertFalse(results.get(0).passed());
    assertEquals(
        Integer.toString(results.size()),
        people
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'CHECK_EXECUTED'"
                    + " and record_id like '"
                    + n
                    + "/%'"));
    assertThrows(IllegalStateException.class, () -> record.record(n, study.results(n, List.of())));
    assertThrows(
        IllegalStateException.class,
        () ->
            people
                .database()
                .execute(
                    io.veritwin.records.platform.TestDatabase.Role.OWNER,
                    "update check_result set passed = true where change_request = '" + n + "'"));
    ChangeRequest now = change(n);
    assertTrue(now.resultsEntry() > now.limitsEntry());
  }

  @Test
  @Verifies("URS-318")
  void resultsThatDoNotAnswerTheCriteriaAreMisuse() throws Exception {
    ChangeRequest change = study.submitted(study.version("MIS"));
    var results = study.results(change.number(), List.of());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            people
                .get(RecordChecks.class)
                .record(change.number(), results.subList(1, results.size())));
  }

  // P11-10: role and independence; A22: nobody who touched the data.
  @Test
  @Verifies("URS-319")
  void nobodyDecidesOnWorkOfTheirOwn() throws Exception {
    ChangeRequest change = study.awaiting(study.version("OWN"));
    Person both =
        new Person(
            ENGINEER.subject(),
            "engineer",
            "Jonas Weidl",
            "10311",
            java.util.Set.of(Role.ENGINEER, Role.QA));
    Map<String, String> choices = read(change, both);
    assertEquals(
        List.of("LIF-14"),
        people.rulesAgainst(ApproveModelVersion.class, change.number(), both, choices));
    assertEquals(
        List.of("LIF-14"),
        people.rulesAgainst(RejectModelVersion.class, change.number(), both, choices));
    assertEquals(
        List.of("LIF-13", "LIF-14"),
        people.rulesAgainst(ApproveModelVersion.class, change.number(), ENGINEER, choices));
  }

  @Test
  @Verifies("URS-319")
  void whoImportedABatchOfItsDataDoesNotDecide() throws Exception {
    Person hands = LifecyclePlatform.person("qa3", "A. Brandt", "10140", Role.ENGINEER, Role.QA);
    List<String> imported =
        done(
                people
                    .get(ImportBatches.class)
                    .importFiles(List.of(ChoBatches.table("h.csv", "HANDS-1")), "", hands))
            .stream()
            .map(ImportedBatch::number)
            .toList();
    DataSet set =
        done(people.get(MakeDataSet.class).make("h", DataSetRole.HOLD_OUT, imported, ENGINEER));
    ModelVersion version =
        done(
            people
                .get(RegisterModelVersion.class)
                .register(Study.registration("HANDS", set, Study.use("VCD")), ENGINEER));
    ChangeRequest change = study.awaiting(version);
    assertEquals(
        List.of("LIF-14"),
        people.rulesAgainst(
            ApproveModelVersion.class, change.number(), hands, read(change, hands)));
    assertEquals(
        List.of(),
        people.rulesAgainst(ApproveModelVersion.class, change.number(), QA, read(change, QA)));
  }

  @Test
  @Verifies("URS-320")
  void aReportIsReadBeforeItIsDecidedOn() throws Exception {
    ChangeRequest change = study.awaiting(study.version("READ"));
    String digest = study.report(change).digest();
    Map<String, String> unread = Map.of("reportDigest", digest);
    assertEquals(
        List.of("LIF-15"),
        people.rulesAgainst(ApproveModelVersion.class, change.number(), QA, unread));
    people.get(ReadReport.class).serve(change.number(), QA2);
    assertEquals(
        List.of("LIF-15"),
        people.rulesAgainst(ApproveModelVersion.class, change.number(), QA, unread));
    people.get(ReadReport.class).serve(change.number(), QA);
    assertEquals(
        List.of(), people.rulesAgainst(ApproveModelVersion.class, change.number(), QA, unread));
    assertEquals(
        List.of("LIF-15"),
        people.rulesAgainst(
            ApproveModelVersion.class,
            change.number(),
            QA,
            Map.of("reportDigest", "0".repeat(64))));
    assertEquals(
        "2",
        people
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'REPORT_READ' and record_id like '"
                    + study.report(change).number()
                    + "/%'"));
  }

  @Test
  @Verifies("URS-321")
  void anApprovedVersionIsEffectiveAndRetiresItsPredecessor() throws Exception {
    ModelVersion first = study.version("APP");
    ChangeRequest one = study.awaiting(first);
    people.sign(ApproveModelVersion.class, one.number(), QA, read(one, QA));
    assertEquals(ModelVersionState.EFFECTIVE, state("APP 1.0"));

    ChangeRequest two = study.awaiting(study.version("APP"));
    assertEquals("APP 1.0", change(two.number()).replaces());
    var frozen =
        people.inTransaction(
            () -> {
              ApproveModelVersion act = people.get(ApproveModelVersion.class);
              return act.freeze(new SigningRequest(act.name(), two.number(), QA, read(two, QA)));
            });
    assertTrue(
        new String(frozen.canonical(), java.nio.charset.StandardCharsets.UTF_8)
            .contains(study.report(two).digest()));
    people.sign(ApproveModelVersion.class, two.number(), QA, read(two, QA));

    assertEquals(ModelVersionState.RETIRED, state("APP 1.0"));
    assertEquals(ModelVersionState.EFFECTIVE, state("APP 1.1"));
    assertEquals(ChangeRequestState.APPROVED, change(two.number()).state());
    assertEquals(
        "approved",
        people.get(MemoryWorkflow.class).decisionOn(two.number()).orElseThrow().outcome());
    List<ChangeRequests.Difference> differences =
        people.inTransaction(() -> people.get(ChangeRequests.class).differences(two.number()));
    assertTrue(
        differences.stream().filter(d -> d.group().equals("Parameters")).allMatch(d -> d.equal()));
    assertTrue(differences.stream().anyMatch(d -> d.item().equals("Hold-out data") && !d.equal()));
  }

  // FAI-04: not adequate blocks the use; what is not claimed may fail and is listed.
  @Test
  @Verifies("URS-321")
  void aFailedCriterionThatTheUseClaimsStandsAgainstApproval() throws Exception {
    ChangeRequest claimed = study.awaiting(study.version("FAIL"), "C-06");
    assertEquals(
        List.of("LIF-16"),
        people.rulesAgainst(ApproveModelVersion.class, claimed.number(), QA, read(claimed, QA)));
    assertEquals(
        List.of(),
        people.rulesAgainst(RejectModelVersion.class, claimed.number(), QA, read(claimed, QA)));
  }

  @Test
  @Verifies("URS-322")
  void aRejectionNeedsAReasonAndIsFinal() throws Exception {
    ChangeRequest change = study.awaiting(study.version("REJ"), "C-06");
    String digest = read(change, QA).get("reportDigest");
    assertEquals(
        List.of("LIF-17"),
        people.rulesAgainst(
            RejectModelVersion.class, change.number(), QA, Map.of("reportDigest", digest)));
    people.sign(RejectModelVersion.class, change.number(), QA, read(change, QA));
    assertEquals(ModelVersionState.REJECTED, state("REJ 1.0"));
    assertEquals("The glucose limit is not met.", change(change.number()).decision().remark());
    assertEquals(
        List.of("LIF-11"),
        people.rulesAgainst(ApproveModelVersion.class, change.number(), QA2, read(change, QA2)));
  }

  @Test
  @Verifies("URS-323")
  void theSealedReportShowsTheSignatures() throws Exception {
    ChangeRequest change = study.awaiting(study.version("SEAL"));
    people.sign(ApproveModelVersion.class, change.number(), QA, read(change, QA));
    SealedReport sealed = people.get(ReadReport.class).serveSealed(change.number(), QA2);
    String text = new String(sealed.pdf(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(text.contains("Jonas Weidl AUTHORED"), text);
    assertTrue(text.contains("Dr. Ines Albrecht APPROVED"), text);
  }

  // Atomicity: a failed seal leaves nothing of the decision.
  @Test
  @Verifies("URS-323")
  void aDecisionThatCannotBeSealedDidNotHappen() throws Exception {
    ChangeRequest change = study.awaiting(study.version("ATOM"));
    Map<String, String> choices = read(change, QA);
    long entries = people.database().count("audit_entry");
    people.get(StampSealing.class).failFromNowOn(true);
    try {
      assertThrows(
          IllegalStateException.class,
          () -> people.sign(ApproveModelVersion.class, change.number(), QA, choices));
    } finally {
      people.get(StampSealing.class).failFromNowOn(false);
    }
    assertEquals(entries, people.database().count("audit_entry"));
    assertEquals(ModelVersionState.SUBMITTED, state("ATOM 1.0"));
    assertEquals(ChangeRequestState.AWAITING_DECISION, change(change.number()).state());
    assertNull(change(change.number()).decision());
    people.sign(ApproveModelVersion.class, change.number(), QA, choices);
    assertEquals(ModelVersionState.EFFECTIVE, state("ATOM 1.0"));
  }
}
