package io.veritwin.validation.report;

import java.awt.Color;

/** The colours of a page; those of the screen in its light theme. Records are always light. */
enum Tone {
  TEXT(0x141C22),
  TEXT2(0x3D4850),
  TEXT3(0x535E66),
  EDGE(0x737D84),
  LINE(0xBAC2C6),
  INK(0x123F8C),
  ESTIMATE(0x5A6B78),
  BAND(0xE4E7E9),
  HIGH_FILL(0xEE7A00),
  HIGH_LINE(0xC25A00),
  HIGH_WORDS(0xA04000),
  PAPER(0xFFFFFF);

  private final Color color;

  Tone(int rgb) {
    this.color = new Color(rgb);
  }

  Color color() {
    return color;
  }
}
