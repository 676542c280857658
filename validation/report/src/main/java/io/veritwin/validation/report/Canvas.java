package io.veritwin.validation.report;

import io.veritwin.validation.report.Typefaces.Face;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDPageContentStream;

/** Draws on one page: points, origin at the top left, y downwards, as a page is read. */
final class Canvas {

  private final PDPageContentStream stream;
  private final Typefaces faces;
  private final float height;

  Canvas(PDPageContentStream stream, Typefaces faces, float height) {
    this.stream = stream;
    this.faces = faces;
    this.height = height;
  }

  Typefaces faces() {
    return faces;
  }

  /** Text with its baseline at {@code y}. */
  void text(float x, float y, String text, Face face, float size, Tone tone) {
    float at = x;
    String[] parts = text.split(String.valueOf(Typefaces.RAISED_MINUS), -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        float small = size * Typefaces.RAISED_SIZE;
        plain(at, y - size * 0.3f, "−", face, small, tone);
        at += faces.width("−", face, small);
      }
      plain(at, y, parts[i], face, size, tone);
      at += faces.width(parts[i], face, size);
    }
  }

  private void plain(float x, float y, String text, Face face, float size, Tone tone) {
    if (text.isEmpty()) {
      return;
    }
    draw(
        () -> {
          stream.setNonStrokingColor(tone.color());
          stream.beginText();
          stream.setFont(faces.font(face), size);
          stream.newLineAtOffset(x, height - y);
          stream.showText(faces.printable(text, face));
          stream.endText();
        });
  }

  /** Text that ends at {@code x}. */
  void textRight(float x, float y, String text, Face face, float size, Tone tone) {
    text(x - faces.width(text, face, size), y, text, face, size, tone);
  }

  /** Text around {@code x}. */
  void textCentre(float x, float y, String text, Face face, float size, Tone tone) {
    text(x - faces.width(text, face, size) / 2, y, text, face, size, tone);
  }

  /**
   * The lines a text breaks into at a width; a number keeps its percent sign, and a word too long
   * for a line of its own breaks where the line ends.
   */
  List<String> wrap(String text, Face face, float size, float width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String whole : text.strip().replace(" %", "\u00A0%").split(" +")) {
      String word = whole;
      int fits = fitting(word, face, size, width);
      while (fits < word.length()) {
        if (!line.isEmpty()) {
          lines.add(line.toString());
          line = new StringBuilder();
        }
        lines.add(word.substring(0, fits));
        word = word.substring(fits);
        fits = fitting(word, face, size, width);
      }
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && faces.width(longer, face, size) > width) {
        lines.add(line.toString());
        line = new StringBuilder(word);
      } else {
        line = new StringBuilder(longer);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** How many characters of a word fit on one line, at least one. */
  private int fitting(String word, Face face, float size, float width) {
    if (faces.width(word, face, size) <= width) {
      return word.length();
    }
    int fits = 1;
    int last = word.length();
    while (last - fits > 1) {
      int half = (fits + last) / 2;
      if (faces.width(word.substring(0, half), face, size) <= width) {
        fits = half;
      } else {
        last = half;
      }
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(fits - 1));
    return splitsPair ? fits + 1 : fits;
  }

  void line(float x1, float y1, float x2, float y2, float width, Tone tone) {
    draw(
        () -> {
          stream.setStrokingColor(tone.color());
          stream.setLineWidth(width);
          stream.moveTo(x1, height - y1);
          stream.lineTo(x2, height - y2);
          stream.stroke();
        });
  }

  /** A line through points. */
  void path(float[] xs, float[] ys, float width, Tone tone) {
    draw(
        () -> {
          stream.setStrokingColor(tone.color());
          stream.setLineWidth(width);
          stream.setLineJoinStyle(1);
          stream.moveTo(xs[0], height - ys[0]);
          for (int i = 1; i < xs.length; i++) {
            stream.lineTo(xs[i], height - ys[i]);
          }
          stream.stroke();
        });
  }

  /** A filled polygon. */
  void area(float[] xs, float[] ys, Tone tone) {
    draw(
        () -> {
          stream.setNonStrokingColor(tone.color());
          stream.moveTo(xs[0], height - ys[0]);
          for (int i = 1; i < xs.length; i++) {
            stream.lineTo(xs[i], height - ys[i]);
          }
          stream.closePath();
          stream.fill();
        });
  }

  void box(float x, float y, float w, float h, float width, Tone tone) {
    draw(
        () -> {
          stream.setStrokingColor(tone.color());
          stream.setLineWidth(width);
          stream.addRect(x, height - y - h, w, h);
          stream.stroke();
        });
  }

  void bar(float x, float y, float w, float h, Tone tone) {
    draw(
        () -> {
          stream.setNonStrokingColor(tone.color());
          stream.addRect(x, height - y - h, w, h);
          stream.fill();
        });
  }

  /** A filled dot. */
  void dot(float x, float y, float radius, Tone fill) {
    draw(
        () -> {
          stream.setNonStrokingColor(fill.color());
          circle(x, height - y, radius);
          stream.fill();
        });
  }

  /** A triangle that points up: the mark of what is not as it should be. */
  void triangle(float x, float y, float size) {
    float[] xs = {x - size, x + size, x};
    float[] ys = {y + size * 0.8f, y + size * 0.8f, y - size * 0.95f};
    draw(
        () -> {
          stream.setNonStrokingColor(Tone.HIGH_FILL.color());
          stream.setStrokingColor(Tone.TEXT.color());
          stream.setLineWidth(0.4f);
          stream.moveTo(xs[0], height - ys[0]);
          stream.lineTo(xs[1], height - ys[1]);
          stream.lineTo(xs[2], height - ys[2]);
          stream.closePath();
          stream.fillAndStroke();
        });
  }

  /** Draws inside a rectangle only. */
  void clipped(float x, float y, float w, float h, Runnable drawing) {
    draw(
        () -> {
          stream.saveGraphicsState();
          stream.addRect(x, height - y - h, w, h);
          stream.clip();
        });
    drawing.run();
    draw(stream::restoreGraphicsState);
  }

  private void circle(float cx, float cy, float r) throws IOException {
    float k = 0.5523f * r;
    stream.moveTo(cx - r, cy);
    stream.curveTo(cx - r, cy + k, cx - k, cy + r, cx, cy + r);
    stream.curveTo(cx + k, cy + r, cx + r, cy + k, cx + r, cy);
    stream.curveTo(cx + r, cy - k, cx + k, cy - r, cx, cy - r);
    stream.curveTo(cx - k, cy - r, cx - r, cy - k, cx - r, cy);
    stream.closePath();
  }

  /** Something that writes to the content stream. */
  private interface Drawing {
    void run() throws IOException;
  }

  private static void draw(Drawing drawing) {
    try {
      drawing.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
