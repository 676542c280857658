package io.veritwin.validation.protocol;

import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.ComparedPoint;
import io.veritwin.lifecycle.change.Metric;
import io.veritwin.lifecycle.change.Quantities;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.ParameterValue;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.Digests;
import io.veritwin.twin.model.EngineVersion;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.validation.protocol.LoggedPlace.Place;
import io.veritwin.validation.protocol.OpenLoop.Course;
import io.veritwin.validation.report.Figure;
import io.veritwin.validation.report.Figure.Bar;
import io.veritwin.validation.report.Figure.Bars;
import io.veritwin.validation.report.Figure.CourseOverTime;
import io.veritwin.validation.report.Figure.CoursePoint;
import io.veritwin.validation.report.Figure.Point;
import io.veritwin.validation.report.Figure.PredictedOverMeasured;
import io.veritwin.validation.report.Figure.Sample;
import io.veritwin.validation.report.ReportDocument;
import io.veritwin.validation.report.ReportDocument.Block;
import io.veritwin.validation.report.ReportDocument.Column;
import io.veritwin.validation.report.ReportDocument.CriterionRow;
import io.veritwin.validation.report.ReportDocument.Fact;
import io.veritwin.validation.report.ReportDocument.FailedCriteria;
import io.veritwin.validation.report.ReportDocument.FigureRow;
import io.veritwin.validation.report.ReportDocument.Footer;
import io.veritwin.validation.report.ReportDocument.MachineReadable;
import io.veritwin.validation.report.ReportDocument.Paragraph;
import io.veritwin.validation.report.ReportDocument.PassedCriteria;
import io.veritwin.validation.report.ReportDocument.Section;
import io.veritwin.validation.report.ReportDocument.Signatures;
import io.veritwin.validation.report.ReportDocument.Table;
import io.veritwin.validation.report.ReportDocument.Verdict;
import io.veritwin.validation.report.SignatureBlock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Write the validation report of a change request (URS-347): says in words and figures what the
 * checks gave, failures first, and nothing that they did not give.
 */
@ApplicationScoped
public class WriteReport {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  /** More marks than this would hide each other; the attached record holds every value. */
  private static final int MOST_MARKS = 140;

  @Inject Settings settings;
  @Inject Clock clock;

  ReportDocument document(
      String number,
      ChangeUnderTest test,
      List<CheckResult> results,
      Evidence evidence,
      Place limits,
      Place recorded) {
    Instant writtenAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    byte[] json = MachineRecord.json(number, test, results, limits, recorded, writtenAt);
    ModelVersion version = test.version();
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Failed criteria", failed(test, results, evidence)));
    sections.add(new Section("Passed criteria, closest to the limit first", passed(results)));
    sections.add(
        new Section(
            "Signatures",
            List.of(
                new Signatures(
                    List.of(
                        SealValidationReport.block(test.change().submission()),
                        SignatureBlock.open("Decided", "QA, on the last page when sealed"))))));
    sections.add(new Section("Prediction of the hold-out batches", prediction(test, evidence)));
    sections.add(new Section("Intended use", use(version)));
    sections.add(new Section("Parameters", parameters(test)));
    sections.add(new Section("Which parameters matter", sensitivity(test, evidence)));
    sections.add(new Section("Verification of code and calculation", verification(evidence)));
    sections.add(new Section("Data", data(test)));
    sections.add(new Section("How it was done", method(test, limits, recorded)));
    return new ReportDocument(
        number,
        "Validation report: model " + version.name(),
        capital(version.intendedUse().use())
            + ", "
            + version.intendedUse().product()
            + ", change request "
            + test.change().number(),
        test.change().authorName(),
        verdict(test, results),
        facts(test, limits, recorded),
        sections,
        notices(settings, version),
        new Footer(Digests.hex(json), recorded.checkpointSize(), recorded.checkpointRoot()),
        new MachineReadable(number + ".json", json),
        writtenAt);
  }

  static List<String> notices(Settings settings, ModelVersion version) {
    List<String> notices = new ArrayList<>();
    if (!settings.siteKind().notice().isEmpty()) {
      notices.add(settings.siteKind().notice());
    }
    if (version.synthetic()) {
      notices.add("rests on synthetic data");
    }
    return notices;
  }

