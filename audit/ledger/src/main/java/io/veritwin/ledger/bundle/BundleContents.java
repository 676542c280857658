package io.veritwin.ledger.bundle;

import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonNumber;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verdict.Verdict;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/**
 * The list of what belongs to a bundle, so that something lost on the way is named. It is not
 * signed: what is proven is proven by the receipts.
 *
 * @param indexes entries chosen, ascending
 * @param digests SHA-256 of every other file of the bundle in hexadecimal, by name
 */
record BundleContents(List<Long> indexes, JsonObject digests) {

  private static final String TYPE = "ledger-bundle";

  static BundleContents of(List<Long> indexes, SortedMap<String, byte[]> files) {
    JsonObject.Builder digests = JsonObject.builder();
    files.forEach((name, bytes) -> digests.put(name, digest(bytes)));
    return new BundleContents(indexes, digests.build());
  }

  static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(TreeHasher.newSha256().digest(bytes));
  }

  byte[] bytes() {
    List<JsonValue> numbers = indexes.stream().map(index -> JsonValue.of((long) index)).toList();
    return CanonicalRecord.of(
            TYPE,
            JsonObject.builder()
                .put("entries", new JsonArray(numbers))
                .put("sha256", digests)
                .build())
        .bytes();
  }

  static Verdict<BundleContents> read(byte[] bytes) {
    return CanonicalRecord.read(bytes)
        .then(
            record -> {
              if (record.type().equals(TYPE)
                  && record.members().members().get("entries") instanceof JsonArray indexes
                  && record.members().members().get("sha256") instanceof JsonObject digests
                  && indexes.elements().stream()
                      .allMatch(
                          i -> i instanceof JsonNumber n && n.isInteger() && n.value() >= 0)) {
                return Verdict.accepted(
                    new BundleContents(
                        indexes.elements().stream()
                            .map(i -> (long) ((JsonNumber) i).value())
                            .toList(),
                        digests));
              }
              return Verdict.refused("It is not the list of contents of a bundle.");
            });
  }
}
