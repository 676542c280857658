package io.veritwin.recommendation.accept;

import io.veritwin.ledger.canonical.JsonValue;
import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.recommendation.observe.UnitView.EffectRow;
import io.veritwin.recommendation.recommend.Canonical;
import io.veritwin.recommendation.recommend.Computation;
import io.veritwin.recommendation.recommend.DesignSpace;
import io.veritwin.recommendation.recommend.ExpectedEffects;
import io.veritwin.recommendation.recommend.Figures;
import io.veritwin.recommendation.recommend.InputPackage;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.StoredForecast;
import io.veritwin.recommendation.recommend.UnitFacts;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.FrozenRecord.Row;
import io.veritwin.records.signature.Meaning;
import io.veritwin.records.signature.SigningRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The record that is signed when a recommendation is accepted with a value. It follows from the
 * stored recommendation and the value alone, so that it can be made again, byte for byte, to verify
 * the signature before the release. A value other than the one proposed gets its own forecast
 * first.
 */
@ApplicationScoped
public class AcceptedRecord {

  private static final int MOST_KEPT = 50;

  @Inject Clock clock;

  private final Map<String, Computation.Answer> chosen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Computation.Answer> eldest) {
          return size() > MOST_KEPT;
        }
      };

  protected AcceptedRecord() {}

  /** With a given clock. */
  public AcceptedRecord(Clock clock) {
    this.clock = clock;
  }

  /**
   * The value a person chose; the proposed one when none is given.
   *
   * @throws NumberFormatException when it is no number
   */
  static BigDecimal value(SigningRequest request, Recommendation r) {
    String choice = request.choice("value").strip();
    return choice.isEmpty() ? BigDecimal.valueOf(r.proposedValue()) : new BigDecimal(choice);
  }

  /** Why this value cannot be forecast inside the limits; empty when it can. */
  Optional<String> reasonAgainst(Recommendation r, BigDecimal value) {
    return answer(r, value) instanceof Computation.Answer.Undecided undecided
        ? Optional.of(undecided.words())
        : Optional.empty();
  }

  /** SHA-256 of the canonical record, lower-case hex. */
  public String digest(Recommendation r, BigDecimal value) {
    return Canonical.digest(canonical(r, value));
  }

  /** The canonical record of accepting {@code r} with {@code value}. */
  public byte[] canonical(Recommendation r, BigDecimal value) {
    StoredForecast forecast = forecast(r, value);
    return JsonObject.builder()
        .put("format", "veritwin-accepted-recommendation/1")
        .put("number", r.number())
        .put("unit", r.unit())
        .put("product", r.product())
        .put("batch", r.batch())
        .put("phase", r.phase())
        .put("tag", r.tag())
        .put("node", r.nodeId())
        .put("valueUnit", r.valueUnit())
        .put("from", BigDecimal.valueOf(r.currentValue()).toPlainString())
        .put("to", value.stripTrailingZeros().toPlainString())
        .put("proposed", BigDecimal.valueOf(r.proposedValue()).toPlainString())
        .put("proposedAt", r.proposedAt())
        .put("expires", r.expiresAt())
        .put("useId", r.useId())
        .put("modelVersion", r.modelVersion())
        .put("modelDigest", r.modelDigest())
        .put("designSpace", r.designSpace())
        .put("inputDigest", r.inputDigest())
        .put("proposedForecastDigest", r.forecastDigest())
        .put("forecastDigest", Canonical.digest(forecast.text()))
        .put("seed", r.seed())
        .put("engine", r.engineBuild())
        .put("task", r.taskId())
        .put("bpmn", r.bpmnDigest())
        .put(
            "rows",
            new JsonArray(
                rows(r, value, forecast).stream()
                    .<JsonValue>map(
                        row ->
                            JsonObject.builder()
                                .put("label", row.label())
                                .put("text", row.text())
                                .build())
                    .toList()))
        .build()
        .canonicalBytes();
  }

  /** The record as the signing page shows it. */
  FrozenRecord frozen(Recommendation r, BigDecimal value) {
    StoredForecast forecast = forecast(r, value);
    DesignSpace space = InputPackage.read(r.inputPackage()).space();
    return new FrozenRecord(
        r.recordRef(),
        "Recommendation " + r.number(),
        r.unit() + " · batch " + r.batch() + " · phase " + r.phase(),
        rows(r, value, forecast),
        Meaning.ACCEPTED_FOR_RELEASE,
        hasSetpoint(r)
            ? "I have read this recommendation and authorise one write of "
                + space.words(value)
                + " to "
                + r.tag()
                + "."
            : "I have read this recommendation and would feed "
                + space.words(value)
                + "; "
                + r.unit()
                + " takes no setpoint.",
        hasSetpoint(r)
            ? "Recorded in the audit log, release gates run, one write, read back, effect watched."
                + " You see each step. Any refusal leaves the plant at "
                + space.words(r.currentValue())
                + "."
            : "Recorded in the audit log. The release gates run and refuse it: no actuator. Nothing"
                + " is written.",
        r.expiresAt(),
        canonical(r, value));
  }

  /** A unit that is only followed has no node to write to; see {@code UnitFactsSource}. */
  private static boolean hasSetpoint(Recommendation r) {
    return !r.nodeId().equals(UnitFacts.NO_NODE);
  }

  /** The forecast a person reads before signing this value. */
  public StoredForecast forecast(Recommendation r, BigDecimal value) {
    Computation.Answer answer = answer(r, value);
    if (answer instanceof Computation.Answer.Recommended recommended) {
      return recommended.forecast();
    }
    throw new IllegalArgumentException(
        "there is no forecast of " + value + " " + r.valueUnit() + " for " + r.number());
  }

  private Computation.Answer answer(Recommendation r, BigDecimal value) {
    StoredForecast proposed = StoredForecast.read(r.forecast());
    if (value.compareTo(proposed.value()) == 0) {
      return new Computation.Answer.Recommended(proposed);
    }
    String key = r.number() + " " + value.stripTrailingZeros().toPlainString();
    synchronized (chosen) {
      return chosen.computeIfAbsent(
          key,
          k -> new Computation(clock).choose(InputPackage.read(r.inputPackage()), value, proposed));
    }
  }

  private List<Row> rows(Recommendation r, BigDecimal value, StoredForecast forecast) {
    InputPackage input = InputPackage.read(r.inputPackage());
    DesignSpace space = input.space();
    BigDecimal from = BigDecimal.valueOf(r.currentValue());
    BigDecimal change = value.subtract(from);
    List<EffectRow> effects = ExpectedEffects.of(input, forecast);
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("Set " + lower(space.title()) + " to", space.words(value), true));
    rows.add(
        Row.of(
            "From",
            space.words(from)
                + ", change "
                + Figures.change(change.stripTrailingZeros())
                + percent(change, from)));
    rows.add(
        Row.of(
            "Target",
            hasSetpoint(r)
                ? r.tag() + " · node " + r.nodeId()
                : r.tag() + " · no such setpoint at the plant: a shadow"));
    rows.add(
        Row.of(
            "Why",
            forecast.contributions().stream()
                    .map(part -> part.title() + " " + Figures.change(part.change()))
                    .collect(Collectors.joining(", "))
                + " "
                + space.unit()));
    rows.add(Row.of("If accepted", effects(effects, true)));
    rows.add(Row.of("If nothing is done", effects(effects, false)));
    rows.add(
        Row.of(
            "Limits used",
            "One step ±"
                + space.words(space.largestStep())
                + " · design space "
                + r.designSpace()
                + (space.signed() ? "" : " (demonstration, not signed)")
                + ": "
                + space.number(space.lower())
                + " to "
                + space.words(space.upper())));
    rows.add(Row.of("Model", r.modelVersion() + ", effective · digest " + shown(r.modelDigest())));
    rows.add(Row.of("Confidence", forecast.confidence()));
    rows.add(Row.of("Impact", "Medium: one signature, operator of " + r.unit()));
    rows.add(
        Row.of(
            "Input and seed",
            "package "
                + shown(r.inputDigest())
                + " at process time "
                + Figures.of(r.processTime())
                + " h · seed "
                + r.seed()
                + " · "
                + r.engineBuild()));
    rows.add(Row.of("Expires", r.expiresAt().toString()));
    return rows;
  }

  private static String percent(BigDecimal change, BigDecimal from) {
    if (from.signum() == 0) {
      return "";
    }
    double percent = 100 * change.doubleValue() / from.doubleValue();
    return String.format(
        java.util.Locale.ROOT, " (%s%.1f %%)", percent < 0 ? "−" : "+", Math.abs(percent));
  }

  private static String effects(List<EffectRow> rows, boolean accepted) {
    return rows.stream()
        .map(
            row -> {
              String value = accepted ? row.accepted() : row.nothing();
              String interval = accepted ? row.acceptedInterval() : row.nothingInterval();
              return interval.isEmpty()
                  ? row.title() + ": " + value
                  : row.title() + " " + value + " " + row.unit() + " (" + interval + ")";
            })
        .collect(Collectors.joining(". "));
  }

  private static String shown(String digest) {
    return digest.substring(0, 4) + " " + digest.substring(4, 8);
  }

  private static String lower(String title) {
    return Character.toLowerCase(title.charAt(0)) + title.substring(1);
  }
}
