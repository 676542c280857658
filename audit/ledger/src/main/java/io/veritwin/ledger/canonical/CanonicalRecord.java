package io.veritwin.ledger.canonical;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record as it is hashed, signed and logged: an object {@code {"type":…,"v":…,…}} in canonical
 * form (URS-100). Once written its bytes never change; {@code v} tells which rules the bytes obey,
 * and the rules of a version that was ever written stay readable for ever.
 *
 * @param version version of the envelope, 1 today
 * @param type what kind of record it is, for example {@code audit-entry}; lower case with hyphens
 * @param members everything else, without {@code v} and {@code type}
 */
public record CanonicalRecord(int version, String type, JsonObject members) {

  public CanonicalRecord {
    if (version != RecordVersion1.NUMBER) {
      throw new IllegalArgumentException("record version " + version + " is not known");
    }
    RecordVersion1.check(type, members).ifPresent(CanonicalRecord::misuse);
  }

  /** A record of the version written today. */
  public static CanonicalRecord of(String type, JsonObject members) {
    return new CanonicalRecord(RecordVersion1.NUMBER, type, members);
  }

  /** The canonical bytes: what is hashed into the tree and signed. */
  public byte[] bytes() {
    return RecordVersion1.envelope(type, members).canonicalBytes();
  }

  /**
   * Reads a record of any version ever written.
   *
   * @return the record, or the reason why these bytes are not the canonical form of one
   */
  public static Verdict<CanonicalRecord> read(byte[] bytes) {
    return StrictJsonParser.parse(bytes)
        .then(
            value -> {
              if (!(value instanceof JsonObject object)) {
                return Verdict.refused("The record is not a JSON object.");
              }
              long version = object.integer("v").orElse(0L);
              if (version != RecordVersion1.NUMBER) {
                return Verdict.refused(
                    "The record has no version this program knows (\"v\" is "
                        + object.find("v").map(CanonicalRecord::text).orElse("missing")
                        + ").");
              }
              return RecordVersion1.read(object);
            })
        .then(
            record ->
                Arrays.equals(record.bytes(), bytes)
                    ? Verdict.accepted(record)
                    : Verdict.refused("The record is not in canonical form (RFC 8785)."));
  }

  private static String text(JsonValue value) {
    return new String(value.canonicalBytes(), StandardCharsets.UTF_8);
  }

  private static void misuse(String reason) {
    throw new IllegalArgumentException(reason);
  }
}
