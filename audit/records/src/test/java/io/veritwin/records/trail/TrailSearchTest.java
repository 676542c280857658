package io.veritwin.records.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.bundle.BundleVerifier;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The explorer's search and its exports over a trail of a few people and records. */
class TrailSearchTest {

  private static TestPlatform platform;
  private static TrailSearch search;
  private static Instant between;
  private static long drafted;
  private static long refused;

  @BeforeAll
  static void aTrail() throws Exception {
    platform = TestPlatform.builder().start();
    search = platform.get(TrailSearch.class);
    drafted = Trails.draft(platform, 1, TestPlatform.OPERATOR);
    Trails.draft(platform, 2, TestPlatform.QA);
    between = Instant.now();
    Thread.sleep(5);
    Trails.draft(platform, 3, TestPlatform.QA);
    refused =
        platform
            .get(AuditTrail.class)
            .recordRefusal(
                AuditEvent.refused(
                    "BATCH_SHEET_ACCEPTED",
                    TestPlatform.OPERATOR,
                    new RecordRef("batch sheet", "BS-1", 1),
                    "Not accepted. Glucose RA-204 was 6 s old; the rule allows 5 s.",
                    "REL-06"));
    Trails.receipt(platform, refused);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static List<String> found(TrailQuery query) {
    return search.search(query).rows().stream()
        .filter(row -> row.record().type().equals("batch sheet"))
        .map(row -> row.record().id() + (row.refused() ? " refused" : ""))
        .toList();
  }

  @Test
  @Verifies("URS-130")
  void entriesAreFoundByPersonRecordTimeEventRefusalAndText() {
    TrailQuery all = TrailQuery.all();
    assertEquals(List.of("BS-1 refused", "BS-3", "BS-2", "BS-1"), found(all));
    assertEquals(List.of("BS-1 refused", "BS-1"), found(all.ofRecord("batch sheet", "BS-1")));
    assertEquals(List.of("BS-3", "BS-2"), found(all.by("albrecht")));
    assertEquals(List.of("BS-3", "BS-2"), found(all.by("sub-qa")));
    assertEquals(List.of(), found(all.by("%")));
    assertEquals(List.of("BS-2", "BS-1"), found(all.between(null, between)));
    assertEquals(List.of("BS-1 refused", "BS-3"), found(all.between(between, null)));
    assertEquals(List.of("BS-1 refused"), found(all.named("BATCH_SHEET_ACCEPTED")));
    assertEquals(List.of("BS-1 refused"), found(all.only(TrailQuery.Only.REFUSED)));
    assertEquals(List.of("BS-1 refused"), found(all.saying("ra-204 gluc")));
    // The reason is searched too.
    assertEquals(List.of("BS-3", "BS-2", "BS-1"), found(all.saying("agree off-line")));
    assertEquals(List.of(), found(all.saying("o'clock \\ nothing")));
    assertEquals(
        List.of("BS-2", "BS-3"), found(all.by("albrecht").sortedBy(TrailQuery.Sort.RECORD, true)));
  }

  @Test
  @Verifies("URS-130")
  void pagesAndCountsAreTold() {
    TrailQuery drafts = TrailQuery.all().named("BATCH_SHEET_DRAFTED");
    TrailPage page = search.search(drafts.page(1, 2));
    assertEquals(1, page.rows().size());
    assertFalse(page.more());
    assertTrue(search.search(drafts.page(0, 2)).more());
    assertEquals(3, page.matching());
    assertFalse(page.uncounted());
    assertEquals(platform.database().count("audit_entry"), page.total());
    assertThrows(IllegalArgumentException.class, () -> TrailQuery.all().page(-1, 50));
    assertThrows(IllegalArgumentException.class, () -> TrailQuery.all().page(0, 0));
    assertTrue(search.events().containsAll(List.of("BATCH_SHEET_ACCEPTED", "BATCH_SHEET_DRAFTED")));
  }

  @Test
  @Verifies("URS-130")
  void manyMatchesAreNotCountedToTheEndAndCommonAndRareWordsAreBothFound() throws Exception {
    platform
        .database()
        .execute(
            TestDatabase.Role.SUPERUSER,
            """
            alter table audit_entry disable trigger all;
            insert into audit_entry (id, canonical, leaf_hash, event, person_id, person_name,
              person_role, record_type, record_id, record_version, refused, sentence, at)
            select 1000000 + n, ''::bytea, decode(repeat('00', 32), 'hex'), 'NOTED', 'machine:m',
              'M', 'system', 'note', 'N-' || n, 1, false,
              'Humming.' || case n when 700 then ' Whistling.' else '' end,
              timestamptz '2030-01-01 00:00Z' + n * interval '1 second'
            from generate_series(1, 1500) n;
            alter table audit_entry enable trigger all;
            insert into audit_search
              select id, at, event, person_id, person_name, record_type, record_id, refused,
                  search_words(sentence, reason)
                from audit_entry where id > 1000000""");
    try {
      TrailPage humming = search.search(TrailQuery.all().saying("humm"));
      assertEquals(TrailSearch.COUNTED, humming.matching());
      assertTrue(humming.uncounted());
      assertEquals("N-1500", humming.rows().get(0).record().id());
      assertEquals(50, humming.rows().size());
      TrailPage lastOfThem = search.search(TrailQuery.all().saying("humming").page(29, 50));
      assertEquals("N-1", lastOfThem.rows().get(49).record().id());
      assertFalse(lastOfThem.more());
      TrailPage whistling = search.search(TrailQuery.all().saying("whistling humming"));
      assertEquals(1, whistling.matching());
      assertEquals("N-700", whistling.rows().get(0).record().id());
      Instant first = Instant.parse("2030-01-01T00:00:00Z");
      TrailPage inTime =
          search.search(
              TrailQuery.all().saying("hum").between(first.plusSeconds(10), first.plusSeconds(20)));
      assertEquals(10, inTime.matching());
      assertEquals("N-19", inTime.rows().get(0).record().id());
    } finally {
      platform
          .database()
          .execute(
              TestDatabase.Role.SUPERUSER,
              """
              alter table audit_entry disable trigger all;
              delete from audit_entry where id > 1000000;
              alter table audit_entry enable trigger all;
              alter table audit_search disable trigger append_only;
              delete from audit_search where id > 1000000;
              alter table audit_search enable always trigger append_only""");
    }
  }

  @Test
  @Verifies("URS-130")
  void anEntryIsOpenedWithItsFieldsItsBytesAndItsReceipt() {
    EntryDetail detail = search.entry(drafted).orElseThrow();
    assertEquals("Agrees with 08:20 off-line sample 1.", detail.row().reason());
    assertTrue(detail.changes().contains(new FieldChange("title", null, "Feed, day 1")));
    assertTrue(detail.canonicalJson().startsWith("{\"at\":\""), detail.canonicalJson());
    assertEquals(64, detail.leafHash().length());
    assertTrue(detail.receipt().isPresent());
    assertEquals(detail.row().sequence(), detail.receipt().get().index());
    assertEquals(List.of(refused), search.related(drafted).stream().map(TrailRow::id).toList());
    assertEquals(Optional.empty(), search.entry(-5));
  }

  private static long exportsRecorded() {
    return platform.database().count("audit_entry where event = 'TRAIL_EXPORTED'");
  }

  /** Notices how many exports are recorded when the first byte is written. */
  private static final class Watching extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final long recordedBefore = exportsRecorded();
    private long recordedAtFirstByte = -1;

    @Override
    public void write(int b) {
      if (recordedAtFirstByte < 0) {
        recordedAtFirstByte = exportsRecorded();
      }
      bytes.write(b);
    }

    void assertRecordedFirst() {
      assertEquals(recordedBefore + 1, recordedAtFirstByte);
    }
  }

