package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonNull;
import io.veritwin.ledger.canonical.JsonValue.JsonNumber;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.JsonValue.JsonString;
import io.veritwin.ledger.canonical.StrictJsonParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads and writes what this module keeps as canonical JSON (RFC 8785): one form, one digest, so
 * that a package computed again can be compared byte for byte.
 */
public final class Canonical {

  private Canonical() {}

  public static String text(JsonValue value) {
    return new String(value.canonicalBytes(), StandardCharsets.UTF_8);
  }

  /** SHA-256 of the text's UTF-8 bytes, lower-case hex. */
  public static String digest(String text) {
    return digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** SHA-256, lower-case hex. */
  public static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws IllegalStateException when {@code text} is no JSON object: it was written by this
   *     module
   */
  public static JsonObject object(String text) {
    return (JsonObject) StrictJsonParser.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  public static JsonArray numbers(double[] values) {
    List<JsonValue> elements = new ArrayList<>(values.length);
    for (double value : values) {
      elements.add(JsonValue.of(value));
    }
    return new JsonArray(elements);
  }

  public static JsonArray matrix(double[][] rows) {
    List<JsonValue> elements = new ArrayList<>(rows.length);
    for (double[] row : rows) {
      elements.add(numbers(row));
    }
    return new JsonArray(elements);
  }

  public static double[] numbers(JsonObject object, String name) {
    return numbers(member(object, name));
  }

  public static double[][] matrix(JsonObject object, String name) {
    return elements(object, name).stream().map(Canonical::numbers).toArray(double[][]::new);
  }

  public static List<JsonValue> elements(JsonObject object, String name) {
    return ((JsonArray) member(object, name)).elements();
  }

  public static List<JsonObject> objects(JsonObject object, String name) {
    return elements(object, name).stream().map(JsonObject.class::cast).toList();
  }

  public static String string(JsonObject object, String name) {
    return ((JsonString) member(object, name)).value();
  }

  public static double number(JsonObject object, String name) {
    return ((JsonNumber) member(object, name)).value();
  }

  /** The number, or {@code null} where the member is null. */
  public static Double numberOrNull(JsonObject object, String name) {
    JsonValue value = member(object, name);
    return value instanceof JsonNull ? null : Double.valueOf(((JsonNumber) value).value());
  }

  public static JsonObject child(JsonObject object, String name) {
    return (JsonObject) member(object, name);
  }

  private static JsonValue member(JsonObject object, String name) {
    return object
        .find(name)
        .orElseThrow(() -> new IllegalStateException("the stored package has no " + name));
  }

  private static double[] numbers(JsonValue array) {
    return ((JsonArray) array)
        .elements().stream().mapToDouble(e -> ((JsonNumber) e).value()).toArray();
  }
}
