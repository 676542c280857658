package io.veritwin.recommendation.recommend;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.optimisation.Envelope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The signed design space of one setpoint: the one object that the optimiser, the screen, the
 * acceptance and the release gate ask (ICH-01, URS-404).
 *
 * @param reference what people call it: "DS-204 rev 1"
 * @param tag the setpoint's tag
 * @param title what the setpoint is called: "Feed rate"
 * @param unit UCUM unit of the setpoint
 * @param lower lowest setpoint
 * @param upper highest setpoint
 * @param largestStep largest change in one step
 * @param resolution smallest difference between two setpoints; setpoints are its multiples
 * @param limits limits on model outputs that must hold over the horizon
 * @param breachProbability largest tolerated probability to breach one of them
 * @param input the model's input that the setpoint feeds
 * @param inputPowerOfTen model input = setpoint x 10^this; -3 from mL/h to L/h
 * @param objective the model output to have as much of as possible at the horizon
 * @param horizonHours how far to look, process time
 * @param signed false when it is in force on a demonstration site without a signature
 */
public record DesignSpace(
    String reference,
    String tag,
    String title,
    String unit,
    BigDecimal lower,
    BigDecimal upper,
    BigDecimal largestStep,
    BigDecimal resolution,
    List<Limit> limits,
    double breachProbability,
    String input,
    int inputPowerOfTen,
    String objective,
    double horizonHours,
    boolean signed) {

  public DesignSpace {
    limits = List.copyOf(limits);
    if (lower.compareTo(upper) >= 0 || largestStep.signum() <= 0 || resolution.signum() <= 0) {
      throw new IllegalArgumentException(
          "design space "
              + reference
              + " is empty: "
              + lower
              + " to "
              + upper
              + ", step "
              + largestStep
              + ", resolution "
              + resolution);
    }
  }

  /** The same space as the optimiser takes it, in the unit of the model's input. */
  public Envelope envelope() {
    return new Envelope(
        toInput(lower),
        toInput(upper),
        toInput(largestStep),
        toInput(resolution),
        limits,
        breachProbability);
  }

  /** A setpoint in the unit of the model's input; exact. */
  public BigDecimal toInput(BigDecimal setpoint) {
    return setpoint.scaleByPowerOfTen(inputPowerOfTen);
  }

  /** A value of the model's input in the setpoint's unit; exact. */
  public BigDecimal fromInput(BigDecimal input) {
    return input.scaleByPowerOfTen(-inputPowerOfTen);
  }

  /** Lowest setpoint that one step from {@code current} may reach. */
  public BigDecimal stepLow(BigDecimal current) {
    return current.subtract(largestStep).max(lower);
  }

  /** Highest setpoint that one step from {@code current} may reach. */
  public BigDecimal stepHigh(BigDecimal current) {
    return current.add(largestStep).min(upper);
  }

  /** With what is signed and whether it was, as a package of inputs keeps it. */
  JsonObject json() {
    JsonObject.Builder all = JsonObject.builder();
    content().members().forEach(all::put);
    return all.put("signed", signed).build();
  }

  /** What is signed. */
  JsonObject content() {
    return JsonObject.builder()
        .put("reference", reference)
        .put("tag", tag)
        .put("title", title)
        .put("unit", unit)
        .put("lower", lower.toPlainString())
        .put("upper", upper.toPlainString())
        .put("largestStep", largestStep.toPlainString())
        .put("resolution", resolution.toPlainString())
        .put(
            "limits",
            new JsonArray(
                limits.stream()
                    .<JsonValue>map(
                        limit ->
                            JsonObject.builder()
                                .put("output", limit.outputId())
                                .put("side", limit.side().name())
                                .put("value", limit.value())
                                .build())
                    .toList()))
        .put("breachProbability", breachProbability)
        .put("input", input)
        .put("inputPowerOfTen", inputPowerOfTen)
        .put("objective", objective)
        .put("horizonHours", horizonHours)
        .build();
  }

  static DesignSpace read(JsonObject json) {
    return new DesignSpace(
        Canonical.string(json, "reference"),
        Canonical.string(json, "tag"),
        Canonical.string(json, "title"),
        Canonical.string(json, "unit"),
        new BigDecimal(Canonical.string(json, "lower")),
        new BigDecimal(Canonical.string(json, "upper")),
        new BigDecimal(Canonical.string(json, "largestStep")),
        new BigDecimal(Canonical.string(json, "resolution")),
        Canonical.objects(json, "limits").stream()
            .map(
                limit ->
                    new Limit(
                        Canonical.string(limit, "output"),
                        Limit.Side.valueOf(Canonical.string(limit, "side")),
                        Canonical.number(limit, "value")))
            .toList(),
        Canonical.number(json, "breachProbability"),
        Canonical.string(json, "input"),
        (int) Canonical.number(json, "inputPowerOfTen"),
        Canonical.string(json, "objective"),
        Canonical.number(json, "horizonHours"),
        json.find("signed").orElseThrow().equals(JsonValue.of(true)));
  }

  /** SHA-256 of what is signed, lower-case hex: the same before the signature and after. */
  public String digest() {
    return Canonical.digest(Canonical.text(content()));
  }

  /** Every reason why the setpoint may not go from one value to another; empty when it may. */
  public List<String> reasonsAgainst(BigDecimal from, BigDecimal to) {
    List<String> reasons = new ArrayList<>();
    if (to.compareTo(lower) < 0 || to.compareTo(upper) > 0) {
      reasons.add(
          words(to)
              + " lies outside design space "
              + reference
              + ", which allows "
              + number(lower)
              + " to "
              + words(upper));
    }
    BigDecimal step = to.subtract(from).abs();
    if (step.compareTo(largestStep) > 0) {
      reasons.add(
          "the step of "
              + words(step)
              + " from "
              + number(from)
              + " to "
              + number(to)
              + " is larger than the "
              + words(largestStep)
              + " that "
              + reference
              + " allows");
    }
    if (to.remainder(resolution).signum() != 0) {
      reasons.add(
          to.toPlainString()
              + " "
              + unit
              + " is no multiple of "
              + words(resolution)
              + ", the resolution of "
              + tag);
    }
    return reasons;
  }

  /** A setpoint with the digits of its resolution. */
  public String number(BigDecimal value) {
    int digits = Math.max(0, resolution.stripTrailingZeros().scale());
    String text = value.setScale(Math.max(digits, value.stripTrailingZeros().scale())).toString();
    return text.replace('-', '−');
  }

  public String number(double value) {
    return number(BigDecimal.valueOf(value));
  }

  /** A setpoint with its unit: "46.5 mL/h". */
  public String words(BigDecimal value) {
    return number(value) + " " + unit;
  }

  public String words(double value) {
    return words(BigDecimal.valueOf(value));
  }
}