  private static Verdict verdict(ChangeUnderTest test, List<CheckResult> results) {
    int passed = (int) results.stream().filter(CheckResult::passed).count();
    List<CheckResult> claimedFailures =
        results.stream().filter(r -> !r.passed() && r.claimed()).toList();
    Set<String> notCredible =
        results.stream()
            .filter(r -> !r.passed() && !r.claimed())
            .map(r -> lower(test.title(r.subject())))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    String counted = passed + " of " + results.size() + " acceptance criteria passed";
    if (!claimedFailures.isEmpty()) {
      return new Verdict(
          "Not fit for the intended use.",
          counted
              + "; "
              + claimedFailures.size()
              + " failed on what the intended use claims ("
              + claimedFailures.stream().map(CheckResult::number).collect(Collectors.joining(", "))
              + "). The version cannot be approved for this use.",
          passed,
          results.size());
    }
    if (notCredible.isEmpty()) {
      return new Verdict("Fit for the intended use.", counted + ".", passed, results.size());
    }
    return new Verdict(
        "Fit for the intended use; not credible for " + String.join(", ", notCredible) + ".",
        counted
            + "; "
            + (results.size() - passed)
            + " failed on outputs that the intended use does not claim. The version is not used"
            + " for them.",
        passed,
        results.size());
  }

  private static List<Fact> facts(ChangeUnderTest test, Place limits, Place recorded) {
    ModelVersion v = test.version();
    return List.of(
        Fact.digest("Model digest", v.digest()),
        Fact.of("Limits set", place(test.change().submission().signedAt(), limits)),
        Fact.digest("Code digest", v.codeDigest()),
        Fact.of("First result", place(test.change().firstResultAt(), recorded)),
        Fact.of("Calibration", test.calibration().map(WriteReport::counted).orElse("none")),
        Fact.of("Structure", v.structureId()),
        Fact.of("Test data", counted(test.holdOut())),
        Fact.of("Seed", Long.toString(test.seed())),
        Fact.of("Model influence", v.intendedUse().influence().inWords()),
        Fact.of("Consequence", v.intendedUse().consequence().inWords()),
        Fact.of("Model risk", v.intendedUse().risk().inWords()),
        Fact.of("Replaces", test.change().replaces() == null ? "none" : test.change().replaces()));
  }

  private static String place(Instant at, Place place) {
    return UTC.format(at) + ", log index " + place.index();
  }

  private static String counted(DataSet set) {
    int batches = set.batches().size();
    return set.number()
        + ", "
        + batches
        + (batches == 1 ? " batch, " : " batches, ")
        + set.values()
        + " values"
        + (set.synthetic() ? ", synthetic" : "");
  }

  private static List<Block> failed(
      ChangeUnderTest test, List<CheckResult> results, Evidence evidence) {
    List<CheckResult> failed = results.stream().filter(r -> !r.passed()).toList();
    if (failed.isEmpty()) {
      return List.of(new Paragraph("None.", false));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new FailedCriteria(
            failed.stream()
                .map(r -> row(r, r.claimed() ? "Stands against approval" : "Not claimed"))
                .toList()));
    failed.stream()
        .filter(r -> r.value() == null)
        .forEach(r -> blocks.add(new Paragraph(r.number() + ": " + r.explanation(), false)));
    Set<String> shown = new LinkedHashSet<>();
    int figure = 0;
    for (CheckResult r : failed) {
      if (r.points().isEmpty() || !shown.add(r.subject() + r.metric().group())) {
        continue;
      }
      figure++;
      List<Figure> figures = new ArrayList<>();
      figures.add(
          new PredictedOverMeasured(
              lower(test.title(r.subject())) + ", predicted, " + test.unit(r.subject()),
              marks(r.points()).stream().map(p -> new Point(p.measured(), p.predicted())).toList(),
              0,
              true));
      figures.addAll(courses(test, evidence, r.subject(), true));
      blocks.add(
          new FigureRow(
              figures.subList(0, Math.min(2, figures.size())),
              "Figure " + figure + ". " + test.title(r.subject()) + ", predicted over measured.",
              failedCaption(test, r, failed),
              (r.points().size() > MOST_MARKS
                      ? "Every " + nth(r.points().size()) + " value is drawn. "
                      : "")
                  + "All values: attached record, check "
                  + r.number()
                  + "."));
    }
    return blocks;
  }

