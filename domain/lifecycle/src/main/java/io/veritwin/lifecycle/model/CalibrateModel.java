package io.veritwin.lifecycle.model;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.Outcome.Done;
import io.veritwin.lifecycle.Outcome.Refused;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.CalibrationRun.Ended;
import io.veritwin.lifecycle.model.CalibrationRun.Finished;
import io.veritwin.lifecycle.model.CalibrationRun.Progress;
import io.veritwin.lifecycle.model.CalibrationRun.Running;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.twin.calibration.Calibration;
import io.veritwin.twin.calibration.CalibrationProblem;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.calibration.FittedParameter;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calibrate a model on a data set (URS-310). Long work in the background; how it ended is on record
 * and outlives the server (URS-330).
 */
@ApplicationScoped
public class CalibrateModel {

  private static final Logger LOG = LoggerFactory.getLogger(CalibrateModel.class);

  /** Longer than this no calibration runs; a fit cut off by it is no result. */
  private static final Duration TIME_BOX = Duration.ofMinutes(15);

  private static final int STARTS = 4;

  /** Values of one signal that are closer than this are not independent. */
  private static final double LEAST_SPACING_H = 0.25;

  /** A fit rarely takes more iterations from one start; only the progress bar rests on it. */
  private static final double USUAL_ITERATIONS = 60;

  @Resource(lookup = "java:jboss/ee/concurrency/executor/default")
  ManagedExecutorService executor;

  @Inject CalibrationRuns stored;
  @Inject DataSets dataSets;
  @Inject Clock clock;

  Executor worker;

  /** What this server computes now. */
  private final Map<String, CalibrationRun> running = new ConcurrentHashMap<>();

  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

  @PostConstruct
  void useServersThreads() {
    worker = executor;
  }

  /**
   * Parameters that are usually held, with their nominal values: the composition of medium and gas
   * supplied, which is known from the recipe and not from the batches.
   */
  public Map<String, Double> usuallyHeld(String structureId) {
    Map<String, Double> held = new TreeMap<>();
    ProcessModels.find(structureId).stream()
        .flatMap(m -> m.parameters().stream())
        .filter(p -> p.id().startsWith("feed_") || p.id().endsWith("_in"))
        .forEach(p -> held.put(p.id(), p.nominal()));
    return held;
  }

  /**
   * Starts a calibration.
   *
   * @param structureId the structure
   * @param dataSet number of a calibration data set
   * @param held parameters held at a value, by id; all others are fitted within their bounds
   * @param noise how well each output is measured; outputs not named are not fitted
   * @return the run's number, to ask for progress with
   */
  public Outcome<String> start(
      String structureId,
      String dataSet,
      Map<String, Double> held,
      List<MeasuredNoise> noise,
      Person person) {
    Optional<ProcessModel> model = ProcessModels.find(structureId);
    Optional<DataSet> data = dataSets.find(dataSet);
    List<Refusal> against = reasonsAgainst(structureId, model, dataSet, data, held, noise, person);
    if (!against.isEmpty()) {
      stored.recordRefusal(
          AuditEvent.refused(
              "CALIBRATION_STARTED",
              person,
              new RecordRef("calibration", "none", 1),
              new Refused<>(against).inWords(),
              against.get(0).rule()));
      return new Refused<>(against);
    }
    DataSet set = data.orElseThrow();
    String number = stored.nextNumber();
    CalibrationRun run =
        new CalibrationRun(
            number,
            structureId,
            set.number(),
            set.digest(),
            List.copyOf(noise),
            person.printedName(),
            clock.instant(),
            new Running(0, "waits for a free thread"));
    CalibrationProblem problem = problem(model.orElseThrow(), set, held, noise);
    stored.begin(run, problem.fitted().size(), problem.seed(), person);
    running.put(number, run);
    worker.execute(() -> fit(run, problem, person));
    return new Done<>(number);
  }

  /** How far a run is, or how it ended; empty when no such run is known. */
  public Optional<CalibrationRun> run(String number) {
    CalibrationRun now = running.get(number);
    return now == null ? stored.find(number) : Optional.of(now);
  }

  /** Every run on record, newest first. */
  public List<CalibrationRun> runs() {
    return stored.all().stream().map(r -> running.getOrDefault(r.number(), r)).toList();
  }

  /** Asks a run to stop after its current iteration. */
  public void cancel(String number, Person person) {
    if (run(number).map(CalibrationRun::progress).orElse(null) instanceof Running
        && cancelled.add(number)) {
      stored.record(
          AuditEvent.of(
              "CALIBRATION_CANCELLED",
              person,
              new RecordRef("calibration", number, 1),
              number + ": cancelled."));
    }
  }

