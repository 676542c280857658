package io.veritwin.validation.report.copy;

import io.veritwin.records.copy.CopiedEntry;
import io.veritwin.records.copy.CopiedField;
import io.veritwin.records.copy.CopiedRecord;
import io.veritwin.records.copy.CopiedSignature;
import io.veritwin.records.copy.CopyAsData;
import io.veritwin.records.copy.EnclosedFile;
import io.veritwin.records.copy.ProveCopy.Proofs;
import io.veritwin.records.copy.RecordCopy;
import io.veritwin.records.copy.Summary;
import io.veritwin.records.identity.Person;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEntry;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.validation.report.ReportDocument;
import io.veritwin.validation.report.ReportDocument.Attachment;
import io.veritwin.validation.report.ReportDocument.Block;
import io.veritwin.validation.report.ReportDocument.Column;
import io.veritwin.validation.report.ReportDocument.Fact;
import io.veritwin.validation.report.ReportDocument.Findings;
import io.veritwin.validation.report.ReportDocument.Footer;
import io.veritwin.validation.report.ReportDocument.MachineReadable;
import io.veritwin.validation.report.ReportDocument.Paragraph;
import io.veritwin.validation.report.ReportDocument.Section;
import io.veritwin.validation.report.ReportDocument.Signatures;
import io.veritwin.validation.report.ReportDocument.Subheading;
import io.veritwin.validation.report.ReportDocument.Table;
import io.veritwin.validation.report.ReportDocument.ValueRow;
import io.veritwin.validation.report.ReportDocument.Values;
import io.veritwin.validation.report.ReportDocument.Verdict;
import io.veritwin.validation.report.SignatureBlock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts a copy on paper (Annex 11, 8): which record, issued to whom, when and why; first what does
 * not hold; then content, signatures and history, with every changed value marked.
 */
@ApplicationScoped
public class WriteCopy {

  static final String DATA = "record.json";

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** A longer value fills pages that nobody reads; the attached data hold it whole. */
  private static final int VALUE_LIMIT = 1500;

  private static final int CELL_LIMIT = 500;
  private static final int DETAIL_LIMIT = 120;

  /** Characters beyond which a column of a summary breaks its lines. */
  private static final int WIDEST = 40;

  @Inject Settings settings;

  /**
   * Who asked for the copy.
   *
   * @param reason what it is for
   * @param entry the audit entry that issued it
   * @param at when, UTC
   * @param digest SHA-256 of {@code json}
   * @param json its content for machines
   */
  record Issue(Person who, String reason, long entry, Instant at, String digest, byte[] json) {}

  ReportDocument document(RecordCopy copy, Issue issue, Proofs proofs) {
    List<Attachment> attachments = attachments(copy, issue, proofs);
    List<Section> sections = new ArrayList<>();
    if (!copy.findings().isEmpty()) {
      sections.add(new Section("What does not hold", List.of(new Findings(copy.findings()))));
    }
    CopiedRecord main = copy.record();
    sections.add(new Section("Content", content(main)));
    sections.add(new Section("Signatures", signatures(main)));
    sections.add(new Section("History", history(main)));
    for (Summary summary : copy.summaries()) {
      sections.add(new Section(summary.title(), summary(summary)));
    }
    for (CopiedRecord related : copy.related()) {
      sections.add(new Section(capital(related.name()), related(related)));
    }
    sections.add(new Section("Attached files", List.of(attached(issue, attachments))));
    sections.add(new Section("How to check this copy", check(copy, issue, proofs)));
    return new ReportDocument(
        "Certified copy " + issue.entry(),
        "Certified copy: " + main.name(),
        "Issued to %s, %s, on %s. Reason: “%s”"
            .formatted(
                issue.who().printedName(),
                issue.who().roleInWords(),
                UTC.format(issue.at()),
                issue.reason()),
        settings.siteName(),
        verdict(copy),
        facts(copy, issue, proofs),
        sections,
        settings.siteKind().notice().isEmpty() ? List.of() : List.of(settings.siteKind().notice()),
        new Footer(issue.digest(), proofs.checkpointSize(), proofs.checkpointRoot()),
        new MachineReadable(DATA, issue.json()),
        attachments,
        issue.at());
  }

  private static Verdict verdict(RecordCopy copy) {
    int entries = copy.entries().size();
    int signatures = copy.signatures().size();
    int hold =
        (int)
            (copy.entries().stream().filter(CopiedEntry::stands).count()
                + copy.signatures().stream().filter(CopiedSignature::verifies).count());
    int findings = copy.findings().size();
    String changed =
        copy.changedValues() == 0
            ? "No value was changed since it was first entered."
            : counted(copy.changedValues(), "value was", "values were")
                + " changed since first entered; a triangle marks each.";
    if (entries + signatures == 0) {
      return new Verdict(
          "The audit trail holds no entry about it.",
          "What else is on record of it follows, as it was received.",
          0,
          0,
          "entries and signatures");
    }
    return new Verdict(
        findings == 0
            ? "Everything in this copy stands as recorded."
            : findings == 1
                ? "One thing in this copy does not hold."
                : findings + " things in this copy do not hold.",
        counted(entries, "audit entry", "audit entries")
            + " and "
            + counted(signatures, "signature", "signatures")
            + " were held against the log and verified when the copy was made. "
            + changed,
        hold,
        entries + signatures,
        "entries and signatures");
  }

