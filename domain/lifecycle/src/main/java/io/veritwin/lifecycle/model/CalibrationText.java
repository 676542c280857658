package io.veritwin.lifecycle.model;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.calibration.CalibrationResult.Grade;
import io.veritwin.twin.calibration.CalibrationResult.Identifiability;
import io.veritwin.twin.calibration.CalibrationResult.StartOutcome;
import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A calibration's result as canonical JSON, and back, bit for bit. Numbers are texts: JSON knows no
 * NaN, which is how a result says that the data do not determine a parameter.
 */
final class CalibrationText {

  private CalibrationText() {}

  static String write(CalibrationResult r) {
    return text(
        JsonObject.builder()
            .put("format", "veritwin-calibration/1")
            .put("parameters", vector(r.parameters()))
            .put("fitted", JsonArray.ofTexts(r.fittedIds()))
            .put("standardErrors", vector(r.standardErrors()))
            .put("covariance", MatrixText.write(r.covariance()))
            .put("correlation", MatrixText.write(r.correlation()))
            .put("sumOfSquares", Double.toString(r.sumOfSquares()))
            .put("residuals", r.residualCount())
            .put(
                "identifiability",
                new JsonArray(
                    r.identifiability().stream()
                        .<JsonValue>map(
                            i ->
                                JsonObject.builder()
                                    .put("parameter", i.parameterId())
                                    .put("grade", i.grade().name())
                                    .put("words", i.words())
                                    .build())
                        .toList()))
            .put("stopReason", r.stopReason().name())
            .put("stopWords", r.stopWords())
            .put(
                "starts",
                new JsonArray(
                    r.starts().stream()
                        .<JsonValue>map(
                            s ->
                                JsonObject.builder()
                                    .put("sumOfSquares", Double.toString(s.sumOfSquares()))
                                    .put("iterations", s.iterations())
                                    .put("stopReason", s.stopReason().name())
                                    .build())
                        .toList()))
            .build());
  }

  static CalibrationResult read(String text) {
    JsonObject json = (JsonObject) parse(text);
    return new CalibrationResult(
        vector(json, "parameters"),
        texts(json, "fitted"),
        vector(json, "standardErrors"),
        MatrixText.read(word(json, "covariance")),
        MatrixText.read(word(json, "correlation")),
        Double.parseDouble(word(json, "sumOfSquares")),
        count(json, "residuals"),
        objects(json, "identifiability").stream()
            .map(
                i ->
                    new Identifiability(
                        word(i, "parameter"), Grade.valueOf(word(i, "grade")), word(i, "words")))
            .toList(),
        StopReason.valueOf(word(json, "stopReason")),
        word(json, "stopWords"),
        objects(json, "starts").stream()
            .map(
                s ->
                    new StartOutcome(
                        Double.parseDouble(word(s, "sumOfSquares")),
                        count(s, "iterations"),
                        StopReason.valueOf(word(s, "stopReason"))))
            .toList());
  }

  static String writeNoise(List<MeasuredNoise> noise) {
    return text(
        new JsonArray(
            noise.stream()
                .<JsonValue>map(
                    n ->
                        JsonObject.builder()
                            .put("output", n.output())
                            .put("absolute", Double.toString(n.absolute()))
                            .put("relative", Double.toString(n.relative()))
                            .build())
                .toList()));
  }

  static List<MeasuredNoise> readNoise(String text) {
    return ((JsonArray) parse(text))
        .elements().stream()
            .map(JsonObject.class::cast)
            .map(
                n ->
                    new MeasuredNoise(
                        word(n, "output"),
                        Double.parseDouble(word(n, "absolute")),
                        Double.parseDouble(word(n, "relative"))))
            .toList();
  }

  private static String text(JsonValue value) {
    return new String(value.canonicalBytes(), StandardCharsets.UTF_8);
  }

  private static JsonValue parse(String text) {
    return StrictJsonParser.parse(text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  private static String vector(double[] values) {
    return MatrixText.write(new double[][] {values});
  }

  private static double[] vector(JsonObject json, String name) {
    return MatrixText.read(word(json, name))[0];
  }

  private static String word(JsonObject json, String name) {
    return json.text(name).orElseThrow();
  }

  private static int count(JsonObject json, String name) {
    return Math.toIntExact(json.integer(name).orElseThrow());
  }

  private static List<String> texts(JsonObject json, String name) {
    return ((JsonArray) json.find(name).orElseThrow())
        .elements().stream().map(v -> ((JsonValue.JsonString) v).value()).toList();
  }

  private static List<JsonObject> objects(JsonObject json, String name) {
    return ((JsonArray) json.find(name).orElseThrow())
        .elements().stream().map(JsonObject.class::cast).toList();
  }
}