  @Test
  @Verifies("URS-132")
  void anExportIsAnEntryBeforeItsPayloadExists() throws Exception {
    Watching csv = new Watching();
    ExportTrail export = platform.get(ExportTrail.class);
    export.export(
        TestPlatform.QA,
        TrailQuery.all().named("BATCH_SHEET_ACCEPTED"),
        ExportTrail.Format.CSV,
        csv);
    csv.assertRecordedFirst();
    List<String> lines = csv.bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).contains("\"REL-06\""), lines.get(1));

    Watching json = new Watching();
    export.export(
        TestPlatform.QA,
        TrailQuery.all().ofRecord("batch sheet", "BS-1"),
        ExportTrail.Format.JSON,
        json);
    json.assertRecordedFirst();
    assertTrue(StrictJsonParser.parse(json.bytes.toByteArray()).isAccepted());
    assertTrue(
        json.bytes
            .toString(StandardCharsets.UTF_8)
            .contains(search.entry(drafted).orElseThrow().canonicalJson()));
  }

  @Test
  @Verifies("URS-132")
  void aFormulaInATextIsHarmlessInTheCsv() throws Exception {
    platform.inTransaction(
        () ->
            platform
                .get(AuditTrail.class)
                .record(
                    AuditEvent.of(
                            "FORMULA_TYPED",
                            TestPlatform.OPERATOR,
                            new RecordRef("note", "N-1", 1),
                            "Typed \"a formula\".")
                        .because("=HYPERLINK(1)")));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    platform
        .get(ExportTrail.class)
        .export(
            TestPlatform.QA, TrailQuery.all().named("FORMULA_TYPED"), ExportTrail.Format.CSV, out);
    String csv = out.toString(StandardCharsets.UTF_8);
    assertTrue(csv.contains("\"'=HYPERLINK(1)\",\"Typed \"\"a formula\"\".\""), csv);
  }

  @Test
  @Verifies("URS-132")
  void aBundleVerifiesWithTheLedgersOwnVerifierAndNothingElse() throws Exception {
    Path file = Files.createTempFile("bundle", ".zip");
    Watching out = new Watching();
    platform.get(ExportTrail.class).bundle(TestPlatform.QA, List.of(drafted, refused), out);
    out.assertRecordedFirst();
    Files.write(file, out.bytes.toByteArray());
    var found =
        BundleVerifier.verify(
            file,
            Optional.of(platform.get(PlatformKeys.class).logKey().verifierKey()),
            Optional.of(platform.get(PlatformKeys.class).authorities()));
    assertTrue(found.sound(), found.toString());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            platform
                .get(ExportTrail.class)
                .bundle(TestPlatform.QA, List.of(-7L), OutputStream.nullOutputStream()));
  }
}
