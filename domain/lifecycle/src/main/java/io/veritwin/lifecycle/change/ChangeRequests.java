package io.veritwin.lifecycle.change;

import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.lifecycle.model.ParameterValue;
import io.veritwin.twin.model.ProcessModels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds change requests and what belongs to them. Reads only. */
@ApplicationScoped
public class ChangeRequests {

  @PersistenceContext(unitName = "veritwin")
  EntityManager entities;

  @Inject ModelVersions versions;

  /** Newest first. */
  public List<ChangeRequest> all() {
    return entities
        .createQuery(
            "select c from ChangeRequest c order by c.raisedAt desc, c.number desc",
            ChangeRequest.class)
        .getResultList();
  }

  /** Those that wait for QA, oldest first. */
  public List<ChangeRequest> awaitingDecision() {
    return entities
        .createQuery(
            "select c from ChangeRequest c where c.state = :state order by c.raisedAt, c.number",
            ChangeRequest.class)
        .setParameter("state", ChangeRequestState.AWAITING_DECISION)
        .getResultList();
  }

  public Optional<ChangeRequest> find(String number) {
    return Optional.ofNullable(entities.find(ChangeRequest.class, number));
  }

  /** In the order of their numbers. */
  public List<AcceptanceCriterion> criteria(String change) {
    return entities
        .createQuery(
            "select c from AcceptanceCriterion c where c.change = :change order by c.number",
            AcceptanceCriterion.class)
        .setParameter("change", change)
        .getResultList();
  }

  /**
   * Failures first, those on claimed outputs before the others, then the closest to its limit;
   * empty before the checks ran.
   */
  public List<CheckResult> results(String change) {
    return entities
        .createQuery("select r from CheckResult r where r.change = :change", CheckResult.class)
        .setParameter("change", change)
        .getResultStream()
        .sorted(READING_ORDER)
        .toList();
  }

  private static final Comparator<CheckResult> READING_ORDER =
      Comparator.comparing(CheckResult::passed)
          .thenComparing(r -> !r.passed() && !r.claimed())
          .thenComparing(Comparator.comparingDouble(CheckResult::closeness).reversed())
          .thenComparing(CheckResult::number);

  public Optional<ValidationReport> report(String change) {
    return find(change)
        .map(ChangeRequest::report)
        .map(number -> entities.find(ValidationReport.class, number));
  }

  public Optional<SealedReport> sealedReport(String change) {
    return find(change)
        .map(ChangeRequest::report)
        .map(number -> entities.find(SealedReport.class, number));
  }

  /** Whether a person was served exactly these bytes of a report. */
  public boolean wasServed(ValidationReport report, String readerSubject) {
    return entities
            .createQuery(
                "select count(r) from ReportReading r where r.report = :report"
                    + " and r.digest = :digest and r.reader = :reader",
                Long.class)
            .setParameter("report", report.number())
            .setParameter("digest", report.digest())
            .setParameter("reader", readerSubject)
            .getSingleResult()
        > 0;
  }

  /**
   * The version the request is about.
   *
   * @throws IllegalArgumentException when it is gone, which the database does not allow
   */
  public ModelVersion modelVersion(ChangeRequest change) {
    return versions
        .find(change.modelVersion())
        .orElseThrow(
            () -> new IllegalArgumentException("there is no version " + change.modelVersion()));
  }

  /**
   * What changes against the version it would replace, or would have replaced; without one, every
   * item has no value before.
   */
  public List<Difference> differences(String change) {
    ChangeRequest request =
        find(change)
            .orElseThrow(
                () -> new IllegalArgumentException("there is no change request " + change));
    ModelVersion after = modelVersion(request);
    Optional<ModelVersion> before = Optional.ofNullable(request.replaces()).flatMap(versions::find);
    List<Difference> all = new ArrayList<>();
    all.add(text("Identity", "Structure", before, after, ModelVersion::structureId));
    all.add(text("Identity", "Code digest", before, after, ModelVersion::codeDigest));
    all.add(
        text(
            "Identity",
            "Calibration data",
            before,
            after,
            v -> data(v.calibrationSet(), v.calibrationDigest())));
    all.add(
        text(
            "Identity",
            "Hold-out data",
            before,
            after,
            v -> data(v.holdOutSet(), v.holdOutDigest())));
    all.add(use("Question of interest", before, after, IntendedUse::question));
    all.add(use("Context of use", before, after, IntendedUse::context));
    all.add(
        text("Intended use", "Claimed as credible", before, after, ModelVersion::credibleInWords));
    all.add(use("Product", before, after, IntendedUse::product));
    all.add(use("Unit class", before, after, IntendedUse::unitClass));
    all.add(use("Model influence", before, after, u -> u.influence().inWords()));
    all.add(use("Decision consequence", before, after, u -> u.consequence().inWords()));
    all.add(use("Model risk", before, after, u -> u.risk().inWords()));
    all.add(text("Intended use", "Domain", before, after, ChangeRequests::domain));
    for (ParameterValue p : after.parameters()) {
      Optional<ParameterValue> old =
          before.flatMap(
              b ->
                  b.parameters().stream()
                      .filter(x -> x.parameter().equals(p.parameter()))
                      .findFirst());
      Double was = old.map(ParameterValue::value).orElse(null);
      all.add(
          new Difference(
              "Parameters",
              p.parameter(),
              unit(after, p.parameter()),
              was == null ? null : was.toString(),
              Double.toString(p.value()),
              was != null && was == p.value(),
              was == null || was == 0 ? null : (p.value() - was) / was));
    }
    return all;
  }

  private static Difference use(
      String item,
      Optional<ModelVersion> before,
      ModelVersion after,
      Function<IntendedUse, String> of) {
    return text("Intended use", item, before, after, v -> of.apply(v.intendedUse()));
  }

  private static Difference text(
      String group,
      String item,
      Optional<ModelVersion> before,
      ModelVersion after,
      Function<ModelVersion, String> of) {
    String was = before.map(of).orElse(null);
    String is = of.apply(after);
    return new Difference(group, item, "", was, is, Objects.equals(was, is), null);
  }

  private static String data(String number, String digest) {
    return number == null ? "none, parameters typed" : number + ", " + digest.substring(0, 8);
  }

  private static String domain(ModelVersion v) {
    return v.domain().stream()
        .sorted(Comparator.comparing(DomainRange::quantity))
        .map(d -> v.titleOf(d.quantity()) + " " + d.lower() + " to " + d.upper() + " " + d.unit())
        .collect(Collectors.joining("; "));
  }

  private static String unit(ModelVersion v, String parameter) {
    return ProcessModels.find(v.structureId()).stream()
        .flatMap(m -> m.parameters().stream())
        .filter(p -> p.id().equals(parameter))
        .map(p -> p.unit())
        .findFirst()
        .orElse("");
  }

  /**
   * One thing that two versions could differ in.
   *
   * @param group "Identity", "Intended use" or "Parameters"
   * @param item what it is
   * @param unit UCUM, or empty
   * @param before value in the effective version; {@code null} when there is none
   * @param after value in the proposed version
   * @param equal true when both are equal
   * @param relativeChange (after − before) / before for numbers, else {@code null}
   */
  public record Difference(
      String group,
      String item,
      String unit,
      String before,
      String after,
      boolean equal,
      Double relativeChange) {}
}
