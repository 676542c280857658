package io.veritwin.lifecycle.assignment;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.SealedReport;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSets;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ModelVersions;
import io.veritwin.records.copy.EnclosedFile;
import io.veritwin.records.copy.Summary;
import io.veritwin.records.copy.WholeRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What belongs to the whole of a model version (URS-178): its data sets with their batches, its
 * change requests with their reports, and where it was assigned.
 */
@ApplicationScoped
@Transactional
public class WholeModelVersion implements WholeRecord {

  @Inject ModelVersions versions;
  @Inject DataSets sets;
  @Inject ChangeRequests changes;
  @Inject EffectiveModels models;

  @Override
  public String recordType() {
    return "model version";
  }

  @Override
  public Optional<Parts> parts(String name) {
    return versions.find(name).map(this::parts);
  }

  private Parts parts(ModelVersion version) {
    List<Related> related = new ArrayList<>();
    List<Summary> summaries = new ArrayList<>();
    List<EnclosedFile> files = new ArrayList<>();
    List<ChangeRequest> requests =
        changes.all().stream().filter(c -> c.modelVersion().equals(version.name())).toList();
    for (ChangeRequest request : requests) {
      related.add(new Related("change request", request.number()));
      changes.report(request.number()).ifPresent(report -> add(report, related, files));
      changes.sealedReport(request.number()).ifPresent(report -> add(report, related, files));
      List<CheckResult> results = changes.results(request.number());
      if (!results.isEmpty()) {
        summaries.add(summary(request, results));
      }
    }
    models
        .assignmentsOf(version.name())
        .forEach(a -> related.add(new Related("assignment", a.number())));
    List<DataSet> data =
        Stream.of(version.calibrationSet(), version.holdOutSet())
            .filter(number -> number != null)
            .flatMap(number -> sets.find(number).stream())
            .toList();
    data.forEach(set -> related.add(new Related("data set", set.number())));
    data.stream()
        .flatMap(set -> set.batches().stream())
        .forEach(batch -> related.add(new Related("imported batch", batch.number())));
    return new Parts(related, summaries, files);
  }

  private static void add(
      ValidationReport report, List<Related> related, List<EnclosedFile> files) {
    related.add(new Related("validation report", report.number()));
    files.add(
        new EnclosedFile(
            report.number() + ".pdf",
            "application/pdf",
            "Validation report " + report.number() + " as it was read",
            report.pdf()));
  }

  private static void add(SealedReport report, List<Related> related, List<EnclosedFile> files) {
    related.add(new Related("sealed report", report.number()));
    files.add(
        new EnclosedFile(
            report.number() + "-signed.pdf",
            "application/pdf",
            "Validation report " + report.number() + " with its signature page",
            report.pdf()));
  }

  private static Summary summary(ChangeRequest request, List<CheckResult> results) {
    return new Summary(
        "Checks of " + request.number(),
        "Every check of "
            + request.number()
            + ", what failed first; the attached report has figures and intervals.",
        List.of("Criterion", "Title", "Outcome"),
        results.stream()
            .map(
                r ->
                    List.of(
                        r.number(),
                        r.title(),
                        r.passed() ? "passed" : r.claimed() ? "failed" : "failed, not claimed"))
            .toList());
  }
}
