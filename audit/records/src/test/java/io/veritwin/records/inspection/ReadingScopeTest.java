package io.veritwin.records.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.bundle.BundleVerifier;
import io.veritwin.records.copy.CollectRecord;
import io.veritwin.records.copy.CollectRecord.Collected;
import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.inspection.InspectorAccesses.Standing;
import io.veritwin.records.inspection.OpenInspectorAccess.Asked;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.log.VerifyLog;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.trail.ExportTrail;
import io.veritwin.records.trail.TrailPage;
import io.veritwin.records.trail.TrailQuery;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.records.trail.TrailUnavailableException;
import io.veritwin.records.watch.SiteAlarms;
import io.veritwin.validation.evidence.Verifies;
import jakarta.enterprise.context.control.RequestContextController;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What an inspector may read is bounded where it is read: search, counts, entry, export, copy and
 * checks. Sheets 1 and 2 are within the access, sheet 3 is not.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadingScopeTest {

  private static TestPlatform platform;
  private static TrailSearch search;
  private static long inside;
  private static long outside;

  private RequestContextController request;

  @BeforeAll
  static void aSiteWithAScopedAccess() throws Exception {
    platform = TestPlatform.builder().with(WholeCampaign.class).start();
    search = platform.get(TrailSearch.class);
    platform.get(RecordLogin.class).loggedIn(TestPlatform.QA);
    inside = Trails.draft(platform, 1, TestPlatform.OPERATOR);
    Trails.draft(platform, 2, TestPlatform.OPERATOR);
    outside = Trails.draft(platform, 3, TestPlatform.OPERATOR);
    platform.get(RecordLogin.class).loggedIn(InspectorAccessTest.INSPECTOR);
    open("campaign C-1\n", "");
    Trails.receipt(platform, outside);
  }

  private static void open(String records, String firstEntry) {
    assertEquals(
        List.of(),
        platform
            .get(OpenInspectorAccess.class)
            .open(
                TestPlatform.QA,
                new Asked(
                    "inspector",
                    "FDA, campaign C-1",
                    InspectorAccessTest.inDays(0),
                    InspectorAccessTest.inDays(5),
                    records,
                    firstEntry,
                    "",
                    "Announced on form 482.")));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @BeforeEach
  void anInspectorsRequest() {
    request = platform.get(RequestContextController.class);
    request.activate();
    bound();
  }

  private static void bound() {
    Standing standing = platform.get(InspectorAccesses.class).of(InspectorAccessTest.INSPECTOR);
    platform
        .get(ReadingScope.class)
        .bound(
            InspectorAccessTest.INSPECTOR,
            assertInstanceOf(Standing.InForce.class, standing).access());
  }

  @AfterEach
  void theRequestEnds() {
    request.deactivate();
  }

  private static String refusedRule(org.junit.jupiter.api.function.Executable reading) {
    long before = refusals();
    OutsideScopeException refused = assertThrows(OutsideScopeException.class, reading);
    assertEquals(before + 1, refusals(), "a refused attempt is an entry");
    assertTrue(refused.getMessage().contains("our access IA-"), refused.getMessage());
    return refused.refusal().rule();
  }

  private static long refusals() {
    return platform.database().count("audit_entry where event = 'INSPECTOR_READ' and refused");
  }

  private static List<String> sheets(List<TrailRow> rows) {
    return rows.stream()
        .filter(row -> !row.personId().equals(InspectorAccessTest.INSPECTOR.subject()))
        .map(row -> row.record().type() + " " + row.record().id())
        .toList();
  }

  @Test
  @Order(1)
  @Verifies("URS-194")
  void theSearchItsCountsAndItsChoicesHoldOnlyWhatIsCovered() {
    TrailPage all = search.search(TrailQuery.all());
    assertEquals(List.of("batch sheet BS-2", "batch sheet BS-1"), sheets(all.rows()));
    assertEquals(all.rows().size(), all.total());
    assertEquals(all.rows().size(), all.matching());
    assertEquals(List.of(), search.search(TrailQuery.all().ofRecord("batch sheet", "BS-3")).rows());
    assertEquals(List.of(), sheets(search.search(TrailQuery.all().saying("sheet bs-3")).rows()));
    assertEquals(1, search.search(TrailQuery.all().saying("sheet bs-2")).matching());
    assertFalse(search.events().contains("INSPECTOR_ACCESS_OPENED"), search.events().toString());
    assertTrue(search.events().contains("BATCH_SHEET_DRAFTED"));
    assertEquals(List.of(), search.related(outside));
  }

  @Test
  @Order(2)
  @Verifies("URS-194")
  void anEntryOutsideIsRefusedInTheWordsOfOneThatDoesNotExist() {
    assertEquals(inside, search.entry(inside).orElseThrow().row().id());
    assertEquals("INS-23", refusedRule(() -> search.entry(outside)));
    assertEquals("INS-23", refusedRule(() -> search.entry(987_654)));
  }

  @Test
  @Order(3)
  @Verifies("URS-194")
  void anExportHoldsNoContentsOfEntriesOutside() throws Exception {
    for (ExportTrail.Format format : ExportTrail.Format.values()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      platform
          .get(ExportTrail.class)
          .export(InspectorAccessTest.INSPECTOR, TrailQuery.all(), format, out);
      String text = out.toString(StandardCharsets.UTF_8);
      assertTrue(text.contains("BS-1") && text.contains("BS-2"), text);
      assertFalse(text.contains("batch sheet BS-3"), text);
    }
  }

  @Test
  @Order(4)
  @Verifies("URS-194")
  void aBundleVerifiesAndHoldsOnlyHashesOfItsNeighbours() throws Exception {
    ExportTrail export = platform.get(ExportTrail.class);
    Path file = Files.createTempFile("scoped", ".zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      export.bundle(InspectorAccessTest.INSPECTOR, List.of(inside), out);
    }
    assertTrue(
        BundleVerifier.verify(
                file,
                Optional.of(platform.get(PlatformKeys.class).logKey().verifierKey()),
                Optional.of(platform.get(PlatformKeys.class).authorities()))
            .sound());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertEquals(1, zip.stream().filter(entry -> entry.getName().startsWith("entries/")).count());
      for (var entry : zip.stream().toList()) {
        String text =
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("BS-3"), entry.getName());
      }
    }
    long exported = platform.database().count("audit_entry where event = 'TRAIL_EXPORTED'");
    assertEquals(
        "INS-23",
        refusedRule(
            () ->
                export.bundle(
                    InspectorAccessTest.INSPECTOR,
                    List.of(inside, outside),
                    OutputStream.nullOutputStream())));
    assertEquals(exported, platform.database().count("audit_entry where event = 'TRAIL_EXPORTED'"));
  }

  @Test
  @Order(5)
  @Verifies("URS-194")
  void aCopyIsOfACoveredRecordOnly() {
    CollectRecord collect = platform.get(CollectRecord.class);
    assertInstanceOf(Collected.Found.class, collect.collect("campaign", "C-1"));
    assertInstanceOf(Collected.Found.class, collect.collect("batch sheet", "BS-1"));
    assertEquals("INS-23", refusedRule(() -> collect.collect("batch sheet", "BS-3")));
    assertEquals("INS-23", refusedRule(() -> collect.collect("batch sheet", "BS-404")));
  }

  @Test
  @Order(6)
  @Verifies("URS-194")
  void peopleOfTheSiteAndBackgroundWorkAreNotBounded() {
    request.deactivate();
    assertTrue(search.entry(outside).isPresent());
    request.activate();
    assertTrue(search.entry(outside).isPresent(), "a request of somebody of the site");
  }

  @Test
  @Order(7)
  @Verifies("URS-195")
  void aReadingIsAnEntryAlsoWhileActsAreStoppedAndTheInspectorSeesIt() throws Exception {
    InspectorAccess access =
        platform.get(InspectorAccesses.class).of(InspectorAccessTest.INSPECTOR.subject()).get(0);
    SiteAlarms alarms = platform.get(SiteAlarms.class);
    alarms.raise("TST-04", "Acts are stopped.", true);
    long entry;
    try {
      assertThrows(
          TrailUnavailableException.class, () -> Trails.draft(platform, 4, TestPlatform.OPERATOR));
      entry =
          platform
              .get(RecordReading.class)
              .read(
                  InspectorAccessTest.INSPECTOR,
                  access,
                  "the page Audit trail",
                  Map.of("asked", "record=BS-1"));
    } finally {
      alarms.end("TST-04");
    }
    TrailRow row = search.entry(entry).orElseThrow().row();
    assertEquals("INSPECTOR_READ", row.event());
    assertEquals("Read the page Audit trail.", row.sentence());
    assertEquals("IA-1", row.record().id());
  }

  // A check says that something is wrong, not what is written in an entry that is not covered.
  @Test
  @Order(8)
  @Verifies("URS-194")
  void theCheckOfTheWholeLogTellsNoContentsOutside() {
    alter("set sentence = 'Something else.'");
    try {
      String told = platform.get(VerifyLog.class).proveWholeLog().lines().toString();
      assertTrue(told.contains("A check of the whole log does not hold"), told);
      assertFalse(told.contains("Something else") || told.contains("BS-3"), told);
      request.deactivate();
      String toTheSite = platform.get(VerifyLog.class).proveWholeLog().lines().toString();
      request.activate();
      assertTrue(toTheSite.contains("Something else"), toTheSite);
    } finally {
      alter("set sentence = 'Drafted batch sheet BS-3.'");
    }
  }

  private static void alter(String change) {
    platform
        .database()
        .execute(
            TestDatabase.Role.SUPERUSER,
            "alter table audit_entry disable trigger all; update audit_entry "
                + change
                + " where id = "
                + outside
                + "; alter table audit_entry enable trigger all");
  }

  @Test
  @Order(9)
  @Verifies("URS-194")
  void anAccessToATimeOfTheTrailHoldsEntriesOfThatTimeAndGivesNoHalfCopy() {
    platform
        .get(OpenInspectorAccess.class)
        .end(TestPlatform.QA, "IA-1", "Another scope is asked for.");
    open("", InspectorAccessTest.inDays(1));
    bound();
    assertEquals(List.of(), sheets(search.search(TrailQuery.all()).rows()));
    assertEquals("INS-23", refusedRule(() -> search.entry(inside)));
    assertEquals(
        "INS-24",
        refusedRule(() -> platform.get(CollectRecord.class).collect("batch sheet", "BS-1")));
  }
}
