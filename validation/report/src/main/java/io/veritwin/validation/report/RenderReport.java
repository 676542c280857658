package io.veritwin.validation.report;

import io.veritwin.validation.report.ReportDocument.Block;
import io.veritwin.validation.report.ReportDocument.Column;
import io.veritwin.validation.report.ReportDocument.CriterionRow;
import io.veritwin.validation.report.ReportDocument.Fact;
import io.veritwin.validation.report.ReportDocument.FailedCriteria;
import io.veritwin.validation.report.ReportDocument.FigureRow;
import io.veritwin.validation.report.ReportDocument.FigureWithCaption;
import io.veritwin.validation.report.ReportDocument.Findings;
import io.veritwin.validation.report.ReportDocument.Paragraph;
import io.veritwin.validation.report.ReportDocument.PassedCriteria;
import io.veritwin.validation.report.ReportDocument.Section;
import io.veritwin.validation.report.ReportDocument.Signatures;
import io.veritwin.validation.report.ReportDocument.Subheading;
import io.veritwin.validation.report.ReportDocument.Table;
import io.veritwin.validation.report.ReportDocument.ValueRow;
import io.veritwin.validation.report.ReportDocument.Values;
import io.veritwin.validation.report.ReportDocument.Verdict;
import io.veritwin.validation.report.Typefaces.Face;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Render a report as PDF/A-3b (URS-350, URS-351): the verdict first, then what failed with its
 * figure, then what passed by its distance from the limit. The same document gives the same bytes.
 */
@ApplicationScoped
public class RenderReport {

  private static final float BODY = 9.2f;
  private static final float HEAD = 8.2f;
  private static final float ROW = 18;
  private static final float GAP = 12;

  /** The PDF. */
  public byte[] render(ReportDocument report) {
    try (PDDocument pdf = new PDDocument()) {
      PageFlow flow = new PageFlow(pdf);
      title(flow, report);
      verdict(flow, report.verdict());
      facts(flow, report.facts());
      int number = 0;
      for (Section section : report.sections()) {
        number++;
        section(flow, number + "  " + section.title(), section.blocks());
      }
      flow.finish(report.number(), "", report.footer(), report.notices(), report.writtenAt());
      ArchiveFormat.apply(pdf, report);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("the report " + report.number() + " cannot be written", e);
    }
  }

  private static void title(PageFlow flow, ReportDocument report) {
    Canvas c = flow.canvas();
    for (String line : c.wrap(report.title(), Face.BOLD, 20.5f, PageFlow.WIDTH)) {
      c.text(PageFlow.LEFT, flow.y() + 15, line, Face.BOLD, 20.5f, Tone.TEXT);
      flow.down(25);
    }
    for (String line : c.wrap(report.subtitle(), Face.REGULAR, 10.4f, PageFlow.WIDTH)) {
      c.text(PageFlow.LEFT, flow.y() + 6, line, Face.REGULAR, 10.4f, Tone.TEXT2);
      flow.down(14);
    }
    flow.down(3);
  }

  private static void verdict(PageFlow flow, Verdict verdict) {
    Canvas c = flow.canvas();
    float text = PageFlow.WIDTH - 130;
    List<String> lines = c.wrap(verdict.sentence(), Face.REGULAR, BODY, text);
    float height = Math.max(58, 32 + lines.size() * 12.4f + 8);
    float y = flow.y();
    c.box(PageFlow.LEFT, y, PageFlow.WIDTH, height, 0.9f, Tone.TEXT);
    c.text(PageFlow.LEFT + 11, y + 20, verdict.headline(), Face.BOLD, 12.4f, Tone.TEXT);
    float line = y + 35;
    for (String each : lines) {
      c.text(PageFlow.LEFT + 11, line, each, Face.REGULAR, BODY, Tone.TEXT);
      line += 12.4f;
    }
    String of = "/" + verdict.of();
    float right = PageFlow.RIGHT - 11;
    c.textRight(right, y + 31, of, Face.REGULAR, 25, Tone.TEXT2);
    c.textRight(
        right - c.faces().width(of, Face.REGULAR, 25),
        y + 31,
        Integer.toString(verdict.passed()),
        Face.BOLD,
        25,
        Tone.TEXT);
    c.textRight(right, y + 45, verdict.counted(), Face.REGULAR, HEAD, Tone.TEXT2);
    flow.down(height + 8);
  }

