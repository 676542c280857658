package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.twin.forecast.ForecastResult.Forecast;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.forecast.LimitOutlook;
import io.veritwin.twin.forecast.OutputBand;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The whole answer of forecast and optimiser, as it is kept: what a person saw when deciding, and
 * what the effect is later compared with.
 *
 * @param value the value recommended, in the setpoint's unit
 * @param currentValue the setpoint it would replace
 * @param objective what was sought, in words
 * @param expectedGain median gain of the objective against doing nothing, in its unit
 * @param contributions sum exactly to value minus currentValue
 * @param confidence how far the scenarios agree, in a sentence
 * @param ifAccepted forecast with the value
 * @param ifNothing forecast without
 */
public record StoredForecast(
    BigDecimal value,
    BigDecimal currentValue,
    String objective,
    double expectedGain,
    List<Part> contributions,
    String confidence,
    Forecast ifAccepted,
    Forecast ifNothing) {

  public StoredForecast {
    contributions = List.copyOf(contributions);
  }

  /** One contribution to the change, in the setpoint's unit. */
  public record Part(String title, BigDecimal change) {}

  /** The canonical form. */
  public String text() {
    return Canonical.text(
        JsonObject.builder()
            .put("format", "veritwin-forecast/1")
            .put("value", value.toPlainString())
            .put("currentValue", currentValue.toPlainString())
            .put("objective", objective)
            .put("expectedGain", expectedGain)
            .put(
                "contributions",
                array(
                    contributions,
                    part ->
                        JsonObject.builder()
                            .put("title", part.title())
                            .put("change", part.change().toPlainString())
                            .build()))
            .put("confidence", confidence)
            .put("ifAccepted", forecast(ifAccepted))
            .put("ifNothing", forecast(ifNothing))
            .build());
  }

  /** Reads what {@link #text} wrote. */
  public static StoredForecast read(String text) {
    JsonObject json = Canonical.object(text);
    return new StoredForecast(
        new BigDecimal(Canonical.string(json, "value")),
        new BigDecimal(Canonical.string(json, "currentValue")),
        Canonical.string(json, "objective"),
        Canonical.number(json, "expectedGain"),
        Canonical.objects(json, "contributions").stream()
            .map(
                part ->
                    new Part(
                        Canonical.string(part, "title"),
                        new BigDecimal(Canonical.string(part, "change"))))
            .toList(),
        Canonical.string(json, "confidence"),
        forecast(Canonical.child(json, "ifAccepted")),
        forecast(Canonical.child(json, "ifNothing")));
  }

  private static JsonObject forecast(Forecast f) {
    return JsonObject.builder()
        .put("times", Canonical.numbers(f.times()))
        .put("draws", f.draws())
        .put("seed", f.seed())
        .put("bands", array(f.bands(), StoredForecast::band))
        .put("limits", array(f.limits(), StoredForecast::outlook))
        .build();
  }

  private static Forecast forecast(JsonObject json) {
    return new Forecast(
        Canonical.numbers(json, "times"),
        Canonical.objects(json, "bands").stream().map(StoredForecast::band).toList(),
        Canonical.objects(json, "limits").stream().map(StoredForecast::outlook).toList(),
        (int) Canonical.number(json, "draws"),
        (long) Canonical.number(json, "seed"));
  }

  private static JsonObject band(OutputBand band) {
    return JsonObject.builder()
        .put("output", band.outputId())
        .put("unit", band.unit())
        .put("median", Canonical.numbers(band.median()))
        .put("lower50", Canonical.numbers(band.lower50()))
        .put("upper50", Canonical.numbers(band.upper50()))
        .put("lower95", Canonical.numbers(band.lower95()))
        .put("upper95", Canonical.numbers(band.upper95()))
        .build();
  }

  private static OutputBand band(JsonObject json) {
    return new OutputBand(
        Canonical.string(json, "output"),
        Canonical.string(json, "unit"),
        Canonical.numbers(json, "median"),
        Canonical.numbers(json, "lower50"),
        Canonical.numbers(json, "upper50"),
        Canonical.numbers(json, "lower95"),
        Canonical.numbers(json, "upper95"));
  }

  private static JsonObject outlook(LimitOutlook outlook) {
    return JsonObject.builder()
        .put("output", outlook.limit().outputId())
        .put("side", outlook.limit().side().name())
        .put("value", outlook.limit().value())
        .put("probability", outlook.probability())
        .put("probabilityByTime", Canonical.numbers(outlook.probabilityByTime()))
        .put(
            "hoursToLimit",
            outlook.hoursToLimit().isPresent()
                ? JsonValue.of(outlook.hoursToLimit().getAsDouble())
                : JsonValue.of((String) null))
        .build();
  }

  private static LimitOutlook outlook(JsonObject json) {
    Double hours = Canonical.numberOrNull(json, "hoursToLimit");
    return new LimitOutlook(
        new Limit(
            Canonical.string(json, "output"),
            Limit.Side.valueOf(Canonical.string(json, "side")),
            Canonical.number(json, "value")),
        Canonical.number(json, "probability"),
        Canonical.numbers(json, "probabilityByTime"),
        hours == null ? OptionalDouble.empty() : OptionalDouble.of(hours));
  }

  private static <T> JsonArray array(List<T> items, Function<T, JsonObject> form) {
    return new JsonArray(items.stream().<JsonValue>map(form).toList());
  }
}
