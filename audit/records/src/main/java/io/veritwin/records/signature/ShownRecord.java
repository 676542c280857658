package io.veritwin.records.signature;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.records.signature.FrozenRecord.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The words of a frozen record as the signing page shows them, as JSON text and back. */
final class ShownRecord {

  private ShownRecord() {}

  static String write(FrozenRecord record) {
    List<JsonValue> rows =
        record.rows().stream()
            .<JsonValue>map(
                row ->
                    JsonObject.builder()
                        .put("label", row.label())
                        .put("text", row.text())
                        .put("headline", row.headline())
                        .build())
            .toList();
    return new String(
        JsonObject.builder()
            .put("title", record.title())
            .put("context", record.context())
            .put("meaningSentence", record.meaningSentence())
            .put("afterSigning", record.afterSigning())
            .put("rows", new JsonArray(rows))
            .put("expires", record.expires() == null ? "" : record.expires().toString())
            .build()
            .canonicalBytes(),
        StandardCharsets.UTF_8);
  }

  /** The record of a ceremony that kept what it showed. */
  static FrozenRecord read(SigningCeremony ceremony) {
    JsonObject shown =
        (JsonObject)
            StrictJsonParser.parse(ceremony.shown.getBytes(StandardCharsets.UTF_8)).orThrow();
    JsonArray rows = (JsonArray) shown.find("rows").orElseThrow();
    return new FrozenRecord(
        ceremony.record(),
        shown.text("title").orElse(""),
        shown.text("context").orElse(""),
        rows.elements().stream().map(JsonObject.class::cast).map(ShownRecord::row).toList(),
        ceremony.meaning,
        shown.text("meaningSentence").orElse(""),
        shown.text("afterSigning").orElse(""),
        shown.text("expires").filter(at -> !at.isEmpty()).map(Instant::parse).orElse(null),
        ceremony.canonical);
  }

  private static Row row(JsonObject row) {
    return new Row(
        row.text("label").orElse(""),
        row.text("text").orElse(""),
        row.find("headline").orElseThrow().equals(JsonValue.of(true)));
  }
}
