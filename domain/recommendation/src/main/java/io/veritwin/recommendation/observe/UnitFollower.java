package io.veritwin.recommendation.observe;

import io.veritwin.lifecycle.assignment.EffectiveModel;
import io.veritwin.plant.OfflineSample;
import io.veritwin.plant.PlantHistory;
import io.veritwin.plant.Reading;
import io.veritwin.plant.calibration.TagCalibrations;
import io.veritwin.recommendation.observe.EstimateContent.Agreement;
import io.veritwin.recommendation.observe.TwinBinding.Role;
import io.veritwin.recommendation.observe.TwinEstimates.Chain;
import io.veritwin.twin.estimation.EstimatorSettings;
import io.veritwin.twin.estimation.EstimatorState;
import io.veritwin.twin.estimation.Measurement;
import io.veritwin.twin.estimation.StateEstimator;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.Quantity;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows one batch of one unit with one model, step by step on a fixed grid of process time, so
 * that the estimates follow from the readings alone and not from when they were looked at.
 *
 * <p>Its life: made when a unit has a batch and an effective model; it takes up the stored chain
 * where it ended (computing the last hours again from the stored readings, so that a late sample
 * still finds its place), or starts one at the first laboratory sample; it is dropped when batch or
 * model change. Used by one thread.
 */
final class UnitFollower {

  /** Width of the grid, hours of process time. */
  static final double STEP_HOURS = 0.1;

  /** How late a sample may be, hours of process time. */
  static final double HISTORY_HOURS = 12;

  /** Most steps taken in one go, so that other work of the unit is not kept waiting. */
  private static final int MOST_STEPS = 200;

  private static final int MOST_READINGS = 5000;
  private static final double GATE_PROBABILITY = 0.9999;
  private static final String PROCESS_TIME = "PROCESS.TIME";
  private static final String BATCH_ID = "BATCH.ID";

  /** So many readings of a totaliser give the rate with which a chain begins. */
  private static final int FIRST_TOTALS = 6;

  private final String unit;
  private final String batch;
  private final EffectiveModel effective;
  private final ProcessModel model;
  private final List<TwinBinding> bindings;
  private final PlantHistory history;
  private final TagCalibrations calibrations;
  private final TwinEstimates estimates;
  private final Clock clock;

  private final List<InputStep> fed = new ArrayList<>();
  private final Set<Double> samplesSeen = new HashSet<>();
  private StateEstimator estimator;
  private TwinEstimate last;
  private EstimateContent lastContent;

  UnitFollower(
      String unit,
      String batch,
      EffectiveModel effective,
      List<TwinBinding> bindings,
      PlantHistory history,
      TagCalibrations calibrations,
      TwinEstimates estimates,
      Clock clock) {
    this.unit = unit;
    this.batch = batch;
    this.effective = effective;
    this.model = effective.model();
    this.bindings = List.copyOf(bindings);
    this.history = history;
    this.calibrations = calibrations;
    this.estimates = estimates;
    this.clock = clock;
  }

  boolean follows(String otherBatch, String modelDigest) {
    return batch.equals(otherBatch) && effective.digest().equals(modelDigest);
  }

  /**
   * Takes every step that the stored readings allow.
   *
   * @return why there is no estimate, in one sentence; empty when there is one
   */
  String advance() {
    String unscaled = unscaledInput();
    if (!unscaled.isEmpty()) {
      return unscaled;
    }
    if (last == null && !takeUp() && !begin()) {
      return "There is no laboratory sample of batch " + batch + " yet to start from.";
    }
    List<Reading> clockReadings =
        history.between(
            unit,
            PROCESS_TIME,
            last.sourceTime().plusNanos(1),
            clock.instant().plusSeconds(60),
            MOST_READINGS);
    int taken = 0;
    for (Reading reading : clockReadings) {
      if (!reading.good() || reading.value() == null) {
        continue;
      }
      long step = (long) Math.floor(reading.value() / STEP_HOURS + 1e-9);
      if (step > last.step() && taken < MOST_STEPS) {
        advanceTo(step, reading);
        taken++;
      }
    }
    return "";
  }

  /** The chain's newest estimate; {@code null} before the first. */
  TwinEstimate last() {
    return last;
  }

  /** Why an input cannot be known yet; empty when each can. */
  private String unscaledInput() {
    for (TwinBinding b : bindings) {
      if (b.role == Role.INPUT_TOTALISER && calibrations.effective(unit, b.tag).isEmpty()) {
        return "There is no estimate: what "
            + b.tag
            + " counts has no signed scale yet, so the "
            + b.quantity
            + " of "
            + unit
            + " is not known. An engineer proposes the scale under Units, a second person signs it.";
      }
    }
    return "";
  }