  private static void facts(PageFlow flow, List<Fact> facts) {
    float half = PageFlow.LEFT + 256;
    for (int i = 0; i < facts.size(); i += 2) {
      flow.need(17);
      Canvas c = flow.canvas();
      float y = flow.y() + 12;
      fact(c, facts.get(i), PageFlow.LEFT, y, 82, half - PageFlow.LEFT - 10);
      if (i + 1 < facts.size()) {
        fact(c, facts.get(i + 1), half, y, 71, PageFlow.RIGHT - half);
      }
      c.line(PageFlow.LEFT, flow.y() + 17, PageFlow.RIGHT, flow.y() + 17, 0.5f, Tone.LINE);
      flow.down(17);
    }
    flow.down(8);
  }

  private static void fact(Canvas c, Fact fact, float x, float y, float label, float width) {
    c.text(x, y, fact.label(), Face.REGULAR, 8.5f, Tone.TEXT2);
    Face face = fact.digest() ? Face.MONO : Face.REGULAR;
    float size = 8.5f;
    // A fact stays on its line: it gives way in size before it would run into its neighbour.
    while (size > 6 && c.faces().width(fact.value(), face, size) > width - label) {
      size -= 0.25f;
    }
    c.text(x + label, y, fact.value(), face, size, Tone.TEXT);
  }

  private static void section(PageFlow flow, String title, List<Block> blocks) {
    heading(flow, title, needOfFirst(blocks));
    for (Block block : blocks) {
      if (block instanceof Paragraph p) {
        flow.down(2);
        flow.paragraph(
            p.text(),
            Face.REGULAR,
            p.quiet() ? 8.5f : BODY,
            12.2f,
            p.quiet() ? Tone.TEXT2 : Tone.TEXT);
        flow.down(4);
      } else if (block instanceof Subheading subheading) {
        subheading(flow, subheading.text());
      } else if (block instanceof Findings findings) {
        findings(flow, findings.sentences());
      } else if (block instanceof Values values) {
        values(flow, values.rows());
      } else if (block instanceof FailedCriteria failed) {
        failed(flow, failed.rows());
      } else if (block instanceof PassedCriteria passed) {
        passed(flow, passed.rows());
      } else if (block instanceof Table table) {
        table(flow, table);
      } else if (block instanceof FigureWithCaption figure) {
        figure(flow, figure);
      } else if (block instanceof FigureRow row) {
        figures(flow, row);
      } else if (block instanceof Signatures signatures) {
        signatures(flow, signatures.blocks());
      }
    }
  }

  /** A heading never stands alone at the foot of a page, nor with its lead-in only. */
  private static float needOfFirst(List<Block> blocks) {
    float need = 64;
    for (Block block : blocks) {
      if (block instanceof FigureWithCaption || block instanceof FigureRow) {
        return need + 140;
      }
      if (!(block instanceof Paragraph)) {
        return need;
      }
    }
    return need;
  }

  private static void heading(PageFlow flow, String title, float with) {
    if (!flow.atTop()) {
      flow.down(GAP);
    }
    flow.need(20 + with);
    flow.canvas().text(PageFlow.LEFT, flow.y() + 9, title, Face.BOLD, 10.6f, Tone.TEXT);
    flow.down(17);
  }

  private static void subheading(PageFlow flow, String text) {
    flow.down(5);
    flow.need(60);
    flow.paragraph(text, Face.BOLD, BODY, 12.2f, Tone.TEXT);
  }

  private static void findings(PageFlow flow, List<String> sentences) {
    for (String sentence : sentences) {
      List<String> lines =
          flow.canvas().wrap(sentence, Face.BOLD, BODY, PageFlow.WIDTH - VALUE_INDENT);
      float height = 6 + 12.2f * lines.size();
      flow.need(height);
      flow.canvas().triangle(PageFlow.LEFT + 5, flow.y() + 9, 4.2f);
      float y = flow.y() + 12.5f;
      for (String line : lines) {
        flow.canvas().text(PageFlow.LEFT + VALUE_INDENT, y, line, Face.BOLD, BODY, Tone.TEXT);
        y += 12.2f;
      }
      rule(flow, height);
    }
    flow.down(6);
  }

