package io.veritwin.validation.protocol;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA2;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.done;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.assignment.AssignModelVersion;
import io.veritwin.lifecycle.assignment.EffectiveModels;
import io.veritwin.lifecycle.change.ApproveModelVersion;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.Metric;
import io.veritwin.lifecycle.change.RaiseChangeRequest;
import io.veritwin.lifecycle.change.ReadReport;
import io.veritwin.lifecycle.change.SealedReport;
import io.veritwin.lifecycle.change.SubmitChange;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.ImportBatches;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.dataset.MakeDataSet;
import io.veritwin.lifecycle.dataset.UploadedFile;
import io.veritwin.lifecycle.model.CalibrateModel;
import io.veritwin.lifecycle.model.CalibrationRun.Ended;
import io.veritwin.lifecycle.model.CalibrationRun.Finished;
import io.veritwin.lifecycle.model.CalibrationRun.Progress;
import io.veritwin.lifecycle.model.CalibrationRun.Running;
import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.lifecycle.model.ModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion.FromCalibration;
import io.veritwin.lifecycle.model.RegisterModelVersion.Registration;
import io.veritwin.lifecycle.model.RiskLevel;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.SharedData;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.model.YeastOverflow;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/**
 * The whole approval on measured data, as its people do it: baker's yeast calibrated on runs 4 to
 * 6, tested on run 7, which no one has fitted to. Every figure is computed from the files.
 */
class ApproveOnMeasuredDataTest {

  private static final List<MeasuredNoise> NOISE =
      List.of(
          new MeasuredNoise("CX", 0.2, 0.03),
          new MeasuredNoise("CS", 0.1, 0.05),
          new MeasuredNoise("CE", 0.1, 0.05),
          new MeasuredNoise("CO2", 0.1, 0));
  private static final IntendedUse USE =
      new IntendedUse(
          "growth monitoring",
          "How much biomass and glucose are in the reactor between two samples?",
          "Shadow of one running batch; a person reads it beside the samples, nothing is written.",
          List.of("CX", "CS"),
          "baker's yeast",
          "2 L laboratory bioreactor",
          RiskLevel.LOW,
          RiskLevel.MEDIUM);

  @Test
  @Verifies({"URS-340", "URS-341", "URS-342", "URS-343", "URS-344", "URS-347", "URS-348"})
  void yeastIsApprovedForBiomassAndGlucoseAndTheReportSaysFirstThatItIsNotForCarbonDioxide()
      throws Exception {
    List<UploadedFile> files = SharedData.yeast(4, 5, 6, 7);
    try (LifecyclePlatform people = LifecyclePlatform.start()) {
      ModelVersion version = register(people, files);
      ChangeRequest change =
          done(
              people
                  .get(RaiseChangeRequest.class)
                  .raise(version.name(), "First version for the yeast unit.", ENGINEER));
      agreeLimits(people, change.number());
      people.sign(SubmitChange.class, change.number(), ENGINEER, Map.of());

      ValidationReport report = people.get(ExecuteChecks.class).execute(change.number());
      Path folder = Files.createDirectories(Path.of("target", "reports"));
      Files.write(folder.resolve("yeast.pdf"), report.pdf());

      List<CheckResult> results =
          people.inTransaction(() -> people.get(ChangeRequests.class).results(change.number()));
      Map<String, CheckResult> by = new TreeMap<>();
      results.forEach(r -> by.put(r.subject() + " " + r.metric(), r));
      assertTrue(by.get("CX " + Metric.PREDICTION_R2).value() >= 0.95);
      assertTrue(by.get("CX " + Metric.PREDICTION_NRMSE).value() <= 7);
      assertTrue(by.get("CS " + Metric.PREDICTION_R2).value() >= 0.85);
      assertFalse(by.get("CO2 " + Metric.PREDICTION_R2).passed());
      assertFalse(by.get("CO2 " + Metric.PREDICTION_R2).claimed());

      String text = text(report.pdf());
      assertTrue(text.indexOf("not credible for") < text.indexOf("1  Failed criteria"), text);
      assertTrue(
          text.indexOf("Carbon dioxide in off-gas, predicted open loop, R²")
              < text.indexOf("2  Passed criteria"),
          text);

      people.inTransaction(() -> people.get(ReadReport.class).serve(change.number(), QA));
      people.sign(
          ApproveModelVersion.class,
          change.number(),
          QA,
          Map.of("reportDigest", report.digest(), "remark", "Fit for growth monitoring."));
      SealedReport sealed =
          people.inTransaction(
              () -> people.get(ReadReport.class).serveSealed(change.number(), QA2));
      Files.write(folder.resolve("yeast-sealed.pdf"), sealed.pdf());
      assertArrayEquals(report.pdf(), Arrays.copyOf(sealed.pdf(), report.pdf().length));
      assertTrue(text(sealed.pdf()).contains("Dr. Ines Albrecht"));

      people.sign(
          AssignModelVersion.class,
          version.name(),
          QA2,
          Map.of("unit", "BR-101", "product", "baker's yeast", "use", "growth monitoring"));
      var model =
          people
              .get(EffectiveModels.class)
              .forUnit("BR-101", "baker's yeast", "growth monitoring")
              .orElseThrow();
      assertEquals(version.digest(), model.digest());
      assertTrue(model.credibleFor("CX"));
      assertFalse(model.credibleFor("CO2"));
    }
  }

