package io.veritwin.lifecycle.model;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.Outcome.Done;
import io.veritwin.lifecycle.Outcome.Refused;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.CalibrationRun.Finished;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Register a model version (URS-311 to URS-313, FAI-01, A22-03). */
@ApplicationScoped
public class RegisterModelVersion {

  private static final String NOT_DONE = "No model version is registered";

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject AuditTrail trail;
  @Inject CalibrateModel calibrations;
  @Inject DataSets dataSets;
  @Inject ModelVersions versions;
  @Inject Clock clock;

  /** Registers the next version of a model as a draft. */
  @Transactional
  public Outcome<ModelVersion> register(Registration registration, Person person) {
    List<Refusal> against = new ArrayList<>();
    if (!person.is(Role.ENGINEER)) {
      against.add(
          new Refusal(
              "LIF-07",
              NOT_DONE
                  + ": only a process engineer registers versions, and you act as "
                  + person.roleInWords()
                  + "."));
    }
    Optional<ProcessModel> found = ProcessModels.find(registration.structureId());
    if (found.isEmpty()) {
      against.add(ParameterRules.noStructure(NOT_DONE, registration.structureId()));
      return refused(registration, against, person);
    }
    ProcessModel model = found.get();
    Optional<ModelVersion> latest = versions.latest(registration.model());
    Optional<DataSet> holdOut = dataSets.find(registration.holdOutSet());
    against.addAll(identityReasons(registration, latest));
    against.addAll(useReasons(registration.intendedUse()));
    against.addAll(testReasons(registration, model, holdOut));
    Parameters parameters = parameters(registration, model, against);
    if (!against.isEmpty()) {
      return refused(registration, against, person);
    }

    DataSet test = holdOut.orElseThrow();
    ModelVersion v = new ModelVersion();
    v.model = registration.model();
    v.major = latest.map(l -> registration.majorChange() ? l.major + 1 : l.major).orElse(1);
    v.minor = latest.map(l -> registration.majorChange() ? 0 : l.minor + 1).orElse(0);
    v.name = v.model + " " + v.major + "." + v.minor;
    v.structureId = model.structureId();
    v.codeDigest = model.codeDigest();
    v.parameters.addAll(parameters.values);
    v.covariance = MatrixText.write(parameters.covariance);
    v.noise.addAll(registration.noise());
    v.domain.addAll(registration.domain());
    v.intendedUse = registration.intendedUse();
    if (parameters.calibration != null) {
      v.calibrationSet = parameters.calibration.number();
      v.calibrationDigest = parameters.calibration.digest();
    }
    v.holdOutSet = test.number();
    v.holdOutDigest = test.digest();
    v.synthetic =
        test.synthetic() || (parameters.calibration != null && parameters.calibration.synthetic());
    v.state = ModelVersionState.DRAFT;
    v.authorSubject = person.subject();
    v.authorName = person.printedName();
    v.registeredAt = clock.instant();
    v.parametersDigest = VersionDigests.parameters(v);
    v.digest = VersionDigests.whole(v);
    entities.persist(v);
    trail.record(
        AuditEvent.of(
                "MODEL_VERSION_REGISTERED",
                person,
                v.recordRef(),
                v.name
                    + " registered: "
                    + model.title()
                    + ", "
                    + parameters.words
                    + ", to be tested on "
                    + test.number()
                    + (v.synthetic ? "; its data are partly synthetic." : "."))
            .with(
                Map.of(
                    "digest", v.digest,
                    "codeDigest", v.codeDigest,
                    "parametersDigest", v.parametersDigest,
                    "holdOutDigest", v.holdOutDigest)));
    return new Done<>(v);
  }

  private Outcome<ModelVersion> refused(
      Registration registration, List<Refusal> against, Person person) {
    trail.recordRefusal(
        AuditEvent.refused(
            "MODEL_VERSION_REGISTERED",
            person,
            new RecordRef("model version", registration.model(), 1),
            new Refused<>(against).inWords(),
            against.get(0).rule()));
    return new Refused<>(against);
  }