  private static final float VALUE_INDENT = 16;
  private static final float VALUE_NAME = 138;

  /** A changed value has a mark at its left, stands in bold, and says below what it was first. */
  private static void values(PageFlow flow, List<ValueRow> rows) {
    float valueX = PageFlow.LEFT + VALUE_INDENT + VALUE_NAME + 8;
    float valueWidth = PageFlow.RIGHT - valueX;
    for (ValueRow row : rows) {
      boolean changed = !row.changed().isEmpty();
      Face face = changed ? Face.BOLD : Face.REGULAR;
      Canvas measure = flow.canvas();
      List<String> name = measure.wrap(row.name(), Face.REGULAR, 8.6f, VALUE_NAME);
      List<String> value = measure.wrap(row.value(), face, 8.6f, valueWidth);
      List<String> was = measure.wrap(row.changed(), Face.REGULAR, 8.2f, valueWidth);
      int most = Math.max(name.size(), value.size() + (changed ? was.size() : 0));
      float height = 5.5f + 11 * most;
      flow.need(height);
      Canvas c = flow.canvas();
      float y = flow.y() + 11;
      if (changed) {
        c.triangle(PageFlow.LEFT + 5, y - 3, 4);
      }
      text(c, name, PageFlow.LEFT + VALUE_INDENT, y, Face.REGULAR, 8.6f, Tone.TEXT2);
      text(c, value, valueX, y, face, 8.6f, Tone.TEXT);
      if (changed) {
        text(c, was, valueX, y + 11 * value.size(), Face.REGULAR, 8.2f, Tone.TEXT2);
      }
      rule(flow, height);
    }
    flow.down(6);
  }

  private static void text(
      Canvas c, List<String> lines, float x, float from, Face face, float size, Tone tone) {
    float y = from;
    for (String line : lines) {
      c.text(x, y, line, face, size, tone);
      y += 11;
    }
  }

  private static final float NUMBER = PageFlow.LEFT;
  private static final float TITLE = PageFlow.LEFT + 30;
  private static final float TITLE_WIDTH = 186;
  private static final float RESULT = 322;
  private static final float LIMIT = 371;
  private static final float COUNT = 398;
  private static final float INTERVAL = 469;
  private static final float LAST = 478;
  private static final float LAST_WIDTH = PageFlow.RIGHT - LAST;

  private static void failed(PageFlow flow, List<CriterionRow> rows) {
    criteriaHead(flow, "Decision");
    for (CriterionRow row : rows) {
      List<String> decision = flow.canvas().wrap(row.decision(), Face.REGULAR, 8.4f, LAST_WIDTH);
      float y = criterion(flow, row, Face.BOLD, decision.size(), "Decision");
      lines(flow.canvas(), decision, LAST, y, Face.REGULAR, 8.4f);
    }
    flow.down(6);
  }

  private static void passed(PageFlow flow, List<CriterionRow> rows) {
    criteriaHead(flow, "result ÷ limit");
    for (CriterionRow row : rows) {
      float y = criterion(flow, row, Face.REGULAR, 1, "result ÷ limit");
      closeness(flow.canvas(), row.closeness(), LAST, y - 3, LAST_WIDTH - 12);
    }
    flow.down(6);
  }

  /** One row of criteria with its rule, but for its last column; gives the baseline. */
  private static float criterion(
      PageFlow flow, CriterionRow row, Face face, int linesInLast, String last) {
    List<String> title = flow.canvas().wrap(row.title(), face, BODY, TITLE_WIDTH);
    float height = Math.max(ROW, 7 + 11.2f * Math.max(title.size(), linesInLast));
    if (!flow.fits(height)) {
      flow.need(height);
      criteriaHead(flow, last);
    }
    Canvas c = flow.canvas();
    float y = flow.y() + 12.5f;
    c.text(NUMBER, y, row.number(), face, BODY, Tone.TEXT);
    lines(c, title, TITLE, y, face, BODY);
    c.textRight(RESULT, y, row.result(), face, BODY, Tone.TEXT);
    c.textRight(LIMIT, y, row.limit(), Face.REGULAR, BODY, Tone.TEXT);
    c.textRight(COUNT, y, row.n(), Face.REGULAR, BODY, Tone.TEXT);
    c.textRight(INTERVAL, y, row.interval(), Face.REGULAR, BODY, Tone.TEXT);
    rule(flow, height);
    return y;
  }

