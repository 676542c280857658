package io.veritwin.lifecycle.model;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.done;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.rules;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.dataset.DataSet;
import io.veritwin.lifecycle.dataset.DataSetRole;
import io.veritwin.lifecycle.model.CalibrationRun.Ended;
import io.veritwin.lifecycle.model.CalibrationRun.Finished;
import io.veritwin.lifecycle.model.CalibrationRun.Progress;
import io.veritwin.lifecycle.model.CalibrationRun.Running;
import io.veritwin.lifecycle.model.RegisterModelVersion.FromCalibration;
import io.veritwin.lifecycle.model.RegisterModelVersion.Registration;
import io.veritwin.lifecycle.model.RegisterModelVersion.Typed;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.StampSealing;
import io.veritwin.lifecycle.platform.Study;
import io.veritwin.records.platform.TestDatabase.Role;
import io.veritwin.twin.calibration.CalibrationResult;
import io.veritwin.twin.model.ChoFedBatch;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calibration and registration of model versions. */
class ModelVersionTest {

  private static LifecyclePlatform people;
  private static Study study;
  private static RegisterModelVersion register;

  @BeforeAll
  static void start() {
    people = LifecyclePlatform.start(StampSealing.class);
    study = new Study(people);
    register = people.get(RegisterModelVersion.class);
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  /** Everything held but the parameters named. */
  private static Map<String, Double> allBut(String... fitted) {
    Map<String, Double> held = new TreeMap<>();
    for (ParameterDefinition p : ChoFedBatch.model().parameters()) {
      if (!List.of(fitted).contains(p.id())) {
        held.put(p.id(), p.nominal());
      }
    }
    return held;
  }

  private static Progress wait(String run) throws InterruptedException {
    CalibrateModel calibrate = people.get(CalibrateModel.class);
    for (int i = 0; i < 600; i++) {
      Progress progress = calibrate.run(run).orElseThrow().progress();
      if (!(progress instanceof Running)) {
        return progress;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the calibration did not end");
  }

  @Test
  @Verifies({"URS-310", "URS-311"})
  void aCalibrationInTheBackgroundGivesAVersionWithItsUncertainty() throws Exception {
    DataSet data = study.dataSet(DataSetRole.CALIBRATION, "CAL-A", "CAL-B");
    DataSet test = study.dataSet(DataSetRole.HOLD_OUT, "CAL-C");
    String run =
        done(
            people
                .get(CalibrateModel.class)
                .start(
                    ChoFedBatch.STRUCTURE_ID,
                    data.number(),
                    allBut("mu_max", "Y_XGlc"),
                    Study.NOISE,
                    ENGINEER));
    Finished finished = assertInstanceOf(Finished.class, wait(run));
    int mu = ChoFedBatch.model().parameterIndex("mu_max");
    assertEquals(0.029, finished.result().parameters()[mu], 0.001);

    Registration typed = Study.registration("CAL", test, Study.use("VCD"));
    ModelVersion version =
        done(
            register.register(
                new Registration(
                    typed.model(),
                    false,
                    typed.structureId(),
                    new FromCalibration(run),
                    typed.noise(),
                    typed.domain(),
                    typed.intendedUse(),
                    typed.holdOutSet()),
                ENGINEER));
    assertEquals("CAL 1.0", version.name());
    assertEquals(data.digest(), version.calibrationDigest());
    assertEquals(test.digest(), version.holdOutDigest());
    ParameterValue fitted = version.parameters().get(mu);
    assertEquals("calibrated", fitted.origin());
    assertTrue(fitted.standardError() > 0);
    assertTrue(fitted.identifiability().contains("determined"), fitted.identifiability());
    assertEquals(
        fitted.standardError() * fitted.standardError(), version.covariance()[mu][mu], 1e-12);
    assertTrue(version.synthetic());
  }

  @Test
  @Verifies("URS-330")
  void aCalibrationOutlivesTheServerWithEveryBitOfItsResult() throws Exception {
    DataSet data = study.dataSet(DataSetRole.CALIBRATION, "KEEP-A", "KEEP-B");
    String run =
        done(
            people
                .get(CalibrateModel.class)
                .start(
                    ChoFedBatch.STRUCTURE_ID,
                    data.number(),
                    allBut("mu_max", "Y_XGlc"),
                    Study.NOISE,
                    ENGINEER));
    CalibrationResult before = assertInstanceOf(Finished.class, wait(run)).result();
    // A server that starts afresh knows only what is on record.
    CalibrationRun after =
        people.inTransaction(() -> people.get(CalibrationRuns.class).find(run).orElseThrow());
    CalibrationResult kept = assertInstanceOf(Finished.class, after.progress()).result();
    assertArrayEquals(before.parameters(), kept.parameters());
    assertArrayEquals(before.standardErrors(), kept.standardErrors());
    assertArrayEquals(before.covariance(), kept.covariance());
    assertArrayEquals(before.correlation(), kept.correlation());
    assertEquals(before.fittedIds(), kept.fittedIds());
    assertEquals(before.identifiability(), kept.identifiability());
    assertEquals(before.starts(), kept.starts());
    assertEquals(before.sumOfSquares(), kept.sumOfSquares());
    assertEquals(before.stopReason(), kept.stopReason());
    assertEquals(Study.NOISE, after.noise());
    assertTrue(
        people.get(CalibrateModel.class).runs().stream().anyMatch(r -> r.number().equals(run)));
    assertEquals(
        "2",
        people
            .database()
            .answer("select count(*) from audit_entry where record_id = '" + run + "'"));
  }

  @Test
  @Verifies("URS-330")
  void aCalibrationThatItsServerDidNotEndSaysSoAndIsNoResult() throws Exception {
    DataSet data = study.dataSet(DataSetRole.CALIBRATION, "CUT-A");
    String number =
        people.inTransaction(
            () -> {
              CalibrationRuns runs = people.get(CalibrationRuns.class);
              String next = runs.nextNumber();
              runs.begin(
                  new CalibrationRun(
                      next,
                      ChoFedBatch.STRUCTURE_ID,
                      data.number(),
                      data.digest(),
                      Study.NOISE,
                      ENGINEER.printedName(),
                      people.platform().clock().instant(),
                      new Running(0, "")),
                  2,
                  1,
                  ENGINEER);
              return next;
            });
    Ended ended =
        assertInstanceOf(
            Ended.class, people.get(CalibrateModel.class).run(number).orElseThrow().progress());
    assertTrue(ended.words().contains("The server stopped while it ran"), ended.words());
  }

  @Test
  @Verifies("URS-310")
  void aCalibrationCanBeCancelled() throws Exception {
    DataSet data = study.dataSet(DataSetRole.CALIBRATION, "STOP-A", "STOP-B", "STOP-C");
    CalibrateModel calibrate = people.get(CalibrateModel.class);
    String run =
        done(
            calibrate.start(
                ChoFedBatch.STRUCTURE_ID,
                data.number(),
                calibrate.usuallyHeld(ChoFedBatch.STRUCTURE_ID),
                Study.NOISE,
                ENGINEER));
    calibrate.cancel(run, ENGINEER);
    assertInstanceOf(Ended.class, wait(run));
    assertEquals(
        "1",
        people
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'CALIBRATION_CANCELLED'"
                    + " and record_id = '"
                    + run
                    + "'"));
  }

  @Test
  @Verifies("URS-310")
  void aHoldOutSetIsNeverFittedTo() throws Exception {
    DataSet test = study.dataSet(DataSetRole.HOLD_OUT, "VAULT-A");
    assertEquals(
        List.of("LIF-05"),
        rules(
            people
                .get(CalibrateModel.class)
                .start(ChoFedBatch.STRUCTURE_ID, test.number(), Map.of(), Study.NOISE, ENGINEER)));
  }

  @Test
  @Verifies("URS-311")
  void versionsAreNumberedAndEachChangeOfContentChangesTheDigest() throws Exception {
    DataSet test = study.dataSet(DataSetRole.HOLD_OUT, "NUM-A");
    ModelVersion first =
        done(register.register(Study.registration("NUM", test, Study.use("VCD")), ENGINEER));
    Registration other = Study.registration("NUM", test, Study.use("VCD"));
    ModelVersion second =
        done(
            register.register(
                new Registration(
                    "NUM",
                    false,
                    other.structureId(),
                    new Typed(Map.of("mu_max", 0.031), Map.of()),
                    other.noise(),
                    other.domain(),
                    other.intendedUse(),
                    other.holdOutSet()),
                ENGINEER));
    ModelVersion third =
        done(
            register.register(
                new Registration(
                    "NUM",
                    true,
                    other.structureId(),
                    other.source(),
                    other.noise(),
                    other.domain(),
                    other.intendedUse(),
                    other.holdOutSet()),
                ENGINEER));
    assertEquals(
        List.of("NUM 1.0", "NUM 1.1", "NUM 2.0"),
        List.of(first.name(), second.name(), third.name()));
    assertNotEquals(first.parametersDigest(), second.parametersDigest());
    assertNotEquals(first.digest(), second.digest());
    assertEquals(first.parametersDigest(), third.parametersDigest());
    ModelVersion read =
        people.inTransaction(() -> people.get(ModelVersions.class).find("NUM 1.0").orElseThrow());
    assertEquals(first.digest(), VersionDigests.whole(read));
  }

  // FAI-01: question and context are mandatory; FAI-02: risk is computed.
  @Test
  @Verifies("URS-312")
  void aVersionWithoutIntendedUseIsRefused() throws Exception {
    DataSet test = study.dataSet(DataSetRole.HOLD_OUT, "USE-A");
    IntendedUse u = Study.use("VCD");
    IntendedUse silent =
        new IntendedUse(
            u.use(),
            " ",
            "",
            List.of(),
            u.product(),
            u.unitClass(),
            u.influence(),
            u.consequence());
    assertEquals(
        List.of("LIF-10", "LIF-10", "LIF-10"),
        rules(register.register(Study.registration("USE", test, silent), ENGINEER)));
    assertEquals(
        List.of("LIF-10"),
        rules(
            register.register(
                Study.registration("USE", test, Study.use("VCD", "TITRE")), ENGINEER)));
    assertEquals(
        List.of("LIF-07"), rules(register.register(Study.registration("USE", test, u), QA)));
    assertEquals(RiskLevel.HIGH, u.risk());
    assertEquals(RiskLevel.MEDIUM, RiskLevel.of(RiskLevel.LOW, RiskLevel.HIGH));
    assertEquals(RiskLevel.LOW, RiskLevel.of(RiskLevel.LOW, RiskLevel.MEDIUM));
  }

  @Test
  @Verifies("URS-311")
  void aParameterOutOfItsBoundsIsRefused() throws Exception {
    DataSet test = study.dataSet(DataSetRole.HOLD_OUT, "BOUND-A");
    Registration r = Study.registration("BOUND", test, Study.use("VCD"));
    assertEquals(
        List.of("LIF-08", "LIF-08"),
        rules(
            register.register(
                new Registration(
                    "BOUND",
                    false,
                    r.structureId(),
                    new Typed(Map.of("mu_max", 40.0, "no_such", 1.0), Map.of()),
                    r.noise(),
                    r.domain(),
                    r.intendedUse(),
                    r.holdOutSet()),
                ENGINEER)));
  }

  // A22-13: not by the application, not by the owner of the tables.
  @Test
  @Verifies("URS-313")
  void aRegisteredVersionIsNeverChanged() throws Exception {
    ModelVersion version = study.version("FIXED");
    for (String sql :
        List.of(
            "update model_version set question = 'another' where name = '%s'",
            "update model_version_parameter set parameter_value = 1 where model_version = '%s'",
            "delete from model_version where name = '%s'")) {
      assertThrows(
          IllegalStateException.class,
          () -> people.database().execute(Role.OWNER, sql.formatted(version.name())),
          sql);
    }
  }
}
