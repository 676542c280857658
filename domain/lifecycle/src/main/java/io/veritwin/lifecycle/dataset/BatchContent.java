package io.veritwin.lifecycle.dataset;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonNumber;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.JsonValue.JsonString;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputStep;
import io.veritwin.twin.run.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a batch's files say, in the terms of a structure: start, inputs, measured values. Its
 * canonical JSON is what is digested.
 *
 * @param batch the batch's name
 * @param structureId the structure whose ids it uses
 * @param synthetic true when the files say the values come from no real plant
 * @param start state at process time 0, by state id
 * @param inputs by increasing time
 * @param observations by time, then in the order of the file's columns; outputs the structure does
 *     not have are kept and never computed with
 */
public record BatchContent(
    String batch,
    String structureId,
    boolean synthetic,
    Map<String, Double> start,
    List<InputChange> inputs,
    List<Observation> observations) {

  public BatchContent {
    start = Map.copyOf(start);
    inputs = List.copyOf(inputs);
    observations = List.copyOf(observations);
  }

  /** The canonical JSON, UTF-8. */
  public byte[] canonical() {
    return JsonObject.builder()
        .put("batch", batch)
        .put("structure", structureId)
        .put("synthetic", synthetic)
        .put("start", numbers(start))
        .put(
            "inputs",
            new JsonArray(
                inputs.stream()
                    .map(
                        i ->
                            (JsonValue)
                                JsonObject.builder()
                                    .put("t", i.time())
                                    .put("values", numbers(i.values()))
                                    .build())
                    .toList()))
        .put(
            "observations",
            new JsonArray(
                observations.stream()
                    .map(
                        o ->
                            (JsonValue)
                                new JsonArray(
                                    List.of(
                                        JsonValue.of(o.time()),
                                        JsonValue.of(o.output()),
                                        JsonValue.of(o.value()))))
                    .toList()))
        .build()
        .canonicalBytes();
  }

  /** Reads canonical JSON back. */
  public static BatchContent read(byte[] canonicalJson) {
    JsonObject root = (JsonObject) StrictJsonParser.parse(canonicalJson).orThrow();
    List<InputChange> inputs = new ArrayList<>();
    for (JsonValue each : array(root, "inputs").elements()) {
      JsonObject input = (JsonObject) each;
      inputs.add(
          new InputChange(number(input.members().get("t")), map(input.members().get("values"))));
    }
    List<Observation> observations = new ArrayList<>();
    for (JsonValue each : array(root, "observations").elements()) {
      List<JsonValue> o = ((JsonArray) each).elements();
      observations.add(
          new Observation(number(o.get(0)), ((JsonString) o.get(1)).value(), number(o.get(2))));
    }
    return new BatchContent(
        root.text("batch").orElseThrow(),
        root.text("structure").orElseThrow(),
        root.members().get("synthetic").equals(JsonValue.of(true)),
        map(root.members().get("start")),
        inputs,
        observations);
  }

  /** As the twin takes it; outputs without noise are left out, for nothing could weigh them. */
  public BatchData toBatchData(ProcessModel model, List<MeasuredNoise> noise) {
    return toBatchData(model, noise, 0);
  }

  /**
   * The same with values of one output at least {@code spacing} hours apart: what an analyser says
   * every minute is not independent, and a fit would believe it as often as it is said.
   */
  public BatchData toBatchData(ProcessModel model, List<MeasuredNoise> noise, double spacing) {
    if (!model.structureId().equals(structureId)) {
      throw new IllegalArgumentException(
          "batch " + batch + " is written for " + structureId + ", not " + model.structureId());
    }
    double[] y0 = model.states().stream().mapToDouble(q -> value(start, q)).toArray();
    List<InputStep> steps =
        inputs.stream()
            .map(
                i ->
                    new InputStep(
                        i.time(),
                        model.inputs().stream().mapToDouble(q -> value(i.values(), q)).toArray()))
            .toList();
    List<Sample> samples = new ArrayList<>();
    Map<String, Double> last = new TreeMap<>();
    for (Observation o : observations) {
      if (o.time() < last.getOrDefault(o.output(), Double.NEGATIVE_INFINITY) + spacing) {
        continue;
      }
      Optional<MeasuredNoise> of =
          noise.stream().filter(n -> n.output().equals(o.output())).findFirst();
      of.ifPresent(
          n -> {
            samples.add(new Sample(o.time(), o.output(), o.value(), n.sdAt(o.value())));
            last.put(o.output(), o.time());
          });
    }
    return new BatchData(batch, y0, steps, samples);
  }

  /** Process time of the last measured value, in h. */
  public double end() {
    return observations.stream().mapToDouble(Observation::time).max().orElse(0);
  }

  private double value(Map<String, Double> values, Quantity quantity) {
    Double value = values.get(quantity.id());
    if (value == null) {
      throw new IllegalArgumentException("batch " + batch + " gives no value for " + quantity.id());
    }
    return value;
  }

  private static JsonObject numbers(Map<String, Double> values) {
    JsonObject.Builder builder = JsonObject.builder();
    values.forEach((id, value) -> builder.put(id, value.doubleValue()));
    return builder.build();
  }

  private static JsonArray array(JsonObject object, String name) {
    return (JsonArray) object.members().get(name);
  }

  private static double number(JsonValue value) {
    return ((JsonNumber) value).value();
  }

  private static Map<String, Double> map(JsonValue value) {
    Map<String, Double> map = new TreeMap<>();
    ((JsonObject) value).members().forEach((id, v) -> map.put(id, number(v)));
    return map;
  }
}
