package io.veritwin.validation.report;

import io.veritwin.validation.report.Typefaces.Face;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * Fills A4 pages from top to bottom; starts the next one when something does not fit. Head and foot
 * are drawn last, when the number of pages is known.
 */
final class PageFlow {

  static final float LEFT = 48;
  static final float RIGHT = 547;
  static final float WIDTH = RIGHT - LEFT;
  private static final float TOP = 72;
  private static final float BOTTOM = 776;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

  private final PDDocument document;
  private final Typefaces faces;
  private final List<PDPage> pages = new ArrayList<>();
  private PDPageContentStream stream;
  private Canvas canvas;
  private float y;

  PageFlow(PDDocument document) {
    this.document = document;
    this.faces = new Typefaces(document);
    nextPage();
  }

  Canvas canvas() {
    return canvas;
  }

  /** Where the next thing goes. */
  float y() {
    return y;
  }

  void down(float by) {
    y += by;
  }

  PDPage lastPage() {
    return pages.get(pages.size() - 1);
  }

  boolean fits(float height) {
    return y + height <= BOTTOM;
  }

  /** Starts the next page unless {@code height} still fits on this one. */
  void need(float height) {
    if (!fits(height)) {
      nextPage();
    }
  }

  /** True when this page holds nothing yet. */
  boolean atTop() {
    return y == TOP;
  }

  private void nextPage() {
    try {
      if (stream != null) {
        stream.close();
      }
      PDPage page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      pages.add(page);
      stream = new PDPageContentStream(document, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    canvas = new Canvas(stream, faces, PDRectangle.A4.getHeight());
    y = TOP;
  }

  /** Running text over the whole width. */
  void paragraph(String text, Face face, float size, float leading, Tone tone) {
    for (String line : canvas.wrap(text, face, size, WIDTH)) {
      need(leading);
      canvas.text(LEFT, y + size, line, face, size, tone);
      y += leading;
    }
  }

  /** Draws head and foot of every page and ends. */
  void finish(
      String number,
      String pageLabel,
      ReportDocument.Footer footer,
      List<String> notices,
      Instant at) {
    try {
      stream.close();
      for (int i = 0; i < pages.size(); i++) {
        try (PDPageContentStream over =
            new PDPageContentStream(document, pages.get(i), AppendMode.APPEND, true, true)) {
          Canvas c = new Canvas(over, faces, PDRectangle.A4.getHeight());
          String label =
              pageLabel.isEmpty() ? "page " + (i + 1) + " of " + pages.size() : pageLabel;
          head(c, number + "  ·  " + label);
          foot(c, number, footer, notices, at);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void head(Canvas c, String right) {
    logo(c, LEFT, 33);
    c.text(LEFT + 23, 43, "Veritwin", Face.BOLD, 11.2f, Tone.TEXT);
    c.textRight(RIGHT, 43, right, Face.REGULAR, 9.2f, Tone.TEXT2);
    c.line(LEFT, 53, RIGHT, 53, 1.3f, Tone.TEXT);
  }

  /** The mark: a solid stroke for the plant, a broken one for its twin. */
  private static void logo(Canvas c, float x, float y) {
    c.line(x + 1, y, x + 7.6f, y + 11.5f, 2.5f, Tone.TEXT);
    for (int i = 0; i < 3; i++) {
      float from = i * 4.1f;
      float dx = 6.6f / 11.5f;
      c.line(
          x + 8.9f + from * dx,
          y + 11.5f - from,
          x + 8.9f + (from + 2.6f) * dx,
          y + 11.5f - from - 2.6f,
          2.2f,
          Tone.TEXT);
    }
  }

  private static void foot(
      Canvas c, String number, ReportDocument.Footer footer, List<String> notices, Instant at) {
    float y = 790;
    c.line(LEFT, y, RIGHT, y, 0.6f, Tone.EDGE);
    StringBuilder first =
        new StringBuilder("record ").append(SignatureBlock.shortened(footer.recordDigest()));
    if (footer.checkpointSize() > 0) {
      first
          .append(" · log checkpoint ")
          .append(grouped(footer.checkpointSize()))
          .append(", root ")
          .append(SignatureBlock.shortened(footer.checkpointRoot()));
    }
    c.text(LEFT, y + 13, first.toString(), Face.MONO, 7.2f, Tone.TEXT2);
    c.text(
        LEFT,
        y + 24,
        "PDF/A-3b. Times UTC. The record for machines is attached.",
        Face.REGULAR,
        7.6f,
        Tone.TEXT2);
    c.textRight(RIGHT, y + 13, number, Face.REGULAR, 7.6f, Tone.TEXT2);
    c.textRight(RIGHT, y + 24, DAY.format(at), Face.REGULAR, 7.6f, Tone.TEXT2);
    if (!notices.isEmpty()) {
      c.text(LEFT, y + 35, String.join(" · ", notices), Face.BOLD, 7.6f, Tone.TEXT);
    }
  }

  private static String grouped(long number) {
    return String.format(java.util.Locale.ROOT, "%,d", number).replace(',', ' ');
  }
}
