package io.veritwin.validation.report;

import io.veritwin.validation.report.Typefaces.Face;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a signature as it looks on screen and print: name in ink on an ink line, below it what 21
 * CFR 11.50 asks for. An open line has a cross at its left.
 */
final class SignatureDrawing {

  static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final float SMALL = 8.4f;
  private static final float LEADING = 11.3f;

  private SignatureDrawing() {}

  static String utc(Instant at) {
    return UTC.format(at);
  }

  /** Height that {@link #paint} takes at a width, with every line of the block. */
  static float height(Canvas canvas, SignatureBlock block, float width) {
    return 20 + lines(canvas, block, width).size() * LEADING;
  }

  static void paint(Canvas canvas, SignatureBlock block, float x, float y, float width) {
    if (block.signed()) {
      canvas.text(x, y + 11, block.name(), Face.BOLD, 12.2f, Tone.INK);
      canvas.line(x, y + 17, x + width, y + 17, 1.6f, Tone.INK);
    } else {
      canvas.line(x + 1, y + 5, x + 7, y + 11, 1, Tone.EDGE);
      canvas.line(x + 7, y + 5, x + 1, y + 11, 1, Tone.EDGE);
      canvas.line(x, y + 17, x + width, y + 17, 0.6f, Tone.EDGE);
    }
    float line = y + 28;
    String lead = block.meaning();
    canvas.text(x, line, lead, Face.BOLD, SMALL, Tone.TEXT);
    boolean first = true;
    for (Line each : lines(canvas, block, width)) {
      float from = first ? x + canvas.faces().width(lead, Face.BOLD, SMALL) : x;
      canvas.text(
          from, line, each.text, each.face, each.face == Face.MONO ? 7.6f : SMALL, Tone.TEXT2);
      line += LEADING;
      first = false;
    }
  }

  private record Line(String text, Face face) {}

  private static List<Line> lines(Canvas canvas, SignatureBlock block, float width) {
    List<Line> lines = new ArrayList<>();
    String who =
        block.signed()
            ? block.role() + (block.personNumber().isEmpty() ? "" : ", " + block.personNumber())
            : block.name();
    lines.add(new Line(", " + who, Face.REGULAR));
    if (!block.signed()) {
      lines.add(new Line("not signed yet", Face.REGULAR));
      return lines;
    }
    lines.add(new Line(utc(block.signedAt()), Face.REGULAR));
    if (!block.authentication().isEmpty()) {
      for (String part : canvas.wrap(block.authentication(), Face.REGULAR, SMALL, width)) {
        lines.add(new Line(part, Face.REGULAR));
      }
    }
    if (!block.remark().isBlank()) {
      for (String part :
          canvas.wrap("“" + block.remark().strip() + "”", Face.REGULAR, SMALL, width)) {
        lines.add(new Line(part, Face.REGULAR));
      }
    }
    lines.add(
        new Line(
            "signature " + block.number() + ", audit entry " + block.auditEntry(), Face.REGULAR));
    lines.add(new Line(SignatureBlock.shortened(block.recordDigest()), Face.MONO));
    return lines;
  }
}