  private static List<Refusal> identityReasons(
      Registration registration, Optional<ModelVersion> latest) {
    List<Refusal> against = new ArrayList<>();
    if (!registration.model().matches("[A-Z][A-Z0-9-]{1,23}")) {
      against.add(
          new Refusal(
              "LIF-09",
              NOT_DONE
                  + ": a model's name has 2 to 24 capitals, digits and hyphens, like CHO-FB; \""
                  + registration.model()
                  + "\" has not."));
    }
    latest
        .filter(
            l -> !l.structureId.equals(registration.structureId()) && !registration.majorChange())
        .ifPresent(
            l ->
                against.add(
                    new Refusal(
                        "LIF-09",
                        NOT_DONE
                            + ": "
                            + l.name
                            + " has the structure "
                            + l.structureId
                            + "; another structure needs the next major number.")));
    return against;
  }

  private static List<Refusal> useReasons(IntendedUse use) {
    List<Refusal> against = new ArrayList<>();
    Map<String, String> texts =
        Map.of(
            "the name of the use", use.use(),
            "the question of interest", use.question(),
            "the context of use", use.context(),
            "the product", use.product(),
            "the unit class", use.unitClass());
    texts.entrySet().stream()
        .filter(e -> e.getValue() == null || e.getValue().isBlank())
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(
            what ->
                against.add(
                    new Refusal(
                        "LIF-10",
                        NOT_DONE + ": the intended use does not say " + what + ". Add it.")));
    if (use.credibleOutputs().isEmpty()) {
      against.add(
          new Refusal(
              "LIF-10",
              NOT_DONE
                  + ": the intended use claims no output as credible, so the version would be of"
                  + " no use. Claim at least one."));
    }
    return against;
  }

  private static List<Refusal> testReasons(
      Registration registration, ProcessModel model, Optional<DataSet> holdOut) {
    List<Refusal> against = new ArrayList<>();
    if (holdOut.isEmpty()
        || holdOut.get().role() != DataSetRole.HOLD_OUT
        || !holdOut.get().structureId().equals(model.structureId())) {
      against.add(
          new Refusal(
              "LIF-05",
              NOT_DONE
                  + ": "
                  + registration.holdOutSet()
                  + " is no hold-out data set for "
                  + model.structureId()
                  + ". Choose one that is."));
    }
    for (String output : registration.intendedUse().credibleOutputs()) {
      if (model.outputs().stream().noneMatch(q -> q.id().equals(output))) {
        against.add(
            new Refusal(
                "LIF-10",
                NOT_DONE + ": " + model.structureId() + " has no output " + output + "."));
      } else if (registration.noise().stream().noneMatch(n -> n.output().equals(output))) {
        against.add(
            new Refusal(
                "LIF-10",
                NOT_DONE
                    + ": "
                    + output
                    + " is claimed as credible but has no measurement error. Give one."));
      } else if (holdOut.isPresent()
          && holdOut.get().batches().stream()
              .flatMap(b -> b.data().observations().stream())
              .noneMatch(o -> o.output().equals(output))) {
        against.add(
            new Refusal(
                "LIF-10",
                NOT_DONE
                    + ": "
                    + output
                    + " is claimed as credible but "
                    + holdOut.get().number()
                    + " holds no value of it to test on."));
      }
    }
    for (DomainRange range : registration.domain()) {
      if (!range.quantity().equals("time")
          && model.states().stream().noneMatch(q -> q.id().equals(range.quantity()))
          && model.inputs().stream().noneMatch(q -> q.id().equals(range.quantity()))
          && model.outputs().stream().noneMatch(q -> q.id().equals(range.quantity()))) {
        against.add(
            new Refusal(
                "LIF-10",
                NOT_DONE
                    + ": the domain names "
                    + range.quantity()
                    + ", which "
                    + model.structureId()
                    + " does not have."));
      }
    }
    return against;
  }

  /** Parameters ready to be stored. */
  private record Parameters(
      List<ParameterValue> values, double[][] covariance, DataSet calibration, String words) {}

