package io.veritwin.ledger.canonical;

import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonBoolean;
import io.veritwin.ledger.canonical.JsonValue.JsonNull;
import io.veritwin.ledger.canonical.JsonValue.JsonNumber;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.JsonValue.JsonString;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads JSON as I-JSON (RFC 7493) allows it and nothing more lenient: well-formed UTF-8, no name
 * twice in an object, no lone surrogate, nothing after the value, no nesting beyond {@link
 * #DEEPEST}, no integer that a double cannot hold. Two programs can then never read two things out
 * of one record.
 */
public final class StrictJsonParser {

  /** Levels of objects and arrays within each other. */
  public static final int DEEPEST = 64;

  private final String text;
  private int at;

  private StrictJsonParser(String text) {
    this.text = text;
  }

  /** The value, or why the bytes are not strict JSON, with the position. */
  public static Verdict<JsonValue> parse(byte[] utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      return Verdict.refused("The record is not well-formed UTF-8.");
    }
    StrictJsonParser parser = new StrictJsonParser(text);
    try {
      JsonValue value = parser.value(0);
      parser.skipSpace();
      if (parser.at < text.length()) {
        throw parser.malformed("there is something after the value");
      }
      return Verdict.accepted(value);
    } catch (MalformedException e) {
      return Verdict.refused(e.getMessage());
    }
  }

  private JsonValue value(int depth) throws MalformedException {
    skipSpace();
    return switch (peek()) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> new JsonString(string());
      case 't' -> literal("true", new JsonBoolean(true));
      case 'f' -> literal("false", new JsonBoolean(false));
      case 'n' -> literal("null", new JsonNull());
      default -> number();
    };
  }

  private int deeper(int depth) throws MalformedException {
    if (depth >= DEEPEST) {
      throw malformed("it is nested deeper than " + DEEPEST + " levels");
    }
    return depth + 1;
  }

  private JsonObject object(int depth) throws MalformedException {
    SortedMap<String, JsonValue> members = new TreeMap<>();
    at++;
    skipSpace();
    if (taken('}')) {
      return new JsonObject(members);
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw malformed("a member name is expected");
      }
      String name = string();
      skipSpace();
      if (!taken(':')) {
        throw malformed("a colon is expected");
      }
      if (members.putIfAbsent(name, value(depth)) != null) {
        throw malformed("the member \"" + name + "\" stands twice");
      }
      skipSpace();
    } while (taken(','));
    if (!taken('}')) {
      throw malformed("the object is not closed");
    }
    return new JsonObject(members);
  }

  private JsonArray array(int depth) throws MalformedException {
    List<JsonValue> elements = new ArrayList<>();
    at++;
    skipSpace();
    if (taken(']')) {
      return new JsonArray(elements);
    }
    do {
      elements.add(value(depth));
      skipSpace();
    } while (taken(','));
    if (!taken(']')) {
      throw malformed("the array is not closed");
    }
    return new JsonArray(elements);
  }

  private String string() throws MalformedException {
    StringBuilder read = new StringBuilder();
    at++;
    while (true) {
      char c = peek();
      at++;
      if (c == '"') {
        break;
      } else if (c < 0x20) {
        throw malformed("a control character stands unescaped in a text");
      } else if (c == '\\') {
        read.append(escaped());
      } else {
        read.append(c);
      }
    }
    String result = read.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(result)) {
      throw malformed("a text holds a lone surrogate");
    }
    return result;
  }

  private char escaped() throws MalformedException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          int digit = "0123456789abcdef".indexOf(Character.toLowerCase(peek()));
          if (digit < 0) {
            throw malformed("four hexadecimal digits are expected");
          }
          unit = unit * 16 + digit;
          at++;
        }
        yield (char) unit;
      }
      default -> throw malformed("an unknown escape stands in a text");
    };
  }

  private JsonNumber number() throws MalformedException {
    int start = at;
    taken('-');
    if (!taken('0')) {
      digits();
    }
    boolean integer = true;
    if (taken('.')) {
      digits();
      integer = false;
    }
    if (taken('e') || taken('E')) {
      if (!taken('+')) {
        taken('-');
      }
      digits();
      integer = false;
    }
    double value = Double.parseDouble(text.substring(start, at));
    if (Double.isInfinite(value)) {
      throw malformed("a number is too large");
    }
    if (integer && at - start > 15 && !fitsExactly(text.substring(start, at), value)) {
      throw malformed("an integer has more digits than a JSON number can hold");
    }
    return new JsonNumber(value);
  }

  /** Integers as RFC 8785 itself writes them (up to 21 digits) come back as they were written. */
  private static boolean fitsExactly(String integer, double value) {
    return EcmaScriptNumber.format(value).equals(integer);
  }

  private void digits() throws MalformedException {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed("a value is expected");
    }
  }

  private JsonValue literal(String word, JsonValue value) throws MalformedException {
    if (!text.startsWith(word, at)) {
      throw malformed("a value is expected");
    }
    at += word.length();
    return value;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean taken(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() throws MalformedException {
    if (at >= text.length()) {
      throw malformed("it ends too early");
    }
    return text.charAt(at);
  }

  private MalformedException malformed(String what) {
    return new MalformedException(
        "The record is not strict JSON: " + what + ", at character " + at + ".");
  }

  /** Leaves the recursion; becomes a refusal at the entrance. */
  private static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message, null, false, false);
    }
  }
}
