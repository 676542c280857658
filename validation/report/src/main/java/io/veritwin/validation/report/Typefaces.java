package io.veritwin.validation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** IBM Plex in one document: each weight embedded once, cut down to the characters used. */
final class Typefaces {

  /** A face of the family. */
  enum Face {
    REGULAR("IBMPlexSans-Regular.ttf"),
    MEDIUM("IBMPlexSans-Medium.ttf"),
    BOLD("IBMPlexSans-SemiBold.ttf"),
    MONO("IBMPlexMono-Regular.ttf");

    private final String file;

    Face(String file) {
      this.file = file;
    }
  }

  private final PDDocument document;
  private final PDFont[] fonts = new PDFont[Face.values().length];

  /**
   * Asked of the font once per character: a long document measures the same ones again and again.
   */
  private final List<Map<Integer, Float>> advances = new ArrayList<>();

  Typefaces(PDDocument document) {
    this.document = document;
    for (int i = 0; i < fonts.length; i++) {
      advances.add(new HashMap<>());
    }
  }

  PDFont font(Face face) {
    if (fonts[face.ordinal()] == null) {
      try (InputStream in = Typefaces.class.getResourceAsStream("fonts/" + face.file)) {
        fonts[face.ordinal()] = PDType0Font.load(document, in, true);
      } catch (IOException e) {
        throw new UncheckedIOException("the typeface " + face.file + " cannot be read", e);
      }
    }
    return fonts[face.ordinal()];
  }

  /** The faces have raised digits but no raised minus: it is drawn small and high. */
  static final char RAISED_MINUS = '⁻';

  static final float RAISED_SIZE = 0.62f;

  /** Width of a text in points. */
  float width(String text, Face face, float size) {
    float width = 0;
    String[] parts = text.split(String.valueOf(RAISED_MINUS), -1);
    for (int i = 0; i < parts.length; i++) {
      width += plainWidth(parts[i], face, size);
      if (i > 0) {
        width += plainWidth("−", face, size * RAISED_SIZE);
      }
    }
    return width;
  }

  private float plainWidth(String text, Face face, float size) {
    float width = 0;
    String printable = printable(text, face);
    for (int i = 0; i < printable.length(); ) {
      int c = printable.codePointAt(i);
      width += advance(c, face);
      i += Character.charCount(c);
    }
    return width / 1000 * size;
  }

  /** The text with every character that the face cannot draw replaced by a question mark. */
  String printable(String text, Face face) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t') {
                kept.append(' ');
              } else {
                kept.appendCodePoint(Float.isNaN(advance(c, face)) ? '?' : c);
              }
            });
    return kept.toString();
  }

  /** How far a character moves the pen, in thousandths of the size; NaN when the face lacks it. */
  private float advance(int codePoint, Face face) {
    return advances
        .get(face.ordinal())
        .computeIfAbsent(
            codePoint,
            c -> {
              try {
                return font(face).getStringWidth(Character.toString(c));
              } catch (IllegalArgumentException missing) {
                return Float.NaN;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