  private static String counted(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  private static List<Fact> facts(RecordCopy copy, Issue issue, Proofs proofs) {
    return List.of(
        Fact.of("Record", copy.record().name()),
        Fact.of("Version", Integer.toString(copy.record().record().version())),
        Fact.digest("Record digest", issue.digest()),
        Fact.of("Read at", UTC.format(copy.takenAt())),
        Fact.of("Issued to", issue.who().printedName() + ", " + issue.who().personNumber()),
        Fact.of("Issued at", UTC.format(issue.at())),
        Fact.of("Audit entry", issue.entry() + ", place " + proofs.place() + " in the log"),
        Fact.of("Records", counted(copy.records().size(), "record", "records")));
  }

  private static List<Block> related(CopiedRecord record) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Subheading("Content"));
    blocks.addAll(content(record));
    if (!record.signatures().isEmpty()) {
      blocks.add(new Subheading("Signatures"));
      blocks.addAll(signatures(record));
    }
    blocks.addAll(history(record));
    return blocks;
  }

  private static List<Block> content(CopiedRecord record) {
    if (record.content().isEmpty()) {
      return List.of(
          new Paragraph("It has no field of its own; what is on record of it follows.", true));
    }
    return List.of(new Values(record.content().stream().map(WriteCopy::value).toList()));
  }

  private static ValueRow value(CopiedField field) {
    String changed =
        field.changed()
            ? "First %s (entry %d). Changed %sby %s, %s, entry %d."
                .formatted(
                    field.first() == null ? "without a value" : quoted(field.first()),
                    field.firstEntry(),
                    field.changes() == 1 ? "" : field.changes() + " times, last ",
                    field.lastBy(),
                    UTC.format(field.lastAt()),
                    field.lastEntry())
            : "";
    return new ValueRow(
        words(field.name()),
        field.value() == null
            ? "no value any more"
            : field.value().isEmpty() ? "empty" : cut(field.value(), VALUE_LIMIT),
        changed);
  }

  private static String quoted(String text) {
    return "“" + cut(text, CELL_LIMIT) + "”";
  }

  /** "decidedAt" is "decided at"; an entity's name before a colon stays as it is. */
  static String words(String field) {
    int colon = field.lastIndexOf(": ");
    String prefix = colon < 0 ? "" : field.substring(0, colon + 2);
    return prefix
        + field
            .substring(prefix.length())
            .replace(".", ", ")
            .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
            .toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, limit)))
            + " … ("
            + text.length()
            + " characters, whole in "
            + DATA
            + ")";
  }

  private static List<Block> signatures(CopiedRecord record) {
    if (record.signatures().isEmpty()) {
      return List.of(new Paragraph("No signature is on record.", true));
    }
    return List.of(new Signatures(record.signatures().stream().map(WriteCopy::signature).toList()));
  }

  private static SignatureBlock signature(CopiedSignature copied) {
    ElectronicSignature s = copied.signature();
    return new SignatureBlock(
        s.signer().printedName(),
        s.meaning().label(),
        s.signer().roleInWords(),
        s.signer().personNumber(),
        s.signedAt(),
        (copied.verifies() ? "verifies; user name " : "DOES NOT VERIFY; user name ")
            + s.signer().username()
            + ", version "
            + s.record().version(),
        s.remark() == null ? "" : s.remark(),
        s.number(),
        s.auditEntryId(),
        s.recordDigest());
  }

  private static List<Block> history(CopiedRecord record) {
    if (record.entries().isEmpty()) {
      return List.of(new Paragraph("The trail has no entry about it alone.", true));
    }
    List<Block> blocks = new ArrayList<>();
    for (CopiedEntry copied : record.entries()) {
      AuditEntry e = copied.entry();
      blocks.add(
          new Subheading(
              "Entry %d · %s · %s, %s%s"
                  .formatted(
                      e.id(),
                      UTC.format(e.at()),
                      e.who().name(),
                      e.who().role(),
                      e.who().number().isEmpty() ? "" : ", " + e.who().number())));
      if (!copied.stands()) {
        blocks.add(new Findings(List.of(copied.finding())));
      }
      blocks.add(
          new Paragraph(
              (e.refused() ? "Refused, nothing changed (" + e.rule() + "): " : "")
                  + e.sentence()
                  + (e.reason() == null ? "" : " Reason: “" + e.reason() + "”"),
              false));
      if (!e.changes().isEmpty()) {
        blocks.add(changes(e.changes()));
      }
      blocks.add(
          new Paragraph(
              "Version %d · %s · from %s · %s · hash %s%s"
                  .formatted(
                      e.record().version(),
                      e.event().toLowerCase(Locale.ROOT).replace('_', ' '),
                      e.origin(),
                      copied.place() == null
                          ? "place in the log: see proofs.zip"
                          : "place " + copied.place() + " in the log",
                      copied.leafHash().substring(0, 16),
                      details(e.details())),
              true));
    }
    return blocks;
  }

  /** An entry that enters values only has nothing to show before them. */
  private static Block changes(List<FieldChange> changes) {
    boolean entered = changes.stream().allMatch(c -> c.before() == null);
    return entered
        ? new Table(
            List.of(
                new Column("Field", 0.26, false, false),
                new Column("First entered", 0.74, false, false)),
            changes.stream().map(c -> List.of(words(c.field()), cell(c.after()))).toList())
        : new Table(
            List.of(
                new Column("Field", 0.26, false, false),
                new Column("Before", 0.37, false, false),
                new Column("After", 0.37, false, false)),
            changes.stream()
                .map(c -> List.of(words(c.field()), cell(c.before()), cell(c.after())))
                .toList());
  }

  private static String cell(String valueOrNull) {
    return valueOrNull == null
        ? "no value"
        : valueOrNull.isEmpty() ? "empty" : cut(valueOrNull, CELL_LIMIT);
  }

  private static String details(Map<String, String> details) {
    return details.isEmpty()
        ? ""
        : new TreeMap<>(details)
            .entrySet().stream()
                .map(d -> d.getKey() + " = " + cut(d.getValue(), DETAIL_LIMIT))
                .collect(Collectors.joining("; ", " · further values: ", ""));
  }

  private static List<Block> summary(Summary summary) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(summary.note(), true));
    if (!summary.rows().isEmpty()) {
      int[] widths = new int[summary.heads().size()];
      int all = 0;
      for (int i = 0; i < widths.length; i++) {
        int column = i;
        int longest =
            summary.rows().stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        widths[i] = Math.min(WIDEST, Math.max(longest, summary.heads().get(i).length()) + 2);
        all += widths[i];
      }
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < widths.length; i++) {
        columns.add(new Column(summary.heads().get(i), (double) widths[i] / all, false, false));
      }
      blocks.add(new Table(columns, summary.rows()));
    }
    return blocks;
  }

  private static List<Attachment> attachments(RecordCopy copy, Issue issue, Proofs proofs) {
    List<Attachment> all = new ArrayList<>();
    all.add(
        new Attachment(
            "record.xml",
            "text/xml",
            "Data",
            "The same content as XML",
            CopyAsData.xml(copy, issue.digest())));
    all.add(
        new Attachment(
            "entries.csv", "text/csv", "Data", "The audit entries as CSV", CopyAsData.csv(copy)));
    all.add(
        new Attachment(
            "proofs.zip",
            "application/zip",
            "Supplement",
            "The audit entries with their proofs",
            proofs.entries()));
    proofs
        .signatures()
        .ifPresent(
            zip ->
                all.add(
                    new Attachment(
                        "signatures.zip",
                        "application/zip",
                        "Supplement",
                        "The evidence of each signature",
                        zip)));
    for (EnclosedFile file : copy.files()) {
      all.add(
          new Attachment(file.name(), file.mediaType(), "Supplement", file.title(), file.bytes()));
    }
    return all;
  }

  private static Table attached(Issue issue, List<Attachment> attachments) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(DATA, "The complete content for machines (RFC 8785)", issue.digest()));
    attachments.forEach(
        a -> rows.add(List.of(a.fileName(), a.description(), Digests.hex(a.bytes()))));
    return new Table(
        List.of(
            new Column("File", 0.24, false, false),
            new Column("What it holds", 0.40, false, false),
            new Column("SHA-256", 0.36, false, true)),
        rows);
  }

  private static List<Block> check(RecordCopy copy, Issue issue, Proofs proofs) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Table(
            List.of(new Column("", 0.2, false, false), new Column("", 0.8, false, true)),
            List.of(
                List.of("Record digest", issue.digest()),
                List.of("Log checkpoint", Long.toString(proofs.checkpointSize())),
                List.of("Root of the log", proofs.checkpointRoot()))));
    blocks.add(
        new Paragraph(
            "The record digest is the SHA-256 of the attached "
                + DATA
                + "; audit entry "
                + issue.entry()
                + " holds it as well, and stood in the log before this copy was made.",
            false));
    blocks.add(
        new Paragraph(
            "Pages and attached files are certified (PAdES B-LT, DocMDP, time stamp RFC 3161); what"
                + " verifies that in decades lies behind them in the file. The page “Verify the log”"
                + " of this platform names what was changed, also a page that was painted over.",
            false));
    blocks.add(
        new Paragraph(
            "Without this platform: save the attached proofs.zip and let the ledger’s own program or"
                + " any C2SP tlog verifier check it; the steps are inside."
                + (copy.signatures().isEmpty()
                    ? ""
                    : " In signatures.zip each signature verifies with openssl."),
            false));
    return blocks;
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