  private static void closeness(Canvas c, double closeness, float x, float y, float width) {
    c.line(x, y, x + width, y, 0.9f, Tone.LINE);
    c.line(x + width, y - 4.5f, x + width, y + 4.5f, 1.1f, Tone.TEXT);
    if (Double.isFinite(closeness)) {
      c.dot(x + (float) Math.max(0, Math.min(1, closeness)) * width, y, 2.7f, Tone.TEXT2);
    }
  }

  private static void criteriaHead(PageFlow flow, String last) {
    flow.need(16 + ROW);
    Canvas c = flow.canvas();
    float y = flow.y() + 9;
    c.text(NUMBER, y, "No.", Face.MEDIUM, HEAD, Tone.TEXT3);
    c.text(TITLE, y, "Criterion", Face.MEDIUM, HEAD, Tone.TEXT3);
    c.textRight(RESULT, y, "result", Face.MEDIUM, HEAD, Tone.TEXT3);
    c.textRight(LIMIT, y, "limit", Face.MEDIUM, HEAD, Tone.TEXT3);
    c.textRight(COUNT, y, "n", Face.MEDIUM, HEAD, Tone.TEXT3);
    c.textRight(INTERVAL, y, "95\u00A0% interval", Face.MEDIUM, HEAD, Tone.TEXT3);
    c.text(LAST, y, last, Face.MEDIUM, HEAD, Tone.TEXT3);
    c.line(PageFlow.LEFT, flow.y() + 14, PageFlow.RIGHT, flow.y() + 14, 0.7f, Tone.TEXT3);
    flow.down(14);
  }

  private static void table(PageFlow flow, Table table) {
    tableHead(flow, table);
    for (List<String> row : table.rows()) {
      List<List<String>> cells = new java.util.ArrayList<>();
      int most = 1;
      for (int i = 0; i < row.size(); i++) {
        Column column = table.columns().get(i);
        float width = (float) column.share() * PageFlow.WIDTH - 8;
        List<String> lines = flow.canvas().wrap(row.get(i), face(column), size(column), width);
        cells.add(lines);
        most = Math.max(most, lines.size());
      }
      float height = 5.5f + 11 * most;
      if (!flow.fits(height)) {
        flow.need(height);
        tableHead(flow, table);
      }
      float x = PageFlow.LEFT;
      for (int i = 0; i < cells.size(); i++) {
        Column column = table.columns().get(i);
        float width = (float) column.share() * PageFlow.WIDTH;
        float y = flow.y() + 11;
        for (String line : cells.get(i)) {
          if (column.right()) {
            flow.canvas().textRight(x + width - 8, y, line, face(column), size(column), Tone.TEXT);
          } else {
            flow.canvas().text(x, y, line, face(column), size(column), Tone.TEXT);
          }
          y += 11;
        }
        x += width;
      }
      rule(flow, height);
    }
    flow.down(6);
  }

  private static void tableHead(PageFlow flow, Table table) {
    if (table.columns().stream().allMatch(column -> column.head().isEmpty())) {
      return;
    }
    flow.need(14 + ROW);
    float x = PageFlow.LEFT;
    for (Column column : table.columns()) {
      float width = (float) column.share() * PageFlow.WIDTH;
      if (column.right()) {
        flow.canvas()
            .textRight(x + width - 8, flow.y() + 9, column.head(), Face.MEDIUM, HEAD, Tone.TEXT3);
      } else {
        flow.canvas().text(x, flow.y() + 9, column.head(), Face.MEDIUM, HEAD, Tone.TEXT3);
      }
      x += width;
    }
    flow.canvas()
        .line(PageFlow.LEFT, flow.y() + 14, PageFlow.RIGHT, flow.y() + 14, 0.7f, Tone.TEXT3);
    flow.down(14);
  }