  private static String failedCaption(
      ChangeUnderTest test, CheckResult shown, List<CheckResult> failed) {
    String of =
        failed.stream()
            .filter(r -> r.subject().equals(shown.subject()) && r.value() != null)
            .map(
                r ->
                    r.number()
                        + ": "
                        + r.valueInWords()
                        + ", limit "
                        + r.limitInWords()
                        + ", n = "
                        + r.n())
            .collect(Collectors.joining("; "));
    return "On the line a prediction equals its measurement. "
        + of
        + ". "
        + shown.explanation()
        + (shown.claimed()
            ? " The intended use claims this output."
            : " The intended use does not claim "
                + lower(test.title(shown.subject()))
                + ": it is neither shown as an estimate nor used.");
  }

  private static List<Block> passed(List<CheckResult> results) {
    List<CheckResult> passed = results.stream().filter(CheckResult::passed).toList();
    if (passed.isEmpty()) {
      return List.of(new Paragraph("None.", false));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new PassedCriteria(passed.stream().map(r -> row(r, "")).toList()));
    blocks.add(
        new Paragraph(
            "Closeness is measured from the perfect value: the dot reaches the limit's mark when"
                + " nothing is left. No batch was left out of the data sets.",
            true));
    return blocks;
  }

  private static CriterionRow row(CheckResult r, String decision) {
    return new CriterionRow(
        r.number(),
        r.title(),
        r.valueInWords(),
        (r.metric().smallIsGood() ? "≤ " : "≥ ") + r.metric().print(r.limit(), r.unit()),
        r.metric().group() == Metric.Group.VERIFICATION ? "" : Integer.toString(r.n()),
        r.intervalLower() == null || r.intervalUpper() == null ? "" : interval(r),
        decision,
        r.closeness());
  }

  /** The unit stands beside the value already. */
  private static String interval(CheckResult r) {
    int decimals = r.unit().equals("%") ? 1 : 3;
    return Quantities.decimals(r.intervalLower(), decimals)
        + " to "
        + Quantities.decimals(r.intervalUpper(), decimals);
  }

  private static List<Block> prediction(ChangeUnderTest test, Evidence evidence) {
    List<Block> blocks = new ArrayList<>();
    if (!evidence.prediction().failure().isEmpty()) {
      return List.of(new Paragraph(evidence.prediction().failure(), false));
    }
    blocks.add(
        new Paragraph(
            "Predicted from the start of each batch and its inputs alone; no sample of these"
                + " batches was used. Line: median. Grey: where a measurement should lie 95 times of"
                + " 100, from the uncertainty of the parameters and the error of the measurement."
                + " Dots: measured.",
            false));
    List<Figure> figures = new ArrayList<>();
    evidence.prediction().comparisons().keySet().stream()
        .filter(test::claims)
        .forEach(output -> figures.addAll(courses(test, evidence, output, false)));
    for (int i = 0; i < figures.size(); i += 2) {
      blocks.add(FigureRow.of(figures.subList(i, Math.min(i + 2, figures.size()))));
    }
    return blocks;
  }

  private static List<Figure> courses(
      ChangeUnderTest test, Evidence evidence, String output, boolean failed) {
    List<Figure> figures = new ArrayList<>();
    Map<String, Course> courses = evidence.prediction().courses().getOrDefault(output, Map.of());
    Comparison comparison = evidence.prediction().comparisons().get(output);
    courses.forEach(
        (batch, course) -> {
          List<CoursePoint> line = new ArrayList<>();
          for (int i = 0; i < course.times().length; i++) {
            line.add(
                new CoursePoint(
                    course.times()[i], course.median()[i], course.lower()[i], course.upper()[i]));
          }
          List<Sample> samples =
              marks(comparison.points().stream().filter(p -> p.batch().equals(batch)).toList())
                  .stream()
                  .map(p -> new Sample(p.time(), p.measured()))
                  .toList();
          figures.add(
              new CourseOverTime(
                  lower(test.title(output)) + ", " + test.unit(output) + ", batch " + batch,
                  line,
                  samples,
                  failed));
        });
    return figures;
  }

