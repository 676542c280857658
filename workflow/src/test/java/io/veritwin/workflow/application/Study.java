package io.veritwin.workflow.application;

import static io.veritwin.workflow.application.TestApplication.ENGINEER;
import static io.veritwin.workflow.application.TestApplication.QA;
import static io.veritwin.workflow.application.TestApplication.QA2;
import static io.veritwin.workflow.application.TestApplication.UNIT;
import static io.veritwin.workflow.application.TestApplication.await;

import io.veritwin.lifecycle.Outcome;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequestState;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.RaiseChangeRequest;
import io.veritwin.lifecycle.change.ReadReport;
import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.dataset.ImportBatches;
import io.veritwin.lifecycle.dataset.ImportedBatch;
import io.veritwin.lifecycle.dataset.MakeDataSet;
import io.veritwin.lifecycle.dataset.UploadedFile;
import io.veritwin.lifecycle.model.CalibrateModel;
import io.veritwin.lifecycle.model.CalibrationRun.Running;
import io.veritwin.lifecycle.model.DomainRange;
import io.veritwin.lifecycle.model.IntendedUse;
import io.veritwin.lifecycle.model.MeasuredNoise;
import io.veritwin.lifecycle.model.RegisterModelVersion;
import io.veritwin.lifecycle.model.RegisterModelVersion.FromCalibration;
import io.veritwin.lifecycle.model.RegisterModelVersion.Registration;
import io.veritwin.lifecycle.model.RiskLevel;
import io.veritwin.simulator.batches.GenerateBatches;
import io.veritwin.twin.model.ChoFedBatch;
import io.veritwin.workflow.lifecycle.ExecuteChecksTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * From synthetic batches to an assigned version, by the people and parts whose work it is: import,
 * calibration, registration, checks, report, two signatures of QA.
 */
final class Study {

  /** For a quick fit: most parameters are held where a fit of all of them ends. */
  private static final Map<String, Double> HELD =
      Map.ofEntries(
          Map.entry("K_Glc", 0.84),
          Map.entry("K_Gln", 0.47),
          Map.entry("KI_Amm", 65.1),
          Map.entry("k_d", 0.105),
          Map.entry("KD_Lac", 321.0),
          Map.entry("KD_Amm", 1.43),
          Map.entry("Km_Glc", 0.5),
          Map.entry("m_Gln", 3.2e-4),
          Map.entry("Km_Gln", 21.0),
          Map.entry("Y_XGln", 4.37),
          Map.entry("d_Gln", 0.0035),
          Map.entry("Y_AmmGln", 0.895),
          Map.entry("r_Amm", 0.00166),
          Map.entry("Km_Amm", 1.0),
          Map.entry("feed_Glc", 200.0),
          Map.entry("feed_Gln", 20.0));

  private static final List<MeasuredNoise> NOISE =
      List.of(
          new MeasuredNoise("VCD", 0.3, 0.05),
          new MeasuredNoise("GLC", 0.5, 0.04),
          new MeasuredNoise("LAC", 0.5, 0.05),
          new MeasuredNoise("TITRE", 10, 0.05),
          new MeasuredNoise("VOLUME", 0.1, 0.005));

  static final List<String> ALL_CLAIMS = List.of("VCD", "GLC", "TITRE", "VOLUME");

  private final TestApplication application;
  private String calibration;
  private String holdOut;

  Study(TestApplication application) {
    this.application = application;
  }

  /** Assigns an effective version to the unit. */
  void assign(String version) {
    application.signed(
        "assign-model-version",
        version,
        QA2,
        Map.of("unit", UNIT, "product", "mAb VT-017", "use", "feed advice"));
  }

  /** An approved version of a model, from the one calibration of this study. */
  String effective(String model, List<String> claimed) {
    if (calibration == null) {
      List<String> batches = batches();
      calibration = calibrated(dataSet(DataSetRole.CALIBRATION, batches.subList(0, 3)));
      holdOut = dataSet(DataSetRole.HOLD_OUT, batches.subList(3, 4)).number();
    }
    String version =
        done(application
                .get(RegisterModelVersion.class)
                .register(
                    new Registration(
                        model,
                        false,
                        ChoFedBatch.STRUCTURE_ID,
                        new FromCalibration(calibration),
                        NOISE,
                        List.of(new DomainRange("GLC", 0, 60, "mmol/L")),
                        new IntendedUse(
                            "feed advice",
                            "Which feed rate keeps glucose above its limit?",
                            "Advice on the feed rate of BR-204; a person decides.",
                            claimed,
                            "mAb VT-017",
                            "50 L single-use bioreactor",
                            RiskLevel.MEDIUM,
                            RiskLevel.MEDIUM),
                        holdOut),
                    ENGINEER))
            .name();
    approve(version);
    return version;
  }

  private List<String> batches() {
    try {
      Path folder = Files.createTempDirectory("batches");
      List<UploadedFile> files =
          GenerateBatches.write(folder, 4, 21).stream().map(Study::uploaded).toList();
      return done(application.get(ImportBatches.class).importFiles(files, "", ENGINEER)).stream()
          .map(ImportedBatch::number)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UploadedFile uploaded(Path file) {
    try {
      return new UploadedFile(file.getFileName().toString(), Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DataSet dataSet(DataSetRole role, List<String> batches) {
    return done(application.get(MakeDataSet.class).make(role.inWords(), role, batches, ENGINEER));
  }

  private String calibrated(DataSet set) {
    CalibrateModel calibrate = application.get(CalibrateModel.class);
    String run =
        done(calibrate.start(ChoFedBatch.STRUCTURE_ID, set.number(), HELD, NOISE, ENGINEER));
    await(
        "the calibration ends",
        () -> !(calibrate.run(run).orElseThrow().progress() instanceof Running));
    return run;
  }

  private void approve(String version) {
    ChangeRequest change =
        done(
            application.get(RaiseChangeRequest.class).raise(version, "For feed advice.", ENGINEER));
    application.signed("submit-change", change.number(), ENGINEER, Map.of());
    await(
        "the checks are executed",
        () -> {
          application.round(ExecuteChecksTask.class);
          return change(change.number()).state() == ChangeRequestState.AWAITING_DECISION;
        });
    String digest = application.get(ReadReport.class).serve(change.number(), QA).digest();
    application.signed(
        "approve-model-version", change.number(), QA, Map.of("reportDigest", digest));
  }

  private ChangeRequest change(String number) {
    try {
      return application
          .platform()
          .inTransaction(() -> application.get(ChangeRequests.class).find(number).orElseThrow());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T done(Outcome<T> outcome) {
    if (outcome instanceof Outcome.Refused<T> refused) {
      throw new AssertionError("refused: " + refused.reasons());
    }
    return ((Outcome.Done<T>) outcome).value();
  }
}