  private void fit(CalibrationRun run, CalibrationProblem problem, Person person) {
    String number = run.number();
    try {
      stored.end(number, computed(run, problem), person);
      running.remove(number);
    } catch (Exception failure) {
      // A commit that fails arrives here as a checked exception that no method declares.
      // Its end could not be put on record: the page says so as long as this server runs.
      LOG.error("the end of calibration {} could not be recorded", number, failure);
      running.put(
          number, run.at(new Ended("Its end could not be recorded, so nothing of it is kept.")));
    }
  }

  private Progress computed(CalibrationRun run, CalibrationProblem problem) {
    String number = run.number();
    try {
      CalibrationResult result =
          Calibration.fit(
              problem,
              (start, starts, iteration, sumOfSquares) -> {
                running.put(number, run.at(running(start, starts, iteration, sumOfSquares)));
                return !cancelled.contains(number);
              });
      return result.stopReason() == StopReason.CONVERGED
              || result.stopReason() == StopReason.STALLED
          ? new Finished(result)
          : new Ended(result.stopWords());
    } catch (RuntimeException failure) {
      // Nobody waits for this thread: the page shows the words, the log keeps the trace.
      LOG.error("calibration {} failed", number, failure);
      return new Ended("It could not be computed: " + failure.getMessage());
    }
  }

  private static Running running(int start, int starts, int iteration, double sumOfSquares) {
    double ofThis = 1 - StrictMath.exp(-iteration / USUAL_ITERATIONS * 3);
    return new Running(
        (start - 1 + ofThis) / starts,
        String.format(
            Locale.ROOT,
            "start %d of %d, iteration %d, weighted sum of squares %.4g",
            start,
            starts,
            iteration,
            sumOfSquares));
  }

  private CalibrationProblem problem(
      ProcessModel model, DataSet set, Map<String, Double> held, List<MeasuredNoise> noise) {
    double[] parameters = model.nominalParameters();
    List<FittedParameter> fitted = new ArrayList<>();
    for (ParameterDefinition p : model.parameters()) {
      if (held.containsKey(p.id())) {
        parameters[model.parameterIndex(p.id())] = held.get(p.id());
      } else {
        fitted.add(new FittedParameter(p.id(), p.nominal(), p.lower(), p.upper()));
      }
    }
    // The seed follows from the data, so that a second engineer draws the same starting points.
    long seed = Long.parseUnsignedLong(set.digest().substring(0, 12), 16);
    return new CalibrationProblem(
        model,
        parameters,
        fitted,
        set.batches().stream()
            .map(b -> b.data().toBatchData(model, noise, LEAST_SPACING_H))
            .toList(),
        STARTS,
        seed,
        IntegrationSettings.standard(),
        Deadline.after(TIME_BOX, clock));
  }

  private static List<Refusal> reasonsAgainst(
      String structureId,
      Optional<ProcessModel> model,
      String dataSet,
      Optional<DataSet> data,
      Map<String, Double> held,
      List<MeasuredNoise> noise,
      Person person) {
    List<Refusal> against = new ArrayList<>();
    if (!person.is(Role.ENGINEER)) {
      against.add(
          new Refusal(
              "LIF-07",
              "No calibration is started: only a process engineer calibrates, and you act as "
                  + person.roleInWords()
                  + "."));
    }
    if (model.isEmpty()) {
      against.add(ParameterRules.noStructure("No calibration is started", structureId));
      return against;
    }
    if (data.isEmpty()
        || data.get().role() != DataSetRole.CALIBRATION
        || !data.get().structureId().equals(structureId)) {
      against.add(
          new Refusal(
              "LIF-05",
              "No calibration is started: "
                  + dataSet
                  + " is no calibration data set for "
                  + structureId
                  + ". Choose one that is."));
    }
    held.forEach(
        (id, value) ->
            model.get().parameters().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .ifPresentOrElse(
                    p -> {
                      if (!p.admits(value)) {
                        against.add(
                            ParameterRules.outOfBounds("No calibration is started", p, value));
                      }
                    },
                    () ->
                        against.add(
                            ParameterRules.unknown("No calibration is started", model.get(), id))));
    if (noise.isEmpty()) {
      against.add(
          new Refusal(
              "LIF-08",
              "No calibration is started: no output has a measurement error yet, and without one"
                  + " nothing can be weighed. Give at least one."));
    }
    return against;
  }
}