  private static Face face(Column column) {
    return column.mono() ? Face.MONO : Face.REGULAR;
  }

  private static float size(Column column) {
    return column.mono() ? 7.6f : 8.6f;
  }

  private static void figure(PageFlow flow, FigureWithCaption block) {
    float width = 242;
    float height = FigurePainter.height(block.figure(), width);
    float captionX = PageFlow.LEFT + width + 18;
    float captionWidth = PageFlow.RIGHT - captionX;
    flow.need(height + 4);
    Canvas c = flow.canvas();
    new FigurePainter(c).paint(block.figure(), PageFlow.LEFT, flow.y(), width);
    float y = runIn(c, block.lead(), block.caption(), captionX, flow.y() + 8, captionWidth);
    y += 3;
    for (String line : c.wrap(block.source(), Face.REGULAR, 8.2f, captionWidth)) {
      c.text(captionX, y, line, Face.REGULAR, 8.2f, Tone.TEXT2);
      y += 11;
    }
    flow.down(Math.max(height, y - flow.y()) + 6);
  }

  /** The lead in bold, the rest running on after it; gives the next line's baseline. */
  private static float runIn(Canvas c, String lead, String text, float x, float from, float width) {
    float size = 8.8f;
    float space = c.faces().width(" ", Face.REGULAR, size);
    float y = from;
    float at = x;
    int leadWords = lead.split(" ").length;
    int word = 0;
    for (String each : (lead + " " + text).replace(" %", "\u00A0%").split(" ")) {
      Face face = word < leadWords ? Face.BOLD : Face.REGULAR;
      float wide = c.faces().width(each, face, size);
      if (at > x && at + wide > x + width) {
        at = x;
        y += 12.2f;
      }
      c.text(at, y, each, face, size, Tone.TEXT);
      at += wide + space;
      word++;
    }
    return y + 12.2f;
  }

  private static void figures(PageFlow flow, FigureRow row) {
    int n = row.figures().size();
    float gap = 14;
    float width = (PageFlow.WIDTH - gap * (Math.max(n, 2) - 1)) / Math.max(n, 2);
    float height = 0;
    for (Figure figure : row.figures()) {
      height = Math.max(height, FigurePainter.height(figure, width));
    }
    boolean captioned = !row.caption().isEmpty();
    flow.need(height + (captioned ? 54 : 4));
    Canvas c = flow.canvas();
    FigurePainter painter = new FigurePainter(c);
    for (int i = 0; i < n; i++) {
      painter.paint(row.figures().get(i), PageFlow.LEFT + i * (width + gap), flow.y(), width);
    }
    flow.down(height + 6);
    if (captioned) {
      float y = runIn(c, row.lead(), row.caption(), PageFlow.LEFT, flow.y() + 8, PageFlow.WIDTH);
      c.text(PageFlow.LEFT, y, row.source(), Face.REGULAR, 8.2f, Tone.TEXT2);
      flow.down(y - flow.y() + 12);
    }
  }

  private static void signatures(PageFlow flow, List<SignatureBlock> blocks) {
    float width = (PageFlow.WIDTH - 32) / 3;
    float height = 0;
    for (SignatureBlock block : blocks) {
      height = Math.max(height, SignatureDrawing.height(flow.canvas(), block, width));
    }
    flow.need(height + 12);
    flow.down(4);
    for (int i = 0; i < blocks.size(); i++) {
      SignatureDrawing.paint(
          flow.canvas(), blocks.get(i), PageFlow.LEFT + i % 3 * (width + 16), flow.y(), width);
      if (i % 3 == 2 && i + 1 < blocks.size()) {
        flow.down(height + 8);
        flow.need(height + 8);
      }
    }
    flow.down(height + 8);
  }

  private static void lines(Canvas c, List<String> lines, float x, float y, Face face, float size) {
    float line = y;
    for (String each : lines) {
      c.text(x, line, each, face, size, Tone.TEXT);
      line += 11.2f;
    }
  }

  private static void rule(PageFlow flow, float height) {
    flow.down(height);
    flow.canvas().line(PageFlow.LEFT, flow.y(), PageFlow.RIGHT, flow.y(), 0.5f, Tone.LINE);
  }
}
