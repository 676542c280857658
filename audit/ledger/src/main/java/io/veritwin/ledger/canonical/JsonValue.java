package io.veritwin.ledger.canonical;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON value that has exactly one canonical form (RFC 8785). What RFC 8785 cannot write (NaN,
 * infinities, lone surrogates, integers beyond 2^53) cannot be made.
 */
public sealed interface JsonValue {

  /** The canonical form, UTF-8 (RFC 8785 section 3.2). */
  default byte[] canonicalBytes() {
    return CanonicalWriter.write(this);
  }

  static JsonValue of(String textOrNull) {
    return textOrNull == null ? new JsonNull() : new JsonString(textOrNull);
  }

  static JsonValue of(long integer) {
    return JsonNumber.of(integer);
  }

  static JsonValue of(double decimal) {
    return new JsonNumber(decimal);
  }

  static JsonValue of(boolean value) {
    return new JsonBoolean(value);
  }

  /** An object; its members are kept in the order of RFC 8785 section 3.2.3 (UTF-16 code units). */
  record JsonObject(SortedMap<String, JsonValue> members) implements JsonValue {

    public JsonObject {
      members.forEach(
          (name, value) -> {
            requireScalarText(name);
            if (value == null) {
              throw new IllegalArgumentException("member " + name + " has no value");
            }
          });
      // String.compareTo compares UTF-16 code units, which is the order RFC 8785 asks for. Taken as
      // a Map, members in another order are sorted anew, and those in this one come as they are.
      members = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, JsonValue>) members));
    }

    public static JsonObject of(Map<String, String> texts) {
      Builder builder = builder();
      texts.forEach(builder::put);
      return builder.build();
    }

    public static Builder builder() {
      return new Builder();
    }

    public Optional<JsonValue> find(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /** The text of member {@code name}; empty when absent, {@code null} or not a text. */
    public Optional<String> text(String name) {
      return members.get(name) instanceof JsonString text
          ? Optional.of(text.value())
          : Optional.empty();
    }

    /** The integer of member {@code name}; empty when absent or not an integer. */
    public Optional<Long> integer(String name) {
      return members.get(name) instanceof JsonNumber number && number.isInteger()
          ? Optional.of((long) number.value())
          : Optional.empty();
    }

    /** Collects members; a name may be given once. */
    public static final class Builder {
      private final SortedMap<String, JsonValue> members = new TreeMap<>();

      private Builder() {}

      public Builder put(String name, JsonValue value) {
        if (members.putIfAbsent(name, value) != null) {
          throw new IllegalArgumentException("member " + name + " is given twice");
        }
        return this;
      }

      public Builder put(String name, String textOrNull) {
        return put(name, JsonValue.of(textOrNull));
      }

      public Builder put(String name, long integer) {
        return put(name, JsonValue.of(integer));
      }

      public Builder put(String name, double decimal) {
        return put(name, JsonValue.of(decimal));
      }

      public Builder put(String name, boolean value) {
        return put(name, JsonValue.of(value));
      }

      /** Writes the instant as ISO 8601 in UTC, for example 2026-03-02T08:15:30.250Z. */
      public Builder put(String name, Instant instant) {
        return put(name, JsonValue.of(instant.toString()));
      }

      public JsonObject build() {
        return new JsonObject(members);
      }
    }
  }

  /** An array; order is kept. */
  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }

    public static JsonArray ofTexts(List<String> texts) {
      return new JsonArray(texts.stream().map(JsonValue::of).toList());
    }
  }

  /** A text of Unicode scalar values; never normalized. */
  record JsonString(String value) implements JsonValue {
    public JsonString {
      requireScalarText(value);
    }
  }

  /** An IEEE 754 double, the only number RFC 8785 knows. Longer integers are written as text. */
  record JsonNumber(double value) implements JsonValue {

    /** 2^53 - 1: beyond it, neighbouring integers share one double. */
    public static final long LARGEST_INTEGER = (1L << 53) - 1;

    public JsonNumber {
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("JSON cannot hold the number " + value);
      }
      if (value == 0.0) {
        value = 0.0; // minus zero is written 0, so the two are one value
      }
    }

    public static JsonNumber of(long integer) {
      if (integer > LARGEST_INTEGER || integer < -LARGEST_INTEGER) {
        throw new IllegalArgumentException(
            "the integer " + integer + " is beyond 2^53 - 1: write it as text");
      }
      return new JsonNumber(integer);
    }

    public boolean isInteger() {
      return value == Math.rint(value) && Math.abs(value) <= LARGEST_INTEGER;
    }
  }

  /** True or false. */
  record JsonBoolean(boolean value) implements JsonValue {}

  /** The null value. */
  record JsonNull() implements JsonValue {}

  private static void requireScalarText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException(
            "a lone surrogate U+" + Integer.toHexString(c) + " at position " + i);
      }
    }
  }
}
