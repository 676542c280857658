package io.veritwin.records.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.validation.evidence.Verifies;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The content of a record out of its entries, and which of its values were changed. */
class FoldEntriesTest {

  private static CopiedEntry entry(long id, boolean refused, FieldChange... changes) {
    AuditEntry entry =
        new AuditEntry(
            id,
            Instant.parse("2026-11-20T09:00:00Z").plusSeconds(id),
            "CHANGED",
            new AuditEntry.Who("sub-qa", "Dr. Ines Albrecht", "QA", "10122"),
            new RecordRef("batch sheet", "BS-1", 1),
            "Changed.",
            null,
            refused,
            refused ? "SIG-01" : null,
            List.of(changes),
            Map.of(),
            "server",
            "demonstration");
    return new CopiedEntry(entry, entry.bytes(), id, "");
  }

  private static CopiedField only(List<CopiedField> fields, String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  // Annex 11, 8.2
  @Test
  @Verifies("URS-171")
  void aValueKeepsWhatItWasFirstAndWhoChangedItLast() {
    CopiedField title =
        only(
            FoldEntries.of(
                List.of(
                    entry(1, false, new FieldChange("title", null, "a")),
                    entry(2, false, new FieldChange("title", "a", "b")),
                    entry(3, false, new FieldChange("title", "b", "a")))),
            "title");
    assertTrue(title.changed(), "also a value that was changed back was changed");
    assertEquals("a", title.first());
    assertEquals("a", title.value());
    assertEquals(2, title.changes());
    assertEquals(1, title.firstEntry());
    assertEquals(3, title.lastEntry());
    assertEquals("Dr. Ines Albrecht", title.lastBy());
  }

  @Test
  @Verifies("URS-171")
  void aValueEnteredLaterIsNoChangeAndAClearedOneIs() {
    List<CopiedField> fields =
        FoldEntries.of(
            List.of(
                entry(1, false, new FieldChange("title", null, "a")),
                entry(2, false, new FieldChange("decidedAt", null, "2026")),
                entry(3, false, new FieldChange("title", "a", null))));
    assertFalse(only(fields, "decidedAt").changed());
    assertTrue(only(fields, "title").changed());
    assertNull(only(fields, "title").value());
  }

  @Test
  @Verifies("URS-171")
  void aRefusedAttemptChangedNothing() {
    List<CopiedField> fields =
        FoldEntries.of(
            List.of(
                entry(1, false, new FieldChange("title", null, "a")),
                entry(2, true, new FieldChange("title", "a", "b"))));
    assertFalse(only(fields, "title").changed());
  }

  // An entry with several entities names each field after its entity, one with a single does not.
  @Test
  @Verifies("URS-171")
  void aFieldIsKnownAgainWhenItsEntryNamesNoEntity() {
    List<CopiedField> fields =
        FoldEntries.of(
            List.of(
                entry(
                    1,
                    false,
                    new FieldChange("ChangeRequest CR-1: state", null, "DRAFT"),
                    new FieldChange("AcceptanceCriterion 4: limit", null, "0.2"),
                    new FieldChange("AcceptanceCriterion 5: limit", null, "0.3")),
                entry(2, false, new FieldChange("state", "DRAFT", "SUBMITTED")),
                entry(3, false, new FieldChange("limit", "0.3", "0.4"))));
    assertEquals(3, fields.size(), fields.toString());
    assertEquals("SUBMITTED", only(fields, "ChangeRequest CR-1: state").value());
    assertFalse(only(fields, "AcceptanceCriterion 4: limit").changed());
    assertEquals("0.4", only(fields, "AcceptanceCriterion 5: limit").value());
  }

  @Test
  @Verifies("URS-171")
  void aValueFromBeforeTheTrailCountsAsChanged() {
    CopiedField state =
        only(
            FoldEntries.of(List.of(entry(7, false, new FieldChange("state", "OPEN", "CLOSED")))),
            "state");
    assertTrue(state.changed());
    assertEquals("OPEN", state.first());
  }
}
