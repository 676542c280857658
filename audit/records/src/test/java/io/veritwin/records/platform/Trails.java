package io.veritwin.records.platform;

import io.veritwin.records.identity.Person;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.trail.RecordRef;
import java.time.Duration;

/** Acts that tests of log and trail carry out. */
public final class Trails {

  private Trails() {}

  /** Drafts a new batch sheet and records it. */
  public static long draft(TestPlatform platform, long id, Person who) throws Exception {
    return draft(platform, id, who, 0);
  }

  /** The same with so many tags, each of which is a row. */
  public static long draft(TestPlatform platform, long id, Person who, int tags) throws Exception {
    return platform.inTransaction(
        () -> {
          BatchSheet sheet = new BatchSheet(id, "Feed, day " + id);
          for (int tag = 0; tag < tags; tag++) {
            sheet.tags.add("sample " + tag);
          }
          platform.entities().persist(sheet);
          return platform
              .get(AuditTrail.class)
              .record(
                  AuditEvent.of(
                          "BATCH_SHEET_DRAFTED",
                          who,
                          sheet.recordRef(),
                          "Drafted batch sheet BS-" + id + ".")
                      .because("Agrees with 08:20 off-line sample " + id + "."));
        });
  }

  /** An entry without a change, as an observation is recorded. */
  public static long note(TestPlatform platform, int number) throws Exception {
    return platform.inTransaction(() -> tellNote(platform, number));
  }

  /** Many such entries in one transaction. */
  public static void notes(TestPlatform platform, int from, int to) throws Exception {
    platform.inTransaction(
        () -> {
          for (int number = from; number < to; number++) {
            tellNote(platform, number);
          }
          return null;
        });
  }

  /** Tells such an entry in the caller's transaction. */
  public static long tellNote(TestPlatform platform, int number) {
    return platform
        .get(AuditTrail.class)
        .record(
            AuditEvent.of(
                "NOTE_WRITTEN",
                TestPlatform.OPERATOR,
                new RecordRef("note", "N-" + number, 1),
                "Wrote note " + number + "."));
  }

  public static Receipts.StoredReceipt receipt(TestPlatform platform, long entry) {
    return platform.get(Receipts.class).await(entry, Duration.ofSeconds(20)).orElseThrow();
  }
}
