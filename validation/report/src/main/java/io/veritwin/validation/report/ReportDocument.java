package io.veritwin.validation.report;

import java.time.Instant;
import java.util.List;

/**
 * A report, block by block, in the words and digits that are printed. Filled by its owner, laid out
 * by {@link RenderReport}.
 *
 * @param number "RP-12"
 * @param title for example "Validation report: model CHO-FB 1.4"
 * @param subtitle one line under the title
 * @param author who wrote it, as the document's metadata name it
 * @param verdict the answer in one sentence, before anything else
 * @param facts key facts, printed in two columns, row by row
 * @param sections numbered in this order
 * @param notices words that stand on every page, for example "synthetic data"; may be empty
 * @param footer what ties the paper to the log
 * @param data the same content for machines
 * @param attachments further files attached to the PDF
 * @param writtenAt when it was written, UTC
 */
public record ReportDocument(
    String number,
    String title,
    String subtitle,
    String author,
    Verdict verdict,
    List<Fact> facts,
    List<Section> sections,
    List<String> notices,
    Footer footer,
    MachineReadable data,
    List<Attachment> attachments,
    Instant writtenAt) {

  public ReportDocument {
    facts = List.copyOf(facts);
    sections = List.copyOf(sections);
    notices = List.copyOf(notices);
    attachments = List.copyOf(attachments);
  }

  /** A report that has nothing attached but its content for machines. */
  public ReportDocument(
      String number,
      String title,
      String subtitle,
      String author,
      Verdict verdict,
      List<Fact> facts,
      List<Section> sections,
      List<String> notices,
      Footer footer,
      MachineReadable data,
      Instant writtenAt) {
    this(
        number, title, subtitle, author, verdict, facts, sections, notices, footer, data, List.of(),
        writtenAt);
  }

  /**
   * The answer.
   *
   * @param headline "Fit for use with one limit."
   * @param sentence what it rests on
   * @param passed how many of what is counted hold
   * @param of how many there are in all
   * @param counted what is counted, "criteria passed"
   */
  public record Verdict(String headline, String sentence, int passed, int of, String counted) {

    /** The answer about acceptance criteria. */
    public Verdict(String headline, String sentence, int passed, int of) {
      this(headline, sentence, passed, of, "criteria passed");
    }
  }

  /**
   * One key fact.
   *
   * @param digest true for a value set in the mono face
   */
  public record Fact(String label, String value, boolean digest) {

    public static Fact of(String label, String value) {
      return new Fact(label, value, false);
    }

    /** A SHA-256, shortened to be compared by eye; the full one stands in the attached data. */
    public static Fact digest(String label, String sha256) {
      return new Fact(label, SignatureBlock.shortened(sha256), true);
    }
  }

  /** A numbered section. */
  public record Section(String title, List<Block> blocks) {
    public Section {
      blocks = List.copyOf(blocks);
    }
  }

  /** What a section holds. */
  public sealed interface Block {}

  /** Running text; {@code quiet} for a note under a table. */
  public record Paragraph(String text, boolean quiet) implements Block {}

  /** A heading inside a section; stays with what follows it. */
  public record Subheading(String text) implements Block {}

  /** What does not hold: each sentence with the mark of what is not as it should be. */
  public record Findings(List<String> sentences) implements Block {
    public Findings {
      sentences = List.copyOf(sentences);
    }
  }

  /** Values by name; those changed since they were first entered are marked (Annex 11, 8.2). */
  public record Values(List<ValueRow> rows) implements Block {
    public Values {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One value.
   *
   * @param changed what it was first and who changed it when, in words; empty when it stands as it
   *     was first entered
   */
  public record ValueRow(String name, String value, String changed) {}

  /** Criteria that failed: nothing before them. */
  public record FailedCriteria(List<CriterionRow> rows) implements Block {
    public FailedCriteria {
      rows = List.copyOf(rows);
    }
  }

  /** Criteria that passed, in the order given, each with its distance from the limit. */
  public record PassedCriteria(List<CriterionRow> rows) implements Block {
    public PassedCriteria {
      rows = List.copyOf(rows);
    }
  }

  /**
   * One criterion.
   *
   * @param number "C-17"
   * @param result value with unit, or "not computed"
   * @param limit with its direction: "≤ 0.25"
   * @param n how many values it rests on
   * @param interval 95 % interval in words, or empty
   * @param decision what follows from a failure; empty for a passed one
   * @param closeness result ÷ limit, 1 at the limit; NaN when there is none
   */
  public record CriterionRow(
      String number,
      String title,
      String result,
      String limit,
      String n,
      String interval,
      String decision,
      double closeness) {}

  /**
   * A plain table.
   *
   * @param columns heads with alignment
   * @param rows one cell per column
   */
  public record Table(List<Column> columns, List<List<String>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = rows.stream().map(List::copyOf).toList();
      for (List<String> row : rows) {
        if (row.size() != columns.size()) {
          throw new IllegalArgumentException(
              "the row " + row + " has not " + columns.size() + " cells");
        }
      }
    }
  }

  /**
   * A column.
   *
   * @param share of the width
   * @param right true for numbers
   * @param mono true for digests and ids
   */
  public record Column(String head, double share, boolean right, boolean mono) {}

  /**
   * A figure with its caption at the right.
   *
   * @param lead the caption's first words, in bold
   * @param caption what is seen
   * @param source where the raw data stand
   */
  public record FigureWithCaption(Figure figure, String lead, String caption, String source)
      implements Block {}

  /**
   * Figures beside each other, each with its title, and a caption below; its three parts may be
   * empty.
   *
   * @param lead the caption's first words, in bold
   * @param caption what is seen
   * @param source where the raw data stand
   */
  public record FigureRow(List<Figure> figures, String lead, String caption, String source)
      implements Block {
    public FigureRow {
      figures = List.copyOf(figures);
    }

    /** Figures that need no words. */
    public static FigureRow of(List<Figure> figures) {
      return new FigureRow(figures, "", "", "");
    }
  }

  /** Signature blocks known when the report is written, signed and open ones. */
  public record Signatures(List<SignatureBlock> blocks) implements Block {
    public Signatures {
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * What ties the paper to the record and the log.
   *
   * @param recordDigest SHA-256 of the record printed
   * @param checkpointSize entries that the log's checkpoint covers; 0 when none is known
   * @param checkpointRoot root hash, hex; empty when none is known
   */
  public record Footer(String recordDigest, long checkpointSize, String checkpointRoot) {}

  /**
   * A file attached to the PDF.
   *
   * @param fileName without a folder
   * @param mediaType "application/zip"
   * @param relationship what it is to the document (ISO 19005-3): "Data", "Source", "Supplement"
   * @param description for people
   */
  public record Attachment(
      String fileName, String mediaType, String relationship, String description, byte[] bytes) {
    public Attachment {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /**
   * The content for machines, attached to the PDF.
   *
   * @param fileName "RP-12.json"
   * @param json UTF-8
   */
  public record MachineReadable(String fileName, byte[] json) {
    public MachineReadable {
      json = json.clone();
    }

    @Override
    public byte[] json() {
      return json.clone();
    }
  }
}