  private Parameters parameters(
      Registration registration, ProcessModel model, List<Refusal> against) {
    if (registration.source() instanceof FromCalibration from) {
      return calibrated(from, model, against);
    }
    Typed typed = (Typed) registration.source();
    double[][] covariance = new double[model.parameters().size()][model.parameters().size()];
    List<ParameterValue> values = new ArrayList<>();
    typed.values().keySet().stream()
        .filter(id -> model.parameters().stream().noneMatch(p -> p.id().equals(id)))
        .forEach(id -> against.add(ParameterRules.unknown(NOT_DONE, model, id)));
    for (ParameterDefinition p : model.parameters()) {
      int at = values.size();
      double value = typed.values().getOrDefault(p.id(), p.nominal());
      if (!p.admits(value)) {
        against.add(ParameterRules.outOfBounds(NOT_DONE, p, value));
      }
      Double sd = typed.standardDeviations().get(p.id());
      if (sd != null) {
        if (!(sd > 0)) {
          against.add(
              new Refusal(
                  "LIF-08",
                  NOT_DONE
                      + ": the standard deviation of "
                      + p.id()
                      + " is "
                      + sd
                      + "; it must be positive."));
        }
        covariance[at][at] = sd * sd;
      }
      values.add(
          new ParameterValue(
              p.id(), value, sd, typed.values().containsKey(p.id()) ? "typed" : p.source(), ""));
    }
    return new Parameters(
        values, covariance, null, "parameters typed or taken from the literature");
  }

  private Parameters calibrated(FromCalibration from, ProcessModel model, List<Refusal> against) {
    Optional<CalibrationRun> run = calibrations.run(from.run());
    if (run.isEmpty()
        || !(run.get().progress() instanceof Finished finished)
        || !run.get().structureId().equals(model.structureId())) {
      against.add(
          new Refusal(
              "LIF-08",
              NOT_DONE
                  + ": "
                  + from.run()
                  + " is no finished calibration of "
                  + model.structureId()
                  + ". Calibrate again and register its result."));
      return null;
    }
    CalibrationResult result = finished.result();
    List<ParameterValue> values = new ArrayList<>();
    double[] parameters = result.parameters();
    for (int i = 0; i < parameters.length; i++) {
      String id = model.parameters().get(i).id();
      int fitted = result.fittedIds().indexOf(id);
      Double error = fitted < 0 ? null : result.standardErrors()[fitted];
      if (error != null && !Double.isFinite(error)) {
        against.add(
            new Refusal(
                "LIF-08",
                NOT_DONE
                    + ": the data do not determine "
                    + id
                    + ". Hold it at a value and calibrate again."));
      }
      values.add(
          new ParameterValue(
              id,
              parameters[i],
              error,
              fitted < 0 ? "held" : "calibrated",
              result.identifiability().stream()
                  .filter(x -> x.parameterId().equals(id))
                  .map(CalibrationResult.Identifiability::words)
                  .findFirst()
                  .orElse("")));
    }
    DataSet set = dataSets.find(run.get().dataSet()).orElseThrow();
    return new Parameters(
        values, result.covariance(), set, "calibrated on " + set.number() + " in " + from.run());
  }

  /**
   * What the engineer declares.
   *
   * @param model the model's name, for example "CHO-FB"
   * @param majorChange true for the next major number, false for the next minor one
   * @param structureId the structure
   * @param source where the parameters come from
   * @param noise how well each output is measured
   * @param domain where it may be used
   * @param intendedUse what it is for
   * @param holdOutSet number of the hold-out data set it will be tested on
   */
  public record Registration(
      String model,
      boolean majorChange,
      String structureId,
      ParameterSource source,
      List<MeasuredNoise> noise,
      List<DomainRange> domain,
      IntendedUse intendedUse,
      String holdOutSet) {
    public Registration {
      noise = List.copyOf(noise);
      domain = List.copyOf(domain);
    }
  }

  /** Where parameters come from. */
  public sealed interface ParameterSource {}

  /** From a finished calibration run. */
  public record FromCalibration(String run) implements ParameterSource {}

  /**
   * Typed; parameters not named keep their nominal value. A standard deviation makes the parameter
   * uncertain in forecasts.
   *
   * @param values value by parameter id
   * @param standardDeviations by parameter id; none means taken as known
   */
  public record Typed(Map<String, Double> values, Map<String, Double> standardDeviations)
      implements ParameterSource {
    public Typed {
      values = Map.copyOf(values);
      standardDeviations = Map.copyOf(standardDeviations);
    }
  }
}
