package io.veritwin.validation.report;

import io.veritwin.validation.report.Figure.Bar;
import io.veritwin.validation.report.Figure.Bars;
import io.veritwin.validation.report.Figure.CourseOverTime;
import io.veritwin.validation.report.Figure.CoursePoint;
import io.veritwin.validation.report.Figure.Point;
import io.veritwin.validation.report.Figure.PredictedOverMeasured;
import io.veritwin.validation.report.Figure.Sample;
import io.veritwin.validation.report.ReportDocument.Column;
import io.veritwin.validation.report.ReportDocument.CriterionRow;
import io.veritwin.validation.report.ReportDocument.Fact;
import io.veritwin.validation.report.ReportDocument.FailedCriteria;
import io.veritwin.validation.report.ReportDocument.FigureRow;
import io.veritwin.validation.report.ReportDocument.FigureWithCaption;
import io.veritwin.validation.report.ReportDocument.Footer;
import io.veritwin.validation.report.ReportDocument.MachineReadable;
import io.veritwin.validation.report.ReportDocument.Paragraph;
import io.veritwin.validation.report.ReportDocument.PassedCriteria;
import io.veritwin.validation.report.ReportDocument.Section;
import io.veritwin.validation.report.ReportDocument.Signatures;
import io.veritwin.validation.report.ReportDocument.Table;
import io.veritwin.validation.report.ReportDocument.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A report with a block of every kind. Its numbers are made up to fill paper. */
final class SampleReport {

  static final Instant WRITTEN = Instant.parse("2026-11-20T09:42:31Z");
  static final String DIGEST = "91d73ce0".repeat(7) + "aaaa5b2a";

  private SampleReport() {}

  static ReportDocument report() {
    return report(6);
  }

  /** With as many passed criteria as asked for. */
  static ReportDocument report(int passed) {
    List<CriterionRow> rows = new ArrayList<>();
    for (int i = 1; i <= passed; i++) {
      rows.add(
          new CriterionRow(
              String.format("C-%02d", i),
              i % 5 == 0
                  ? "Viable cell density, predicted open loop from the start of the batch, R²"
                  : "Glucose, 24 h ahead, NRMSE",
              "0.24 g/L",
              "≤ 0.25",
              "189",
              "0.22 to 0.26",
              "",
              1.02 - i * 0.9 / passed));
    }
    return new ReportDocument(
        "RP-77",
        "Validation report: model CHO-FB 1.4",
        "Feed advice for mAb VT-017 fed-batch, change request CR-12",
        "Jonas Weidl",
        new Verdict(
            "Fit for use with one limit.",
            passed
                + " of "
                + (passed + 1)
                + " acceptance criteria passed; 1 failed on an output that the intended use does"
                + " not claim.",
            passed,
            passed + 1),
        List.of(
            Fact.digest("Model digest", DIGEST),
            Fact.of("Limits set", "2026-11-06 13:02:11 UTC, entry 1 201"),
            Fact.of("Calibration", "DS-51, 22 batches, 3 914 values"),
            Fact.of("First result", "2026-11-12 09:40:37 UTC, entry 1 377"),
            Fact.of("Test data", "DS-52, 9 batches, unseen"),
            Fact.of("Seed", "20 261 112"),
            Fact.of("Model influence", "high"),
            Fact.of("Consequence", "medium")),
        List.of(
            new Section(
                "Failed criteria",
                List.of(
                    new FailedCriteria(
                        List.of(
                            new CriterionRow(
                                "C-17",
                                "Lactate, days 9 to 12, RMSE",
                                "0.29 g/L",
                                "≤ 0.25",
                                "84",
                                "0.25 to 0.33",
                                "Not claimed",
                                1.16))),
                    new FigureWithCaption(
                        new PredictedOverMeasured("predicted, g/L", points(84), 0.25, true),
                        "Figure 1. Lactate, predicted over measured.",
                        "Above 2.0 g/L after day 9 the model predicts too low. Cause: lactate"
                            + " uptake stops when glutamine is used up; the model has no such"
                            + " state.",
                        "Raw data and seed: attached record, check C-17."))),
            new Section(
                "Passed criteria, closest to the limit first", List.of(new PassedCriteria(rows))),
            new Section("Signatures", List.of(new Signatures(signatures()))),
            new Section(
                "Prediction of the hold-out batches",
                List.of(
                    new Paragraph("The prediction starts from the first sample only.", false),
                    FigureRow.of(List.of(course("glucose, g/L"), course("biomass, g/L"))))),
            new Section(
                "What matters most",
                List.of(
                    FigureRow.of(
                        List.of(
                            new Bars(
                                "elasticity of titre, day 14",
                                List.of(
                                    new Bar("µ_max", 1.8, "+1.80"),
                                    new Bar("q_mAb", 1.0, "+1.00"),
                                    new Bar("K_Gln", 0.11, "−0.11"))))),
                    new Table(
                        List.of(
                            new Column("Parameter", 0.2, false, false),
                            new Column("Value", 0.2, true, false),
                            new Column("Identifiability", 0.6, false, false)),
                        List.of(
                            List.of("mu_max", "0.0297", "well determined by the data"),
                            List.of("K_Gln", "0.047", "at its lower bound: hold it")))))),
        List.of("demonstration, no external witness"),
        new Footer(DIGEST, 1284902, "d90a7c35".repeat(7) + "00001be6"),
        new MachineReadable(
            "RP-77.json", "{\"report\":\"RP-77\"}".getBytes(StandardCharsets.UTF_8)),
        WRITTEN);
  }

  static List<SignatureBlock> signatures() {
    return List.of(
        new SignatureBlock(
            "Jonas Weidl",
            "Authored",
            "process engineer",
            "10311",
            Instant.parse("2026-11-17T13:04:51Z"),
            "",
            "",
            "S-12",
            1201,
            DIGEST),
        SignatureBlock.open("Approved", "QA"));
  }

  private static List<Point> points(int n) {
    Random random = new Random(7);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double measured = 0.4 + 2.8 * i / n;
      double low = measured > 2 ? 0.35 * (measured - 2) : 0;
      points.add(new Point(measured, measured - low + 0.1 * random.nextGaussian()));
    }
    return points;
  }

  private static CourseOverTime course(String title) {
    Random random = new Random(11);
    List<CoursePoint> course = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i <= 60; i++) {
      double value = 6 + 4 * StrictMath.sin(i / 12.0);
      course.add(new CoursePoint(i * 4, value, value - 0.3 - i * 0.02, value + 0.3 + i * 0.02));
      if (i % 5 == 2) {
        samples.add(new Sample(i * 4, value + 0.3 * random.nextGaussian()));
      }
    }
    return new CourseOverTime(title, course, samples, false);
  }
}
