package io.veritwin.lifecycle.model;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.records.trail.Digests;
import java.util.Arrays;

/**
 * The canonical content of a version and its digests. What computes has a digest of its own, so
 * that a loaded version can be compared with the approved one without its documents (A22-13).
 */
public final class VersionDigests {

  private VersionDigests() {}

  /** SHA-256 over structure, parameters, covariance and noise. */
  public static String parameters(ModelVersion v) {
    return Digests.hex(computing(v).canonicalBytes());
  }

  /** SHA-256 over {@link #canonical}. */
  public static String whole(ModelVersion v) {
    return Digests.hex(canonical(v).canonicalBytes());
  }

  /** Everything that is approved with the version. */
  public static JsonObject canonical(ModelVersion v) {
    IntendedUse use = v.intendedUse();
    return JsonObject.builder()
        .put("name", v.name())
        .put("codeDigest", v.codeDigest())
        .put("computes", computing(v))
        .put("calibrationSet", v.calibrationSet())
        .put("calibrationDigest", v.calibrationDigest())
        .put("holdOutSet", v.holdOutSet())
        .put("holdOutDigest", v.holdOutDigest())
        .put("synthetic", v.synthetic())
        .put(
            "intendedUse",
            JsonObject.builder()
                .put("use", use.use())
                .put("question", use.question())
                .put("context", use.context())
                .put("credibleOutputs", JsonArray.ofTexts(use.credibleOutputs()))
                .put("product", use.product())
                .put("unitClass", use.unitClass())
                .put("influence", use.influence().inWords())
                .put("consequence", use.consequence().inWords())
                .build())
        .put(
            "domain",
            new JsonArray(
                v.domain().stream()
                    .map(
                        d ->
                            (JsonValue)
                                JsonObject.builder()
                                    .put("quantity", d.quantity())
                                    .put("lower", d.lower())
                                    .put("upper", d.upper())
                                    .put("unit", d.unit())
                                    .build())
                    .toList()))
        .build();
  }

  private static JsonObject computing(ModelVersion v) {
    return JsonObject.builder()
        .put("structure", v.structureId())
        .put(
            "parameters",
            new JsonArray(
                v.parameters().stream()
                    .map(
                        p ->
                            (JsonValue)
                                JsonObject.builder()
                                    .put("id", p.parameter())
                                    .put("value", p.value())
                                    .build())
                    .toList()))
        .put(
            "covariance",
            new JsonArray(
                Arrays.stream(v.covariance())
                    .map(
                        row ->
                            (JsonValue)
                                new JsonArray(Arrays.stream(row).mapToObj(JsonValue::of).toList()))
                    .toList()))
        .put(
            "noise",
            new JsonArray(
                v.noise().stream()
                    .map(
                        n ->
                            (JsonValue)
                                JsonObject.builder()
                                    .put("output", n.output())
                                    .put("absolute", n.absolute())
                                    .put("relative", n.relative())
                                    .build())
                    .toList()))
        .build();
  }
}
