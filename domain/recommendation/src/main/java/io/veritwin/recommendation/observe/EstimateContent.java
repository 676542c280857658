package io.veritwin.recommendation.observe;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.recommendation.recommend.Canonical;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.estimation.Innovation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stored estimate holds.
 *
 * @param state mean and covariance of the model's states
 * @param reference state in which the batch would be had the twin run on from its start without
 *     measurements
 * @param inputs model inputs since the estimate before, in order
 * @param totals last reading of each totaliser, by input
 * @param innovations how each measurement since the estimate before agreed
 */
public record EstimateContent(
    EstimatorState state,
    double[] reference,
    double[] inputs,
    Map<String, Total> totals,
    List<Agreement> innovations) {

  public EstimateContent {
    totals = Map.copyOf(totals);
    innovations = List.copyOf(innovations);
  }

  /** One measurement against what the twin expected. */
  public record Agreement(
      String output,
      double time,
      double value,
      double sd,
      double predicted,
      double predictedSd,
      double nis,
      boolean accepted,
      String reason) {

    static Agreement of(Innovation i) {
      return new Agreement(
          i.measurement().outputId(),
          i.measurement().time(),
          i.measurement().value(),
          i.measurement().sd(),
          finite(i.predicted()),
          finite(i.predictedSd()),
          finite(i.nis()),
          i.accepted(),
          i.reason());
    }

    /** A comparison that was not made has no numbers; JSON knows no NaN. */
    private static double finite(double value) {
      return Double.isFinite(value) ? value : 0;
    }
  }

  /** The canonical form. */
  public String text() {
    JsonObject.Builder kept = JsonObject.builder();
    new TreeMap<>(totals)
        .forEach(
            (input, total) ->
                kept.put(
                    input,
                    JsonObject.builder()
                        .put("raw", total.raw())
                        .put("time", total.time())
                        .build()));
    return Canonical.text(
        JsonObject.builder()
            .put("format", "veritwin-estimate/1")
            .put("time", state.time())
            .put("mean", Canonical.numbers(state.mean()))
            .put("covariance", Canonical.matrix(state.covariance()))
            .put("reference", Canonical.numbers(reference))
            .put("inputs", Canonical.numbers(inputs))
            .put("totals", kept.build())
            .put(
                "innovations",
                new JsonArray(
                    innovations.stream().<JsonValue>map(EstimateContent::agreement).toList()))
            .build());
  }

  private static JsonObject agreement(Agreement a) {
    return JsonObject.builder()
        .put("output", a.output())
        .put("time", a.time())
        .put("value", a.value())
        .put("sd", a.sd())
        .put("predicted", a.predicted())
        .put("predictedSd", a.predictedSd())
        .put("nis", a.nis())
        .put("accepted", a.accepted())
        .put("reason", a.reason())
        .build();
  }

  /** Reads what {@link #text} wrote. */
  public static EstimateContent read(String text) {
    JsonObject json = Canonical.object(text);
    Map<String, Total> totals = new TreeMap<>();
    JsonObject kept = Canonical.child(json, "totals");
    for (String input : kept.members().keySet()) {
      JsonObject total = Canonical.child(kept, input);
      totals.put(input, new Total(Canonical.number(total, "raw"), Canonical.number(total, "time")));
    }
    return new EstimateContent(
        new EstimatorState(
            Canonical.number(json, "time"),
            Canonical.numbers(json, "mean"),
            Canonical.matrix(json, "covariance")),
        Canonical.numbers(json, "reference"),
        Canonical.numbers(json, "inputs"),
        totals,
        Canonical.objects(json, "innovations").stream()
            .map(
                a ->
                    new Agreement(
                        Canonical.string(a, "output"),
                        Canonical.number(a, "time"),
                        Canonical.number(a, "value"),
                        Canonical.number(a, "sd"),
                        Canonical.number(a, "predicted"),
                        Canonical.number(a, "predictedSd"),
                        Canonical.number(a, "nis"),
                        a.find("accepted").orElseThrow().equals(JsonValue.of(true)),
                        Canonical.string(a, "reason")))
            .toList());
  }
}