  private boolean takeUp() {
    TwinEstimate newest = estimates.newest(unit, batch, effective.digest()).orElse(null);
    if (newest == null) {
      return false;
    }
    List<TwinEstimate> chain =
        estimates.since(unit, batch, effective.digest(), newest.processTime() - HISTORY_HOURS);
    TwinEstimate base = chain.get(0);
    lastContent = EstimateContent.read(base.content());
    estimator = estimator(lastContent.state(), lastContent.inputs());
    for (TwinEstimate next : chain.subList(1, chain.size())) {
      EstimateContent content = EstimateContent.read(next.content());
      remember(lastContent.state().time(), content.inputs());
      estimator.predict(content.state().time(), plan());
      content.innovations().stream()
          .sorted(Comparator.comparingDouble(Agreement::time))
          .forEach(
              a -> {
                if (a.time() < content.state().time()) {
                  samplesSeen.add(a.time());
                }
                estimator.assimilate(new Measurement(a.time(), a.output(), a.value(), a.sd()));
              });
      lastContent = content;
    }
    last = newest;
    return true;
  }

  /** Starts the chain at the batch's newest sample: measured where measured, else registered. */
  private boolean begin() {
    List<OfflineSample> samples = samples(batchBegan());
    if (samples.isEmpty()) {
      return false;
    }
    OfflineSample sample = samples.get(samples.size() - 1);
    int n = model.states().size();
    double[] mean = new double[n];
    double[][] covariance = new double[n][n];
    List<Long> used = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Quantity state = model.states().get(i);
      TwinBinding start = binding(state.id(), Role.START);
      if (start == null) {
        throw new IllegalStateException(
            "no start is registered for " + state.id() + " of " + model.structureId());
      }
      mean[i] = start.value;
      double sd = start.sd;
      Measured measured = measuredState(state.id(), sample);
      if (measured != null) {
        mean[i] = Math.max(state.lower(), Math.min(state.upper(), measured.value()));
        sd = Math.max(measured.sd(), 1e-6);
        used.add(measured.reading().id());
      }
      covariance[i][i] = sd * sd;
    }
    Map<String, Total> totals = new TreeMap<>();
    double[] inputs = inputsNow(totals);
    EstimatorState state = new EstimatorState(sample.sampleTimeHours(), mean, covariance);
    lastContent = new EstimateContent(state, mean, inputs, totals, List.of());
    last =
        estimates.append(
            new Chain(unit, batch, effective.versionName(), effective.digest(), null),
            (long) Math.floor(sample.sampleTimeHours() / STEP_HOURS + 1e-9),
            sample.reportedAt(),
            lastContent,
            used);
    samples.forEach(s -> samplesSeen.add(s.sampleTimeHours()));
    estimator = estimator(state, inputs);
    return true;
  }

  private record Measured(double value, double sd, Reading reading) {}

  /** The state's measured value at the start, where an output of the same state is measured. */
  private Measured measuredState(String state, OfflineSample sample) {
    int index = model.stateIndex(state);
    for (Quantity output : model.outputs()) {
      if (!isTheState(output.id(), index)) {
        continue;
      }
      TwinBinding assay = binding(output.id(), Role.ASSAY);
      Reading reading = assay == null ? null : sample.assays().get(assay.tag());
      TwinBinding online = binding(output.id(), Role.ONLINE);
      if (reading == null && online != null) {
        reading = history.latest(unit, online.tag()).orElse(null);
        assay = online;
      }
      if (reading != null && reading.good() && reading.value() != null) {
        double value = reading.value() * assay.factor;
        return new Measured(value, sd(output.id(), value, assay), reading);
      }
    }
    return null;
  }

  /** Whether an output is the state itself: it changes with that state alone, one to one. */
  private boolean isTheState(String output, int state) {
    int out = model.outputIndex(output);
    double[] y = model.states().stream().mapToDouble(q -> Math.max(1, q.lower())).toArray();
    double[] u = model.inputs().stream().mapToDouble(q -> Math.max(1, q.lower())).toArray();
    double[] before = new double[model.outputs().size()];
    double[] after = new double[model.outputs().size()];
    model.outputs(0, y, u, effective.parameters(), before);
    y[state] += 1;
    model.outputs(0, y, u, effective.parameters(), after);
    return before[out] == y[state] - 1 && after[out] == y[state];
  }

  private void advanceTo(long step, Reading processClock) {
    double from = lastContent.state().time();
    double to = step * STEP_HOURS;
    Instant since = last.sourceTime().plusNanos(1);
    Instant until = processClock.sourceTime().plusNanos(1);
    List<Long> used = new ArrayList<>();
    used.add(processClock.id());
    Map<String, Total> totals = new TreeMap<>(lastContent.totals());
    double[] inputs = inputs(since, until, new Stretch(from, since, processClock), totals, used);
    remember(from, inputs);
    estimator.predict(to, plan());
    List<Agreement> agreements = new ArrayList<>();
    for (OfflineSample sample : samples(since)) {
      if (sample.reportedAt().isBefore(until)
          && sample.sampleTimeHours() <= to
          && samplesSeen.add(sample.sampleTimeHours())) {
        assays(sample, agreements, used);
      }
    }
    online(since, until, to, agreements, used);
    EstimatorState state = estimator.state();
    lastContent =
        new EstimateContent(state, reference(from, to, inputs), inputs, totals, agreements);
    last =
        estimates.append(
            new Chain(unit, batch, effective.versionName(), effective.digest(), last.id()),
            step,
            processClock.sourceTime(),
            lastContent,
            used);
  }

  private void assays(OfflineSample sample, List<Agreement> agreements, List<Long> used) {
    for (TwinBinding b : bindings) {
      Reading reading = b.role == Role.ASSAY ? sample.assays().get(b.tag) : null;
      if (reading != null && reading.good() && reading.value() != null) {
        double value = reading.value() * b.factor;
        used.add(reading.id());
        agreements.add(
            Agreement.of(
                estimator.assimilate(
                    new Measurement(
                        sample.sampleTimeHours(), b.quantity, value, sd(b.quantity, value, b)))));
      }
    }
  }

  private void online(
      Instant since, Instant until, double to, List<Agreement> agreements, List<Long> used) {
    for (TwinBinding b : bindings) {
      if (b.role != Role.ONLINE || !effective.credibleFor(b.quantity)) {
        continue;
      }
      List<Reading> newest = history.between(unit, b.tag, since, until, 1);
      if (!newest.isEmpty() && newest.get(0).good() && newest.get(0).value() != null) {
        OptionalDouble engineering = engineering(newest.get(0));
        if (engineering.isPresent()) {
          double value = engineering.getAsDouble() * b.factor;
          used.add(newest.get(0).id());
          agreements.add(
              Agreement.of(
                  estimator.assimilate(
                      new Measurement(to, b.quantity, value, sd(b.quantity, value, b)))));
        }
      }
    }
  }

  /**
   * Process time between two readings of the unit's process clock.
   *
   * @param from process time at {@code since}, h
   * @param end the clock's reading at the stretch's end
   */
  private record Stretch(double from, Instant since, Reading end) {

    /** The process time of a reading inside the stretch, by its source time. */
    double timeOf(Reading reading) {
      double whole = Duration.between(since, end.sourceTime()).toNanos();
      double part = Duration.between(since, reading.sourceTime()).toNanos();
      return whole <= 0 ? end.value() : from + (end.value() - from) * part / whole;
    }
  }

  /** Model inputs over a stretch of time; an input that reported nothing keeps its value. */
  private double[] inputs(
      Instant since, Instant until, Stretch stretch, Map<String, Total> totals, List<Long> used) {
    double[] inputs = lastContent.inputs().clone();
    for (TwinBinding b : bindings) {
      if (b.role == Role.INPUT) {
        List<Reading> all = history.between(unit, b.tag, since, until, MOST_READINGS);
        double[] values =
            all.stream()
                .filter(r -> r.good() && r.value() != null)
                .map(this::engineering)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .toArray();
        if (values.length > 0) {
          double sum = 0;
          for (double value : values) {
            sum += value;
          }
          set(inputs, b, sum / values.length * b.factor);
          all.forEach(r -> used.add(r.id()));
        }
      } else if (b.role == Role.INPUT_TOTALISER) {
        List<Reading> newest = history.between(unit, b.tag, since, until, 1);
        if (!newest.isEmpty() && newest.get(0).good() && newest.get(0).value() != null) {
          Total now = new Total(newest.get(0).value(), stretch.timeOf(newest.get(0)));
          Total before = totals.put(b.quantity, now);
          used.add(newest.get(0).id());
          if (before != null) {
            before.rateUntil(now, gain(b.tag)).ifPresent(rate -> set(inputs, b, rate * b.factor));
          }
        }
      }
    }
    return inputs;
  }

  /** Inputs when the chain begins: the latest reading of each, or what the recipe says. */
  private double[] inputsNow(Map<String, Total> totals) {
    double[] inputs = new double[model.inputs().size()];
    for (TwinBinding b : bindings) {
      if (b.role == Role.INPUT_CONSTANT) {
        set(inputs, b, b.value);
      } else if (b.role == Role.INPUT) {
        history
            .latest(unit, b.tag)
            .filter(r -> r.good() && r.value() != null)
            .map(this::engineering)
            .filter(OptionalDouble::isPresent)
            .ifPresent(v -> set(inputs, b, v.getAsDouble() * b.factor));
      } else if (b.role == Role.INPUT_TOTALISER) {
        List<Reading> newest =
            history
                .between(unit, b.tag, batchBegan(), clock.instant().plusSeconds(60), FIRST_TOTALS)
                .stream()
                .filter(r -> r.good() && r.value() != null)
                .toList();
        if (!newest.isEmpty()) {
          Total first = total(newest.get(0));
          Total now = total(newest.get(newest.size() - 1));
          totals.put(b.quantity, now);
          first.rateUntil(now, gain(b.tag)).ifPresent(rate -> set(inputs, b, rate * b.factor));
        }
      }
    }
    return inputs;
  }

  /** A totaliser's reading with the process time that the unit's clock showed just before it. */
  private Total total(Reading reading) {
    List<Reading> shown =
        history.between(unit, PROCESS_TIME, batchBegan(), reading.sourceTime().plusNanos(1000), 1);
    return new Total(reading.value(), shown.isEmpty() ? 0 : shown.get(0).value());
  }

  /** When the plant first named this batch: samples before it belong to another one. */
  private Instant batchBegan() {
    return history
        .between(unit, BATCH_ID, Instant.EPOCH, clock.instant().plusSeconds(60), MOST_READINGS)
        .stream()
        .filter(r -> batch.equals(r.text()))
        .map(Reading::sourceTime)
        .min(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  private double gain(String tag) {
    return calibrations
        .effective(unit, tag)
        .orElseThrow(() -> new IllegalStateException(tag + " of " + unit + " has no scale"))
        .gain();
  }

  private void set(double[] inputs, TwinBinding b, double value) {
    int i = model.inputIndex(b.quantity);
    Quantity input = model.inputs().get(i);
    inputs[i] = Math.max(input.lower(), Math.min(input.upper(), value));
  }

  /** The reading in engineering units; a tag without a signed scale counts as delivered in them. */
  private OptionalDouble engineering(Reading reading) {
    OptionalDouble scaled = calibrations.engineeringValue(reading);
    return scaled.isPresent() || reading.value() == null
        ? scaled
        : OptionalDouble.of(reading.value());
  }

  private double sd(String output, double value, TwinBinding b) {
    return effective.noise().stream()
        .filter(noise -> noise.output().equals(output))
        .findFirst()
        .map(noise -> noise.sdAt(value))
        .orElseGet(
            () -> {
              if (b.sd == null) {
                throw new IllegalStateException(
                    "neither the model version nor the binding says how well "
                        + output
                        + " is measured");
              }
              return b.sd;
            });
  }

  private double[] reference(double from, double to, double[] inputs) {
    IntegrationResult run =
        Integration.solve(
            model,
            effective.parameters(),
            lastContent.reference(),
            from,
            to,
            new InputPlan(List.of(new InputStep(from, inputs))),
            IntegrationSettings.standard());
    return run instanceof IntegrationResult.Solved solved
        ? solved.trajectory().stateAt(to)
        : lastContent.reference();
  }

  private List<OfflineSample> samples(Instant since) {
    return history.samples(unit, since, clock.instant().plusSeconds(60)).stream()
        .sorted(Comparator.comparingDouble(OfflineSample::sampleTimeHours))
        .toList();
  }

  private void remember(double from, double[] inputs) {
    if (!fed.isEmpty() && fed.get(fed.size() - 1).time() >= from) {
      fed.remove(fed.size() - 1);
    }
    fed.add(new InputStep(from, inputs));
    while (fed.size() > 1 && fed.get(1).time() < from - 2 * HISTORY_HOURS) {
      fed.remove(0);
    }
  }

  private InputPlan plan() {
    return new InputPlan(fed);
  }

  private TwinBinding binding(String quantity, Role role) {
    return bindings.stream()
        .filter(b -> b.role == role && b.quantity.equals(quantity))
        .findFirst()
        .orElse(null);
  }

  private StateEstimator estimator(EstimatorState start, double[] inputs) {
    double[] drift =
        model.states().stream()
            .mapToDouble(
                state -> {
                  TwinBinding b = binding(state.id(), Role.DRIFT);
                  return b == null || b.sd == null ? 0 : b.sd;
                })
            .toArray();
    remember(start.time(), inputs);
    return new StateEstimator(
        model,
        effective.parameters(),
        start,
        plan(),
        new EstimatorSettings(
            drift,
            Set.copyOf(effective.intendedUse().credibleOutputs()),
            GATE_PROBABILITY,
            HISTORY_HOURS,
            IntegrationSettings.standard()));
  }
}