  private static List<Block> use(ModelVersion v) {
    IntendedUse use = v.intendedUse();
    List<Column> columns =
        List.of(new Column("", 0.24, false, false), new Column("", 0.76, false, false));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Question of interest", use.question()));
    rows.add(List.of("Context of use", use.context()));
    rows.add(List.of("Claimed as credible", v.credibleInWords()));
    rows.add(List.of("Product", use.product()));
    rows.add(List.of("Unit class", use.unitClass()));
    rows.add(
        List.of(
            "Risk",
            use.risk().inWords()
                + ": influence "
                + use.influence().inWords()
                + ", consequence "
                + use.consequence().inWords()));
    for (DomainRange range : v.domain()) {
      rows.add(
          List.of(
              "Domain, " + lower(v.titleOf(range.quantity())),
              Quantities.number(range.lower())
                  + " to "
                  + Quantities.inWords(range.upper(), range.unit())));
    }
    return List.of(new Table(columns, rows));
  }

  private static List<Block> parameters(ChangeUnderTest test) {
    List<List<String>> rows = new ArrayList<>();
    List<ParameterDefinition> definitions = test.model().parameters();
    List<ParameterValue> values = test.version().parameters();
    for (int i = 0; i < values.size(); i++) {
      ParameterValue p = values.get(i);
      rows.add(
          List.of(
              p.parameter(),
              definitions.get(i).unit(),
              Quantities.number(p.value()),
              p.standardError() == null ? "" : Quantities.number(p.standardError()),
              p.identifiability().isEmpty() ? capital(p.origin()) : p.identifiability()));
    }
    return List.of(
        new Table(
            List.of(
                new Column("Parameter", 0.12, false, false),
                new Column("Unit", 0.16, false, false),
                new Column("Value", 0.11, true, false),
                new Column("Standard error", 0.14, true, false),
                new Column("What the data say", 0.47, false, false)),
            rows));
  }

