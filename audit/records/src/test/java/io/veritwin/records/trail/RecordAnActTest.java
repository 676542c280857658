package io.veritwin.records.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.Origin;
import io.veritwin.records.platform.BatchSheet;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.validation.evidence.Verifies;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The trail over real transactions: every change leaves an entry, or there is no change. */
class RecordAnActTest {

  private static TestPlatform platform;
  private static AuditTrail trail;

  @BeforeAll
  static void start() {
    platform = TestPlatform.builder().withoutWorker().start();
    trail = platform.get(AuditTrail.class);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static AuditEvent drafted(long id) {
    return AuditEvent.of(
        "BATCH_SHEET_DRAFTED",
        TestPlatform.OPERATOR,
        new RecordRef("batch sheet", "BS-" + id, 1),
        "Drafted batch sheet BS-" + id + ".");
  }

  private static long draft(long id, String title) throws Exception {
    return platform.inTransaction(
        () -> {
          platform.entities().persist(new BatchSheet(id, title));
          return trail.record(drafted(id));
        });
  }

  private static AuditEntry entry(long id) {
    byte[] leaf =
        HexFormat.of()
            .parseHex(
                platform
                    .database()
                    .answer("select encode(canonical, 'hex') from audit_entry where id = " + id));
    return AuditEntry.read(leaf).orThrow();
  }

  private static FieldChange change(AuditEntry entry, String field) {
    return entry.changes().stream()
        .filter(c -> c.field().equals(field))
        .findFirst()
        .orElseThrow(() -> new AssertionError(field + " is not among " + entry.changes()));
  }

  // 21 CFR 11.10(e): who, what, when, in the same transaction.
  @Test
  @Verifies("URS-120")
  void anActAndItsEntryAreStoredTogether() throws Exception {
    long id = draft(1, "Feed, day 6");

    AuditEntry entry = entry(id);
    assertEquals("BATCH_SHEET_DRAFTED", entry.event());
    assertEquals("Marta Reuter", entry.who().name());
    assertEquals("operator", entry.who().role());
    assertEquals("10482", entry.who().number());
    assertEquals("server", entry.origin());
    assertEquals("demonstration", entry.site());
    assertEquals(new RecordRef("batch sheet", "BS-1", 1), entry.record());
    assertEquals("1", platform.database().answer("select count(*) from batch_sheet where id = 1"));
  }

  @Test
  @Verifies("URS-120")
  void anEntryOfARequestSaysFromWhereItCame() throws Exception {
    Origin origin = platform.get(Origin.class);
    origin.requestFrom("192.0.2.17");
    long ofTheRequest = Trails.note(platform, 1);
    origin.requestEnded();
    assertEquals("192.0.2.17", entry(ofTheRequest).origin());
    assertEquals("server", entry(Trails.note(platform, 2)).origin());
  }

  // P11-06: a forced rollback leaves neither.
  @Test
  @Verifies("URS-120")
  void anActThatIsUndoneLeavesNoEntry() {
    long entries = platform.database().count("audit_entry");
    assertThrows(
        IllegalStateException.class,
        () ->
            platform.inTransaction(
                () -> {
                  platform.entities().persist(new BatchSheet(2, "undone"));
                  trail.record(drafted(2));
                  throw new IllegalStateException("the use case failed");
                }));
    assertEquals(entries, platform.database().count("audit_entry"));
    assertEquals("0", platform.database().answer("select count(*) from batch_sheet where id = 2"));
  }

  @Test
  @Verifies("URS-120")
  void anEntryNeedsTheTransactionOfItsAct() {
    assertThrows(RuntimeException.class, () -> trail.record(drafted(3)));
    assertEquals(
        "0", platform.database().answer("select count(*) from audit_entry where record_id='BS-3'"));
  }

  // No record, no act: if the entry cannot be written, nothing happens.
  @Test
  @Verifies("URS-120")
  void anActWhoseEntryCannotBeWrittenDoesNotHappen() {
    Map<String, String> tooMuch = new java.util.HashMap<>();
    for (int i = 0; i < 3000; i++) {
      tooMuch.put("detail." + i, "x".repeat(100));
    }
    assertThrows(
        Exception.class,
        () ->
            platform.inTransaction(
                () -> {
                  platform.entities().persist(new BatchSheet(4, "too much"));
                  return trail.record(drafted(4).with(tooMuch));
                }));
    assertEquals("0", platform.database().answer("select count(*) from batch_sheet where id = 4"));
  }

  // 21 CFR 11.10(e): old and new value, field by field, of every kind of field.
  @Test
  @Verifies("URS-121")
  void everyChangedFieldStandsInTheEntryBeforeAndAfter() throws Exception {
    draft(10, "first of two");
    draft(11, "Feed, day 7");
    long id =
        platform.inTransaction(
            () -> {
              BatchSheet sheet = platform.entities().find(BatchSheet.class, 11L);
              sheet.title = "Feed, day 8";
              sheet.amount = new BigDecimal("46.50");
              sheet.rate = 2.10;
              sheet.state = BatchSheet.State.ACCEPTED;
              sheet.decidedAt = java.time.Instant.parse("2026-11-20T09:42:31.208Z");
              sheet.limits = new BatchSheet.Limits(30, 55);
              sheet.attachment = new byte[] {1, 2, 3};
              sheet.follows = platform.entities().getReference(BatchSheet.class, 10L);
              sheet.tags.addAll(List.of("feed", "day 8"));
              return trail.record(
                  AuditEvent.of(
                          "BATCH_SHEET_ACCEPTED",
                          TestPlatform.QA,
                          sheet.recordRef(),
                          "Accepted batch sheet BS-11.")
                      .because("Agrees with 08:20 off-line sample.")
                      .changing(List.of(new FieldChange("copy at the plant", "none", "42.0")))
                      .with(Map.of("write.value", "46.5")));
            });

    AuditEntry entry = entry(id);
    assertEquals("Agrees with 08:20 off-line sample.", entry.reason());
    assertEquals(Map.of("write.value", "46.5"), entry.details());
    assertEquals(new FieldChange("title", "Feed, day 7", "Feed, day 8"), change(entry, "title"));
    assertEquals(new FieldChange("amount", null, "46.50"), change(entry, "amount"));
    assertEquals(new FieldChange("rate", null, "2.1"), change(entry, "rate"));
    assertEquals(new FieldChange("state", "OPEN", "ACCEPTED"), change(entry, "state"));
    assertEquals(
        new FieldChange("decidedAt", null, "2026-11-20T09:42:31.208Z"), change(entry, "decidedAt"));
    assertEquals(new FieldChange("limits.low", null, "30"), change(entry, "limits.low"));
    assertEquals(new FieldChange("limits.high", null, "55"), change(entry, "limits.high"));
    assertEquals(
        "sha-256:039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81 (3 bytes)",
        change(entry, "attachment").after());
    assertEquals(new FieldChange("follows", null, "BatchSheet 10"), change(entry, "follows"));
    assertEquals("day 8, feed", change(entry, "tags").after());
    assertEquals("42.0", change(entry, "copy at the plant").after());
    assertEquals(11, entry.changes().size(), entry.changes().toString());
  }

  // DI-04: a value that is taken away stays readable.
  @Test
  @Verifies("URS-121")
  void aDeletedRecordLeavesItsLastValues() throws Exception {
    draft(12, "taken away");
    // The database lets no row go but by its signed disposal; here the listener alone is asked.
    platform
        .database()
        .execute(TestDatabase.Role.OWNER, "alter table batch_sheet disable trigger kept");
    long id =
        platform.inTransaction(
            () -> {
              BatchSheet sheet = platform.entities().find(BatchSheet.class, 12L);
              sheet.tags.add("kept until now");
              platform.entities().flush();
              platform.entities().remove(sheet);
              return trail.record(
                  AuditEvent.of("SHEET_TAKEN_AWAY", TestPlatform.QA, sheet.recordRef(), "Gone."));
            });
    platform
        .database()
        .execute(TestDatabase.Role.OWNER, "alter table batch_sheet enable always trigger kept");
    assertEquals(new FieldChange("title", "taken away", null), change(entry(id), "title"));
  }

  @Test
  @Verifies("URS-121")
  void severalChangesInOneTransactionAreOneChangeFromFirstToLast() throws Exception {
    draft(13, "one");
    long id =
        platform.inTransaction(
            () -> {
              BatchSheet sheet = platform.entities().find(BatchSheet.class, 13L);
              sheet.title = "two";
              platform.entities().flush();
              sheet.title = "three";
              platform.entities().flush();
              sheet.rate = 1.0;
              platform.entities().flush();
              sheet.rate = null;
              return trail.record(
                  AuditEvent.of(
                      "BATCH_SHEET_CORRECTED",
                      TestPlatform.QA,
                      sheet.recordRef(),
                      "Corrected BS-13."));
            });
    assertEquals(List.of(new FieldChange("title", "one", "three")), entry(id).changes());
  }

  // Issue: captured centrally so that a developer cannot forget it.
  @Test
  @Verifies("URS-122")
  void aChangeThatNoEntryNamesIsRefusedAtCommit() throws Exception {
    draft(20, "silent");
    Exception refused =
        assertThrows(
            Exception.class,
            () ->
                platform.inTransaction(
                    () -> {
                      platform.entities().find(BatchSheet.class, 20L).title = "changed silently";
                      // An entry that names another record does not cover this one.
                      return trail.record(drafted(21));
                    }));
    Throwable cause = refused;
    while (!(cause instanceof SilentChangeException)) {
      cause = cause.getCause();
    }
    assertEquals(
        "No record, no act: batch sheet BS-20 version 2 was changed (BatchSheet 20: title) and no"
            + " audit entry of this transaction names it. Nothing is stored.",
        cause.getMessage());
    assertEquals(
        "silent", platform.database().answer("select title from batch_sheet where id = 20"));
    assertEquals(
        "0",
        platform.database().answer("select count(*) from audit_entry where record_id = 'BS-21'"));
  }

  @Test
  @Verifies("URS-122")
  void anEntryOfARefusedAttemptCoversNoChange() throws Exception {
    draft(22, "refused");
    assertThrows(
        Exception.class,
        () ->
            platform.inTransaction(
                () -> {
                  BatchSheet sheet = platform.entities().find(BatchSheet.class, 22L);
                  sheet.title = "changed all the same";
                  return trail.record(
                      AuditEvent.refused(
                          "BATCH_SHEET_CORRECTED",
                          TestPlatform.QA,
                          sheet.recordRef(),
                          "Not corrected.",
                          "REL-02"));
                }));
    assertEquals(
        "refused", platform.database().answer("select title from batch_sheet where id = 22"));
  }

  @Test
  @Verifies("URS-122")
  void aChangeOfACollectionAloneIsSeenToo() throws Exception {
    draft(23, "tags");
    assertThrows(
        Exception.class,
        () ->
            platform.inTransaction(
                () -> platform.entities().find(BatchSheet.class, 23L).tags.add("silent tag")));
    assertEquals(
        "0",
        platform.database().answer("select count(*) from batch_sheet_tag where sheet_id = 23"));
  }

  // A refused attempt stays on record although the act is undone.
  @Test
  @Verifies("URS-123")
  void aRefusedAttemptStaysWhenItsTransactionIsUndone() throws Exception {
    draft(30, "attempt");
    assertThrows(
        IllegalStateException.class,
        () ->
            platform.inTransaction(
                () -> {
                  platform.entities().find(BatchSheet.class, 30L).title = "not allowed";
                  trail.recordRefusal(
                      AuditEvent.refused(
                          "BATCH_SHEET_CORRECTED",
                          TestPlatform.OPERATOR,
                          new RecordRef("batch sheet", "BS-30", 1),
                          "Not corrected. Batch sheet BS-30 is closed (BS-01).",
                          "BS-01"));
                  throw new IllegalStateException("refused");
                }));
    assertEquals(
        "BS-01",
        platform
            .database()
            .answer("select rule from audit_entry where record_id = 'BS-30' and refused"));
    assertEquals(
        "attempt", platform.database().answer("select title from batch_sheet where id = 30"));
  }

  @Test
  @Verifies("URS-124")
  void aLongValueStandsAsItsDigestAndTheEntryStaysBelow64KiB() throws Exception {
    String text = "x".repeat(200_000);
    long id =
        platform.inTransaction(
            () -> {
              platform.entities().persist(new BatchSheet(40, text));
              return trail.record(drafted(40));
            });
    int size =
        Integer.parseInt(
            platform
                .database()
                .answer("select octet_length(canonical) from audit_entry where id = " + id));
    assertTrue(size < 65536, size + " bytes");
    assertEquals(
        "sha-256:"
            + Digests.hex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            + " (200000 characters)",
        change(entry(id), "title").after());
    assertNull(change(entry(id), "title").before());
  }

  @Test
  @Verifies("URS-124")
  void theTimeIsTheServersInUtc() throws Exception {
    java.time.Instant before = java.time.Instant.now();
    long id = draft(41, "time");
    java.time.Instant at = entry(id).at();
    assertTrue(!at.isBefore(before.truncatedTo(java.time.temporal.ChronoUnit.MICROS)), at + "");
    assertTrue(!at.isAfter(java.time.Instant.now()), at + "");
  }
}
