package io.veritwin.lifecycle.assignment;

import static io.veritwin.lifecycle.platform.LifecyclePlatform.ENGINEER;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA;
import static io.veritwin.lifecycle.platform.LifecyclePlatform.QA2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.change.ApproveModelVersion;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ReadReport;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.StampSealing;
import io.veritwin.lifecycle.platform.Study;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.model.ProcessModels;
import io.veritwin.validation.evidence.Verifies;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which version computes for which unit. */
class AssignmentTest {

  private static LifecyclePlatform people;
  private static Study study;

  @BeforeAll
  static void start() {
    people = LifecyclePlatform.start(StampSealing.class);
    study = new Study(people);
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static Map<String, String> to(String unit) {
    return Map.of("unit", unit, "product", "mAb VT-017", "use", "feed advice");
  }

  private static String approved(String model) throws Exception {
    ChangeRequest change = study.awaiting(study.version(model));
    people.sign(
        ApproveModelVersion.class,
        change.number(),
        QA,
        Map.of("reportDigest", people.get(ReadReport.class).serve(change.number(), QA).digest()));
    return change.modelVersion();
  }

  private static Optional<EffectiveModel> forUnit(String unit) {
    return people.get(EffectiveModels.class).forUnit(unit, "mAb VT-017", "feed advice");
  }

  @Test
  @Verifies("URS-324")
  void aSecondQaPersonAssignsWithinTheApprovedUse() throws Exception {
    String version = approved("ASG");
    assertEquals(
        List.of("LIF-18"), people.rulesAgainst(AssignModelVersion.class, version, QA, to("BR-1")));
    assertEquals(
        List.of("LIF-13", "LIF-14"),
        people.rulesAgainst(AssignModelVersion.class, version, ENGINEER, to("BR-1")));
    assertEquals(
        List.of("LIF-22", "LIF-22", "LIF-22"),
        people.rulesAgainst(
            AssignModelVersion.class,
            version,
            QA2,
            Map.of("unit", "", "product", "mAb VT-018", "use", "release")));
    assertFalse(forUnit("BR-1").isPresent());
    people.sign(AssignModelVersion.class, version, QA2, to("BR-1"));
    assertEquals(version, forUnit("BR-1").orElseThrow().versionName());
    assertFalse(forUnit("BR-2").isPresent());
  }

  @Test
  @Verifies("URS-324")
  void aVersionThatIsNotEffectiveIsNotAssigned() throws Exception {
    String draft = study.version("DRAFT").name();
    assertEquals(
        List.of("LIF-19"), people.rulesAgainst(AssignModelVersion.class, draft, QA2, to("BR-3")));
  }

  @Test
  @Verifies({"URS-324", "URS-325"})
  void aSuccessorServesOnlyAfterItIsAssignedItself() throws Exception {
    String first = approved("SUCC");
    people.sign(AssignModelVersion.class, first, QA2, to("BR-4"));
    String second = approved("SUCC");
    // The old one is retired, the new one not assigned yet: nobody computes.
    assertFalse(forUnit("BR-4").isPresent());
    assertEquals(
        Optional.of("SUCC 1.0, assigned to BR-4, is retired; SUCC 1.1 is not assigned yet."),
        people.get(EffectiveModels.class).whyNone("BR-4", "mAb VT-017", "feed advice"));
    people.sign(AssignModelVersion.class, second, QA2, to("BR-4"));
    EffectiveModel model = forUnit("BR-4").orElseThrow();
    assertEquals("SUCC 1.1", model.versionName());
    assertTrue(model.credibleFor("VCD"));
    assertFalse(model.credibleFor("TITRE"));
    assertTrue(model.synthetic());
    assertEquals(1e-6, model.covariance()[0][0], 1e-12);
    assertEquals(
        1,
        people.inTransaction(() -> people.get(EffectiveModels.class).assignments()).stream()
            .filter(a -> a.unit().equals("BR-4"))
            .count());
  }

  // A22-13: the running code is compared each time, and a mismatch stops the model.
  @Test
  @Verifies("URS-325")
  void alteredCodeStopsTheModelAndIsOnRecord() throws Exception {
    String version = approved("CODE");
    people.sign(AssignModelVersion.class, version, QA2, to("BR-5"));
    EffectiveModels altered = new EffectiveModels();
    altered.entities = platformEntities();
    altered.trail = people.get(io.veritwin.records.trail.AuditTrail.class);
    altered.versions = people.get(io.veritwin.lifecycle.model.ModelVersions.class);
    altered.code = id -> ProcessModels.find(id).map(AssignmentTest::altered);
    for (int i = 0; i < 3; i++) {
      assertFalse(
          people
              .inTransaction(() -> altered.forUnit("BR-5", "mAb VT-017", "feed advice"))
              .isPresent());
    }
    assertEquals(
        "1",
        people
            .database()
            .answer(
                "select count(*) from audit_entry where event = 'MODEL_DIGEST_MISMATCH'"
                    + " and record_id = '"
                    + version
                    + "' and rule = 'LIF-20'"));
    assertTrue(forUnit("BR-5").isPresent());
  }

  // Whoever goes past the application and its triggers is found by the digest.
  @Test
  @Verifies("URS-325")
  void alteredParametersStopTheModel() throws Exception {
    String version = approved("DATA");
    people.sign(AssignModelVersion.class, version, QA2, to("BR-6"));
    assertTrue(forUnit("BR-6").isPresent());
    people
        .database()
        .execute(
            io.veritwin.records.platform.TestDatabase.Role.OWNER,
            "begin; alter table model_version_parameter disable trigger append_only;"
                + " alter table model_version_parameter disable trigger audit_entry_required;"
                + " update model_version_parameter set parameter_value = 0.04 where model_version"
                + " = '"
                + version
                + "' and position = 0; commit;"
                + " alter table model_version_parameter enable always trigger append_only;"
                + " alter table model_version_parameter enable always trigger"
                + " audit_entry_required;");
    assertFalse(forUnit("BR-6").isPresent());
    assertEquals(
        Optional.of(
            "DATA 1.0 does not compute: its stored content no longer has the approved digest."),
        people.get(EffectiveModels.class).whyNone("BR-6", "mAb VT-017", "feed advice"));
  }

  private static jakarta.persistence.EntityManager platformEntities() {
    return (jakarta.persistence.EntityManager)
        Proxy.newProxyInstance(
            AssignmentTest.class.getClassLoader(),
            new Class<?>[] {jakarta.persistence.EntityManager.class},
            (proxy, method, arguments) -> method.invoke(people.platform().entities(), arguments));
  }

  /** The same structure, but its code has another digest. */
  private static ProcessModel altered(ProcessModel model) {
    return (ProcessModel)
        Proxy.newProxyInstance(
            AssignmentTest.class.getClassLoader(),
            new Class<?>[] {ProcessModel.class},
            (proxy, method, arguments) ->
                method.getName().equals("codeDigest")
                    ? "f".repeat(64)
                    : method.invoke(model, arguments));
  }
}