  private static List<Block> sensitivity(ChangeUnderTest test, Evidence evidence) {
    List<Figure> figures = new ArrayList<>();
    for (String output : test.version().intendedUse().credibleOutputs()) {
      List<Bar> bars =
          evidence.screening().mostImportant(output, 6).stream()
              .map(
                  r ->
                      new Bar(
                          r.parameterId(),
                          r.elasticity(),
                          (r.elasticity() > 0 ? "+" : "") + Quantities.number(r.elasticity())))
              .toList();
      if (!bars.isEmpty()) {
        figures.add(new Bars("elasticity of " + lower(test.title(output)) + " at the end", bars));
      }
    }
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < figures.size(); i += 2) {
      blocks.add(FigureRow.of(figures.subList(i, Math.min(i + 2, figures.size()))));
    }
    String first = test.version().intendedUse().credibleOutputs().get(0);
    blocks.add(
        new Paragraph(
            "Morris screening for "
                + lower(test.title(first))
                + ", each parameter over ±10 %: mean absolute effect, and spread where effects"
                + " depend on the other parameters.",
            true));
    blocks.add(
        new Table(
            List.of(
                new Column("Parameter", 0.4, false, false),
                new Column("Mean absolute effect", 0.3, true, false),
                new Column("Spread", 0.3, true, false)),
            evidence.screening().screened(first, 6).stream()
                .map(
                    r ->
                        List.of(
                            r.parameterId(),
                            Quantities.inWords(r.muStar(), test.unit(first)),
                            Quantities.inWords(r.sigma(), test.unit(first))))
                .toList()));
    if (evidence.screening().shares().isEmpty()) {
      blocks.add(new Paragraph("Shares of the variance could not be computed.", false));
      return blocks;
    }
    blocks.add(
        new Paragraph(
            "Shares of the variance of "
                + lower(test.title(first))
                + " at the end when the parameters with the largest effects vary evenly over"
                + " ±10 %, with 95 % confidence intervals: of a parameter alone, and with all its"
                + " interactions.",
            true));
    blocks.add(
        new Table(
            List.of(
                new Column("Parameter", 0.4, false, false),
                new Column("Alone", 0.3, true, false),
                new Column("With interactions", 0.3, true, false)),
            evidence.screening().shares().stream()
                .map(
                    r ->
                        List.of(
                            r.parameterId(),
                            share(r.first(), r.firstHalfWidth()),
                            share(r.total(), r.totalHalfWidth())))
                .toList()));
    return blocks;
  }

  private static String share(double index, double halfWidth) {
    return Quantities.decimals(index, 2) + " ± " + Quantities.decimals(halfWidth, 2);
  }

  private static List<Block> verification(Evidence evidence) {
    Verification v = evidence.verification();
    return List.of(
        new Paragraph("Order of convergence on problems with exact solutions.", true),
        new Table(
            List.of(
                new Column("Problem", 0.4, false, false),
                new Column("Step", 0.15, true, false),
                new Column("Error", 0.15, true, false),
                new Column("Order", 0.15, true, false),
                new Column("Expected", 0.15, true, false)),
            v.orders().stream()
                .map(
                    r ->
                        List.of(
                            r.method().title() + ": " + r.problem(),
                            Quantities.number(r.step()),
                            Quantities.number(r.error()),
                            Double.isNaN(r.observedOrder())
                                ? ""
                                : String.format(Locale.ROOT, "%.2f", r.observedOrder()),
                            Integer.toString(r.expectedOrder())))
                .toList()),
        new Paragraph(
            "Error of the calculation on the first hold-out batch, against the tightest"
                + " tolerance.",
            true),
        new Table(
            List.of(
                new Column("Relative tolerance", 0.4, false, false),
                new Column("Largest relative error", 0.3, true, false),
                new Column("Evaluations", 0.3, true, false)),
            v.errors().stream()
                .map(
                    r ->
                        List.of(
                            Quantities.number(r.relativeTolerance()),
                            Quantities.number(r.largestRelativeError()),
                            Long.toString(r.evaluations())))
                .toList()),
        new Table(
            List.of(
                new Column("Balance", 0.7, false, false),
                new Column("Largest closure error", 0.3, true, false)),
            v.balances().stream()
                .map(r -> List.of(r.balance(), Quantities.number(r.largestResidual())))
                .toList()));
  }

  private static List<Block> data(ChangeUnderTest test) {
    List<List<String>> rows = new ArrayList<>();
    test.calibration().ifPresent(set -> set.batches().forEach(b -> rows.add(batch(set, b))));
    test.holdOut().batches().forEach(b -> rows.add(batch(test.holdOut(), b)));
    return List.of(
        new Table(
            List.of(
                new Column("Batch", 0.16, false, false),
                new Column("Import", 0.09, false, false),
                new Column("Role", 0.13, false, false),
                new Column("Origin", 0.26, false, false),
                new Column("Rows", 0.08, true, false),
                new Column("Left out", 0.09, true, false),
                new Column("Digest", 0.19, false, true)),
            rows));
  }

  private static List<String> batch(DataSet set, ImportedBatch b) {
    return List.of(
        b.batch(),
        b.number(),
        set.role().inWords(),
        b.origin(),
        Integer.toString(b.reconciliation().rowsRead()),
        Integer.toString(b.reconciliation().rowsRejected()),
        b.contentDigest().substring(0, 16));
  }

  private static List<Block> method(ChangeUnderTest test, Place limits, Place recorded) {
    return List.of(
        new Paragraph(
            "The acceptance limits were signed by "
                + test.change().authorName()
                + " and stand in the log at index "
                + limits.index()
                + "; the results stand at index "
                + recorded.index()
                + ". No check began before the log's checkpoint covered the limits.",
            false),
        new Paragraph(
            "NRMSE is the root mean square error by the range of the measured values. The 95 %"
                + " intervals of R² and NRMSE come from 1000 redraws of the compared values, that"
                + " of the coverage is Wilson's. The seed follows from the signed limits. Engine: "
                + EngineVersion.CURRENT
                + ". The same inputs give the same values on every machine.",
            false),
        new Table(
            List.of(new Column("", 0.24, false, false), new Column("", 0.76, false, true)),
            List.of(
                List.of("Model digest", test.version().digest()),
                List.of("Code digest", test.version().codeDigest()),
                List.of("Parameters digest", test.version().parametersDigest()),
                List.of("Limits digest", test.change().limitsDigest()),
                List.of("Test data digest", test.holdOut().digest()))));
  }

  private static List<ComparedPoint> marks(List<ComparedPoint> points) {
    int step = step(points.size());
    List<ComparedPoint> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i += step) {
      kept.add(points.get(i));
    }
    return kept;
  }

  private static int step(int points) {
    return Math.max(1, (points + MOST_MARKS - 1) / MOST_MARKS);
  }

  private static String nth(int points) {
    int step = step(points);
    int last = step % 10;
    boolean teen = step % 100 / 10 == 1;
    return step
        + (teen || last == 0 || last > 3 ? "th" : last == 1 ? "st" : last == 2 ? "nd" : "rd");
  }

  private static String lower(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
