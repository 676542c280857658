package io.veritwin.validation.protocol;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonNull;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.ComparedPoint;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.model.VersionDigests;
import io.veritwin.validation.protocol.LoggedPlace.Place;
import java.time.Instant;
import java.util.List;

/**
 * The record that a report prints, as canonical JSON (RFC 8785): version, limits, results with
 * every compared value, data, and where limits and results stand in the log. Its digest stands in
 * the report's footer.
 */
final class MachineRecord {

  private MachineRecord() {}

  static byte[] json(
      String number,
      ChangeUnderTest test,
      List<CheckResult> results,
      Place limits,
      Place recorded,
      Instant writtenAt) {
    return JsonObject.builder()
        .put("report", number)
        .put("change", test.change().number())
        .put("reason", test.change().reason())
        .put("writtenAt", writtenAt)
        .put("modelVersion", VersionDigests.canonical(test.version()))
        .put("modelDigest", test.version().digest())
        .put("limitsDigest", test.change().limitsDigest())
        .put("limitsSignature", test.change().submission().number())
        .put("limitsEntry", test.change().limitsEntry().longValue())
        .put("limitsLogIndex", limits.index())
        .put("resultsEntry", test.change().resultsEntry().longValue())
        .put("resultsLogIndex", recorded.index())
        .put("seed", test.seed())
        .put("calibrationData", test.calibration().map(MachineRecord::data).orElse(new JsonNull()))
        .put("testData", data(test.holdOut()))
        .put("results", new JsonArray(results.stream().map(r -> (JsonValue) result(r)).toList()))
        .build()
        .canonicalBytes();
  }

  private static JsonValue data(DataSet set) {
    return JsonObject.builder()
        .put("number", set.number())
        .put("digest", set.digest())
        .put("synthetic", set.synthetic())
        .put(
            "batches",
            new JsonArray(
                set.batches().stream()
                    .map(
                        b ->
                            (JsonValue)
                                JsonObject.builder()
                                    .put("batch", b.batch())
                                    .put("import", b.number())
                                    .put("contentDigest", b.contentDigest())
                                    .put("fileDigests", b.fileDigests())
                                    .put("rowsRejected", b.reconciliation().rowsRejected())
                                    .build())
                    .toList()))
        .build();
  }

  private static JsonObject result(CheckResult r) {
    return JsonObject.builder()
        .put("criterion", r.number())
        .put("title", r.title())
        .put("metric", r.metric().name())
        .put("subject", r.subject())
        .put("value", number(r.value()))
        .put("limit", r.limit())
        .put("unit", r.unit())
        .put("n", r.n())
        .put("intervalLower", number(r.intervalLower()))
        .put("intervalUpper", number(r.intervalUpper()))
        .put("claimed", r.claimed())
        .put("passed", r.passed())
        .put("explanation", r.explanation())
        .put("executedAt", r.executedAt())
        .put("digest", r.digest())
        .put("points", new JsonArray(r.points().stream().map(p -> (JsonValue) point(p)).toList()))
        .build();
  }

  private static JsonArray point(ComparedPoint p) {
    return new JsonArray(
        List.of(
            JsonValue.of(p.batch()),
            number(p.time()),
            number(p.measured()),
            number(p.predicted()),
            number(p.lower()),
            number(p.upper())));
  }

  private static JsonValue number(Double value) {
    return value == null || !Double.isFinite(value)
        ? new JsonNull()
        : JsonValue.of(value.doubleValue());
  }
}