  private static ModelVersion register(LifecyclePlatform people, List<UploadedFile> files)
      throws Exception {
    List<ImportedBatch> batches =
        done(
            people
                .get(ImportBatches.class)
                .importFiles(files, "The analyser was started before the run.", ENGINEER));
    MakeDataSet sets = people.get(MakeDataSet.class);
    String calibration =
        done(sets.make(
                "Yeast runs 4 to 6",
                DataSetRole.CALIBRATION,
                batches.stream()
                    .filter(b -> !b.batch().equals("ferm7"))
                    .map(ImportedBatch::number)
                    .toList(),
                ENGINEER))
            .number();
    String holdOut =
        done(sets.make(
                "Yeast run 7",
                DataSetRole.HOLD_OUT,
                batches.stream()
                    .filter(b -> b.batch().equals("ferm7"))
                    .map(ImportedBatch::number)
                    .toList(),
                ENGINEER))
            .number();
    CalibrateModel calibrate = people.get(CalibrateModel.class);
    Map<String, Double> held = new TreeMap<>(calibrate.usuallyHeld(YeastOverflow.STRUCTURE_ID));
    held.put("K_E", 0.1);
    String run =
        done(calibrate.start(YeastOverflow.STRUCTURE_ID, calibration, held, NOISE, ENGINEER));
    Progress progress = calibrate.run(run).orElseThrow().progress();
    while (progress instanceof Running) {
      Thread.sleep(100);
      progress = calibrate.run(run).orElseThrow().progress();
    }
    if (progress instanceof Ended ended) {
      throw new AssertionError(ended.words());
    }
    // How far measurements scatter is known from the fit, before the test data are touched.
    CalibrationResult fit = ((Finished) progress).result();
    double scatter = Math.sqrt(fit.sumOfSquares() / (fit.residualCount() - fit.fittedIds().size()));
    List<MeasuredNoise> noise =
        NOISE.stream()
            .map(n -> new MeasuredNoise(n.output(), n.absolute() * scatter, n.relative() * scatter))
            .toList();
    return done(
        people
            .get(RegisterModelVersion.class)
            .register(
                new Registration(
                    "YEAST-FB",
                    false,
                    YeastOverflow.STRUCTURE_ID,
                    new FromCalibration(run),
                    noise,
                    List.of(
                        new DomainRange("time", 0, 26, "h"),
                        new DomainRange("CX", 0, 40, "g/L"),
                        new DomainRange("CS", 0, 12, "g/L")),
                    USE,
                    holdOut),
                ENGINEER));
  }

  /** The limits of the study, agreed and signed before the first result. */
  private static void agreeLimits(LifecyclePlatform people, String change) throws Exception {
    for (var c : people.inTransaction(() -> people.get(ChangeRequests.class).criteria(change))) {
      Double limit =
          switch (c.subject() + " " + c.metric()) {
            case "CX PREDICTION_R2" -> 0.95;
            case "CX PREDICTION_NRMSE" -> 7.0;
            case "CS PREDICTION_R2" -> 0.85;
            default -> null;
          };
      if (limit != null) {
        done(
            people
                .get(RaiseChangeRequest.class)
                .changeLimit(change, c.number(), limit, "Limit of the study plan.", ENGINEER));
      }
    }
  }

  private static String text(byte[] pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }
}
