package io.veritwin.ledger.canonical;

import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonBoolean;
import io.veritwin.ledger.canonical.JsonValue.JsonNull;
import io.veritwin.ledger.canonical.JsonValue.JsonNumber;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.JsonValue.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the canonical form (RFC 8785 section 3.2): sorted, no white space, ECMAScript numbers. */
final class CanonicalWriter {

  private final StringBuilder out = new StringBuilder(1024);

  private CanonicalWriter() {}

  static byte[] write(JsonValue value) {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(value, 0);
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(JsonValue value, int depth) {
    if (depth > StrictJsonParser.DEEPEST) {
      throw new IllegalArgumentException(
          "a record nested deeper than " + StrictJsonParser.DEEPEST + " levels");
    }
    if (value instanceof JsonObject object) {
      object(object, depth);
    } else if (value instanceof JsonArray array) {
      array(array, depth);
    } else if (value instanceof JsonString text) {
      string(text.value());
    } else if (value instanceof JsonNumber number) {
      out.append(EcmaScriptNumber.format(number.value()));
    } else if (value instanceof JsonBoolean bool) {
      out.append(bool.value());
    } else if (value instanceof JsonNull) {
      out.append("null");
    }
  }

  private void object(JsonObject object, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      out.append(separator);
      string(member.getKey());
      out.append(':');
      value(member.getValue(), depth + 1);
      separator = ",";
    }
    out.append('}');
  }

  private void array(JsonArray array, int depth) {
    out.append('[');
    String separator = "";
    for (JsonValue element : array.elements()) {
      out.append(separator);
      value(element, depth + 1);
      separator = ",";
    }
    out.append(']');
  }

  /** RFC 8785 section 3.2.2.2; what needs no escape is copied run by run. */
  private void string(String text) {
    out.append('"');
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\') {
        continue;
      }
      out.append(text, copied, i);
      copied = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default ->
            out.append("\\u00")
                .append(c < 0x10 ? '0' : '1')
                .append("0123456789abcdef".charAt(c & 15));
      }
    }
    out.append(text, copied, text.length()).append('"');
  }
}
