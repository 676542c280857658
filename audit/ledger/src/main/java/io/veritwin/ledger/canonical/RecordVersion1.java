package io.veritwin.ledger.canonical;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.verdict.Verdict;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Version 1 of the envelope. Frozen: records written with it must verify for ever, so a changed
 * rule is a new version beside this one.
 */
final class RecordVersion1 {

  static final int NUMBER = 1;

  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{1,63}");

  private RecordVersion1() {}

  static Optional<String> check(String type, JsonObject members) {
    if (type == null || !TYPE.matcher(type).matches()) {
      return Optional.of("The record type \"" + type + "\" is not lower case with hyphens.");
    }
    if (members.members().containsKey("v") || members.members().containsKey("type")) {
      return Optional.of("The members \"v\" and \"type\" belong to the envelope.");
    }
    return Optional.empty();
  }

  static JsonObject envelope(String type, JsonObject members) {
    SortedMap<String, JsonValue> all = new TreeMap<>(members.members());
    all.put("v", JsonValue.of(NUMBER));
    all.put("type", JsonValue.of(type));
    return new JsonObject(all);
  }

  static Verdict<CanonicalRecord> read(JsonObject object) {
    SortedMap<String, JsonValue> rest = new TreeMap<>(object.members());
    rest.remove("v");
    rest.remove("type");
    JsonObject members = new JsonObject(rest);
    String type = object.text("type").orElse(null);
    return check(type, members)
        .<Verdict<CanonicalRecord>>map(Verdict::refused)
        .orElseGet(() -> Verdict.accepted(new CanonicalRecord(NUMBER, type, members)));
  }
}
