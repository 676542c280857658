package io.veritwin.lifecycle.dataset;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import java.util.List;

/**
 * One value that keeps its row out of the import.
 *
 * @param file the file's name
 * @param line line in the file, 1 for the first
 * @param column the column's name in the file's header; empty when the row as a whole is meant
 * @param found the text in the file, as it stands there
 * @param rule the rule, for example "time increases"
 * @param sentence why the row was rejected, in one sentence
 */
public record RowRejection(
    String file, int line, String column, String found, String rule, String sentence) {

  static byte[] writeAll(List<RowRejection> rejections) {
    return new JsonArray(
            rejections.stream()
                .map(
                    r ->
                        (JsonValue)
                            JsonObject.builder()
                                .put("file", r.file)
                                .put("line", r.line)
                                .put("column", r.column)
                                .put("found", r.found)
                                .put("rule", r.rule)
                                .put("sentence", r.sentence)
                                .build())
                .toList())
        .canonicalBytes();
  }

  static List<RowRejection> readAll(byte[] json) {
    JsonArray array = (JsonArray) StrictJsonParser.parse(json).orThrow();
    return array.elements().stream()
        .map(JsonObject.class::cast)
        .map(
            o ->
                new RowRejection(
                    o.text("file").orElseThrow(),
                    o.integer("line").orElseThrow().intValue(),
                    o.text("column").orElseThrow(),
                    o.text("found").orElseThrow(),
                    o.text("rule").orElseThrow(),
                    o.text("sentence").orElseThrow()))
        .toList();
  }
}
