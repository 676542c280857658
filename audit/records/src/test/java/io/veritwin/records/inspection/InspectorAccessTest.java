package io.veritwin.records.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.identity.Role;
import io.veritwin.records.inspection.InspectorAccesses.Standing;
import io.veritwin.records.inspection.OpenInspectorAccess.Asked;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.signature.Refusal;
import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An inspector's access: who opens it, for how long, and what it says while it is closed. */
class InspectorAccessTest {

  static final Person INSPECTOR = inspector("inspector");
  private static final Person QA = TestPlatform.QA;
  private static final Person BOTH =
      new Person("sub-both", "both", "Two Roles", "1", Set.of(Role.QA, Role.INSPECTOR));

  private static TestPlatform platform;
  private static int inspectors;

  /** Another person for each test, as nobody has two accesses at a time. */
  private Person inspector;

  @BeforeAll
  static void start() {
    platform = TestPlatform.builder().presetting("preset").withoutWorker().start();
    for (Person person : List.of(QA, BOTH, TestPlatform.OPERATOR)) {
      platform.get(RecordLogin.class).loggedIn(person);
    }
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void anInspectorLogsIn() {
    inspectors++;
    inspector = inspector("inspector" + inspectors);
    platform.get(RecordLogin.class).loggedIn(inspector);
  }

  private static Person inspector(String account) {
    return new Person("sub-" + account, account, "J. Lindqvist", "90004", Set.of(Role.INSPECTOR));
  }

  static String inDays(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
  }

  /** The same by the platform's clock, which tests set ahead. */
  private static String day(int days) {
    return LocalDate.ofInstant(platform.clock().instant(), ZoneOffset.UTC)
        .plusDays(days)
        .toString();
  }

  private String number() {
    return platform.get(InspectorAccesses.class).of(inspector.subject()).get(0).number();
  }

  private Asked asked(int first, int last) {
    return new Asked(
        inspector.username(),
        "FDA, inspection of line 2",
        day(first),
        day(last),
        "",
        "",
        "",
        "Announced on form 482.");
  }

  private List<String> open(Person by, Asked asked) {
    return rules(platform.get(OpenInspectorAccess.class).open(by, asked));
  }

  private static List<String> rules(List<Refusal> reasons) {
    return reasons.stream().map(Refusal::rule).toList();
  }

  private Standing standing() {
    return platform.get(InspectorAccesses.class).of(inspector);
  }

  private String closed() {
    return assertInstanceOf(Standing.Closed.class, standing()).reason().rule();
  }

  @Test
  @Verifies("URS-192")
  void anInspectorReadsNothingBeforeQaHasOpenedAnAccessAndNothingAfterItsEnd() {
    assertEquals("INS-20", closed());
    assertEquals(List.of(), open(QA, asked(0, 1)));
    InspectorAccess access = assertInstanceOf(Standing.InForce.class, standing()).access();
    assertEquals(inspector.subject(), access.subject());
    assertTrue(access.scope().isWholeSite());
    platform.clock().goAhead(Duration.ofDays(2));
    assertEquals("INS-22", closed());
  }

  @Test
  @Verifies("URS-192")
  void anAccessThatBeginsLaterSaysWhen() {
    assertEquals(List.of(), open(QA, asked(2, 4)));
    Refusal reason = assertInstanceOf(Standing.Closed.class, standing()).reason();
    assertEquals("INS-21", reason.rule());
    assertTrue(reason.sentence().contains(day(2) + "T00:00:00Z"), reason.sentence());
    platform.clock().goAhead(Duration.ofDays(3));
    assertInstanceOf(Standing.InForce.class, standing());
  }

  @Test
  @Verifies("URS-192")
  void peopleOfTheSiteNeedNoAccessAndWhoeverInspectsOrHasNoRoleDoes() {
    InspectorAccesses accesses = platform.get(InspectorAccesses.class);
    assertInstanceOf(Standing.OfTheSite.class, accesses.of(QA));
    assertInstanceOf(Standing.OfTheSite.class, accesses.of(TestPlatform.OPERATOR));
    assertInstanceOf(Standing.Closed.class, accesses.of(BOTH));
    assertInstanceOf(
        Standing.Closed.class, accesses.of(new Person("sub-no", "no", "No Role", "2", Set.of())));
  }

  @Test
  @Verifies("URS-193")
  void onlyQaOpensAndNeverSomebodyWhoInspects() {
    assertEquals(List.of("INS-01", "INS-02"), open(inspector, asked(0, 1)));
    assertEquals(List.of("INS-01"), open(TestPlatform.OPERATOR, asked(0, 1)));
    assertEquals(List.of("INS-02"), open(BOTH, asked(0, 1)));
    assertEquals("INS-20", closed());
    assertEquals(
        3,
        platform
            .database()
            .count(
                "audit_entry where event = 'INSPECTOR_ACCESS_OPENED' and refused and rule in"
                    + " ('INS-01', 'INS-02')"));
  }

  @Test
  @Verifies("URS-193")
  void anAccessNeedsAPersonAPartyAReasonAnEndAndKnownRecords() {
    assertEquals(
        List.of("INS-03", "INS-04", "INS-05", "INS-06", "INS-07", "INS-08", "INS-09"),
        open(QA, new Asked("nobody", "FDA", day(-1), "", "batch B-404", "yesterday", "", "short")));
    assertEquals(List.of("INS-07"), open(QA, asked(0, OpenInspectorAccess.MOST_DAYS + 1)));
    assertEquals(List.of("INS-07"), open(QA, asked(3, 2)));
    // An operator is no inspector, whatever QA asks for.
    assertEquals(
        List.of("INS-03"),
        open(
            QA,
            new Asked("operator", "FDA, line 2", day(0), day(1), "", "", "", "A good reason.")));
    assertEquals("INS-20", closed());
  }

  @Test
  @Verifies("URS-193")
  void aPersonHasOneAccessAtATimeAndQaExtendsOrEndsIt() {
    OpenInspectorAccess acts = platform.get(OpenInspectorAccess.class);
    assertEquals(List.of(), open(QA, asked(0, 1)));
    assertEquals(List.of("INS-10"), open(QA, asked(3, 4)));
    String why = "The inspection goes on.";
    assertEquals(List.of("INS-01", "INS-02"), rules(acts.extend(inspector, number(), day(3), why)));
    assertEquals(List.of("INS-12"), rules(acts.extend(QA, number(), day(0), why)));
    assertEquals(List.of("INS-05", "INS-07"), rules(acts.extend(QA, number(), day(90), "")));
    assertEquals(List.of(), rules(acts.extend(QA, number(), day(3), why)));
    platform.clock().goAhead(Duration.ofDays(2));
    assertInstanceOf(Standing.InForce.class, standing());
    assertEquals(List.of(), rules(acts.end(QA, number(), "The inspectors have left.")));
    assertEquals("INS-22", closed());
    assertEquals(List.of("INS-11"), rules(acts.end(QA, number(), "Once more, for nothing.")));
    assertEquals(List.of(), open(QA, asked(2, 4)));
  }

  // 21 CFR 11.10(e): the states before stand in the trail, field by field.
  @Test
  @Verifies("URS-193")
  void everyStateOfAnAccessStandsInTheTrailAndNoneIsChangedBesideIt() {
    assertEquals(List.of(), open(QA, asked(0, 1)));
    platform.get(OpenInspectorAccess.class).extend(QA, number(), day(3), "The inspection goes on.");
    String changed =
        platform
            .database()
            .answer(
                "select convert_from(canonical, 'UTF8') from audit_entry where event ="
                    + " 'INSPECTOR_ACCESS_EXTENDED' and not refused and record_id = '"
                    + number()
                    + "'");
    assertTrue(
        changed.contains("\"before\":\"" + day(2) + "T00:00:00Z\"")
            && changed.contains("\"after\":\"" + day(4) + "T00:00:00Z\"")
            && changed.contains("\"field\":\"endsAt\""),
        changed);
    for (String change :
        List.of(
            "update inspector_access set on_behalf_of = 'other'",
            "update inspector_access set ends_at = begins_at + interval '1 second'",
            "delete from inspector_access")) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> platform.database().execute(TestDatabase.Role.OWNER, change));
      assertTrue(refused.getMessage().contains("never changed"), refused.getMessage());
    }
    // A longer time without an entry of the trail is refused as well.
    assertThrows(
        IllegalStateException.class,
        () ->
            platform
                .database()
                .execute(
                    TestDatabase.Role.APPLICATION,
                    "update inspector_access set ends_at = ends_at + interval '1 year'"));
  }

  @Test
  @Verifies("URS-199")
  void theInspectorOfADemonstrationHasAPresetAccessLabelledSoAndOnlyOnce() {
    inspector = inspector("preset");
    platform.get(RecordLogin.class).loggedIn(inspector);
    platform.get(RecordLogin.class).loggedIn(inspector);
    InspectorAccess access = assertInstanceOf(Standing.InForce.class, standing()).access();
    assertTrue(access.demonstration());
    assertTrue(access.scope().isWholeSite());
    assertTrue(access.reason().contains("demonstration, preset"), access.reason());
    assertEquals(1, platform.database().count("inspector_access where subject = 'sub-preset'"));
    platform.get(OpenInspectorAccess.class).end(QA, access.number(), "The demonstration is over.");
    platform.get(RecordLogin.class).loggedIn(inspector);
    assertEquals("INS-22", closed());
  }

  @Test
  @Verifies("URS-199")
  void aGxpSitePresetsNoAccess() {
    System.setProperty("veritwin.site.kind", "gxp");
    System.setProperty("veritwin.preset.accounts", "gxp");
    try {
      inspector = inspector("gxp");
      platform.get(RecordLogin.class).loggedIn(inspector);
      assertEquals("INS-20", closed());
    } finally {
      System.clearProperty("veritwin.site.kind");
      System.setProperty("veritwin.preset.accounts", "preset");
    }
  }
}
