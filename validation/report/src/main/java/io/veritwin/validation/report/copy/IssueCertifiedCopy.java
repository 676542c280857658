package io.veritwin.validation.report.copy;

import io.veritwin.records.copy.CollectRecord;
import io.veritwin.records.copy.CollectRecord.Collected;
import io.veritwin.records.copy.CopyAsData;
import io.veritwin.records.copy.ProveCopy;
import io.veritwin.records.copy.ProveCopy.Proofs;
import io.veritwin.records.copy.RecordCopy;
import io.veritwin.records.copy.RecordCopyIssued;
import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.Digests;
import io.veritwin.validation.report.CertifyDocument;
import io.veritwin.validation.report.RenderReport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Issue a certified copy of a record (P11-03): one act of anybody who may read the record. The
 * order is the point of it: what will be handed out is fixed by its digest, the digest is an audit
 * entry, the log covers the entry, and only then the copy is made. Never called with a transaction
 * open.
 */
@ApplicationScoped
public class IssueCertifiedCopy {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int REASON_LIMIT = 500;

  @Inject CollectRecord collect;
  @Inject RecordCopyIssued issued;
  @Inject ProveCopy prove;
  @Inject WriteCopy write;
  @Inject RenderReport render;
  @Inject CertifyDocument certify;
  @Inject Clock clock;

  /** What came of it. */
  public sealed interface Outcome {

    /** The copy; it may say of itself that a signature or an entry does not hold. */
    record Issued(CertifiedCopy copy) implements Outcome {}

    /** Nothing was handed out. */
    record Refused(Refusal reason) implements Outcome {}
  }

  /**
   * Issues a copy.
   *
   * @param type the kind of record as the trail names it, "recommendation"
   * @param id its number, "P-0412"
   * @param reason what the copy is for; it stands on the copy and in the trail
   * @throws IllegalArgumentException when type or id is empty
   */
  public Outcome issue(Person who, String type, String id, String reason) {
    if (type == null || type.isBlank() || id == null || id.isBlank()) {
      throw new IllegalArgumentException(
          "a copy needs the kind and the number of a record, got \"" + type + "\" \"" + id + "\"");
    }
    String why = reason == null ? "" : reason.strip();
    if (why.isEmpty() || why.length() > REASON_LIMIT) {
      return refused(
          who,
          type,
          id,
          "COP-02",
          "No copy was made: "
              + (why.isEmpty()
                  ? "a reason is missing; write what the copy is for."
                  : "the reason has "
                      + why.length()
                      + " characters and may have "
                      + REASON_LIMIT
                      + "; shorten it."));
    }
    Collected found = collect.collect(type, id);
    if (found instanceof Collected.TooMany many) {
      return refused(
          who,
          type,
          id,
          "COP-03",
          "No copy was made: %s %s has %d audit entries with its parts, and one copy takes %d. Copy its parts one by one, or export the trail."
              .formatted(type, id, many.entries(), CollectRecord.MOST_ENTRIES));
    }
    if (!(found instanceof Collected.Found collected)) {
      return refused(
          who,
          type,
          id,
          "COP-01",
          "No copy was made: nothing is on record of %s %s. Look for its number in the audit trail."
              .formatted(type, id));
    }
    return issue(who, collected.copy(), why);
  }

  private Outcome issue(Person who, RecordCopy copy, String reason) {
    byte[] json = CopyAsData.json(copy);
    String digest = Digests.hex(json);
    long entry = issued.before(who, copy, digest, reason);
    try {
      Optional<Proofs> proofs = prove.prove(copy, entry, PATIENCE);
      if (proofs.isEmpty()) {
        return new Outcome.Refused(
            new Refusal(
                "COP-04",
                "No copy was made: the log did not cover its audit entry %d within %d s. Ask for it again; if that stays so, tell the administrator."
                    .formatted(entry, PATIENCE.toSeconds())));
      }
      Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      WriteCopy.Issue issue = new WriteCopy.Issue(who, reason, entry, at, digest, json);
      byte[] pdf = render.render(write.document(copy, issue, proofs.get()));
      byte[] certified =
          certify.certify(
              pdf, "Certified copy of " + copy.record().name() + ", audit entry " + entry, at);
      return new Outcome.Issued(new CertifiedCopy(fileName(copy, entry), certified, digest, entry));
    } catch (IOException e) {
      throw new IllegalStateException("the proofs of copy " + entry + " cannot be gathered", e);
    }
  }

  private Outcome refused(Person who, String type, String id, String rule, String sentence) {
    Refusal refusal = new Refusal(rule, sentence);
    issued.refused(who, type, id, refusal);
    return new Outcome.Refused(refusal);
  }

  private static String fileName(RecordCopy copy, long entry) {
    String name = (copy.record().name() + " copy " + entry).replaceAll("[^A-Za-z0-9.]+", "-");
    return name + ".pdf";
  }
}
