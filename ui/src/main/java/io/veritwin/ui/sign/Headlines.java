package io.veritwin.ui.sign;

import io.veritwin.records.signature.FrozenRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the one value a record is about is printed: "46.5 mL/h, from 42.0" gives a large 46.5 and the
 * rest small; a headline without a leading number stays one line of words.
 */
@Named
@ApplicationScoped
public class Headlines {

  private static final Pattern NUMBER = Pattern.compile("^([−-]?\\d[\\d.\\u2009]*)(.*)$");

  /** True for a SHA-256 in hex, which is printed in groups. */
  public boolean isDigest(String text) {
    return text.matches("[0-9a-f]{64}");
  }

  /** True when the record has a row of its own for when it expires. */
  public boolean saysExpiry(FrozenRecord record) {
    return record.rows().stream().anyMatch(row -> row.label().equals("Expires"));
  }

  public String style(String text) {
    return NUMBER.matcher(text).matches() ? "line headline" : "line headline plain";
  }

  /** The leading number, or the whole text. */
  public String value(String text) {
    Matcher m = NUMBER.matcher(text);
    return m.matches() ? m.group(1) : text;
  }

  /** What follows the number; empty without one. */
  public String rest(String text) {
    Matcher m = NUMBER.matcher(text);
    return m.matches() ? m.group(2) : "";
  }
}
