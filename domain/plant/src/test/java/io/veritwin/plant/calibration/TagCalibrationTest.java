package io.veritwin.plant.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.PlantDatabase;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.Reading;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.calibration.ProposeTagCalibration.Proposed;
import io.veritwin.plant.calibration.ProposeTagCalibration.Scale;
import io.veritwin.records.identity.Person;
import io.veritwin.records.identity.Role;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.signature.ElectronicSignature;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.validation.evidence.Verifies;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tag calibrations over real transactions, with the real trail and a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TagCalibrationTest {

  private static final Person ENGINEER =
      new Person("sub-engineer", "engineer", "Jonas Weidl", "10311", Set.of(Role.ENGINEER));
  private static final Person OTHER_ENGINEER =
      new Person("sub-engineer2", "engineer2", "A. Colleague", "10399", Set.of(Role.ENGINEER));
  private static final Scale SCALE =
      new Scale(0.5405, 0, "mL", "173 mL weighed where the totaliser showed 320.1");

  private TestDatabase database;
  private TestPlatform platform;

  @BeforeAll
  void start() {
    database = PlantDatabase.migrate(TestDatabase.create());
    platform =
        TestPlatform.builder()
            .on(database)
            .withoutWorker()
            .withEntities(Unit.class, Tag.class, TagCalibration.class)
            .start();
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  private Proposed propose(Person who, String tag, Scale scale) {
    return platform.get(ProposeTagCalibration.class).propose(who, "BR-101", tag, scale);
  }

  private TagCalibration proposed(String tag) {
    return assertInstanceOf(Proposed.Waiting.class, propose(ENGINEER, tag, SCALE)).calibration();
  }

  private static SigningRequest request(TagCalibration calibration, Person signer) {
    return new SigningRequest("sign-tag-calibration", calibration.number(), signer, Map.of());
  }

  /** Signs as the ceremony's second transaction does: entry, then act, in one transaction. */
  private void sign(TagCalibration calibration, Person signer) throws Exception {
    SignTagCalibration act = platform.get(SignTagCalibration.class);
    SigningRequest request = request(calibration, signer);
    platform.inTransaction(
        () -> {
          assertEquals(List.of(), act.reasonsAgainst(request));
          FrozenRecord frozen = act.freeze(request);
          long entry =
              platform
                  .get(AuditTrail.class)
                  .record(AuditEvent.of(act.signedEvent(), signer, frozen.record(), "Signed."));
          act.carryOut(
              request,
              new ElectronicSignature(
                  "S-" + entry,
                  frozen.record(),
                  frozen.meaning(),
                  signer,
                  Instant.parse("2026-11-20T09:42:31Z"),
                  "0".repeat(64),
                  "0".repeat(64),
                  "",
                  "",
                  entry));
          return null;
        });
  }

  private List<String> rules(TagCalibration calibration, Person signer) throws Exception {
    return platform.inTransaction(
        () ->
            platform
                .get(SignTagCalibration.class)
                .reasonsAgainst(request(calibration, signer))
                .stream()
                .map(Refusal::rule)
                .toList());
  }

  private OptionalDouble engineering(String tag, double raw) throws Exception {
    Reading reading =
        new Reading(1, "BR-101", tag, raw, null, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    return platform.inTransaction(
        () -> platform.get(TagCalibrations.class).engineeringValue(reading));
  }

  private String state(TagCalibration calibration) {
    return database.answer(
        "select state from tag_calibration where number = '" + calibration.number() + "'");
  }

  @Test
  @Verifies("URS-250")
  void aRawValueHasNoMeaningBeforeASecondPersonSignedItsScale() throws Exception {
    TagCalibration calibration = proposed("SUBST_A");
    assertEquals(OptionalDouble.empty(), engineering("SUBST_A", 320));
    sign(calibration, TestPlatform.QA);
    assertEquals(172.96, engineering("SUBST_A", 320).orElseThrow(), 1e-9);
    assertEquals("EFFECTIVE", state(calibration));
    assertEquals(
        "TAG_CALIBRATION_PROPOSED TAG_CALIBRATION_SIGNED",
        database.answer(
            "select string_agg(event, ' ' order by id) from audit_entry where record_id = '"
                + calibration.number()
                + "'"));

    TagCalibration next = proposed("SUBST_A");
    sign(next, OTHER_ENGINEER);
    assertEquals("SUPERSEDED", state(calibration));
    assertEquals("EFFECTIVE", state(next));
    assertEquals(List.of("TAG-11"), rules(calibration, TestPlatform.QA));
  }

  @Test
  @Verifies("URS-250")
  void theProposerAndPeopleWithoutTheRoleDoNotSign() throws Exception {
    TagCalibration calibration = proposed("BASET");
    assertEquals(List.of("TAG-13"), rules(calibration, ENGINEER));
    assertEquals(List.of("TAG-12"), rules(calibration, TestPlatform.OPERATOR));
    assertEquals(List.of(), rules(calibration, TestPlatform.QA));
    assertEquals(List.of(), rules(calibration, OTHER_ENGINEER));
  }

  @Test
  @Verifies("URS-250")
  void whatIsSignedIsTheWholeScaleAndItsEvidence() throws Exception {
    TagCalibration calibration = proposed("TEMP");
    FrozenRecord frozen =
        platform.inTransaction(
            () ->
                platform
                    .get(SignTagCalibration.class)
                    .freeze(request(calibration, TestPlatform.QA)));
    FrozenRecord again =
        platform.inTransaction(
            () ->
                platform
                    .get(SignTagCalibration.class)
                    .freeze(request(calibration, TestPlatform.QA)));
    assertTrue(Arrays.equals(frozen.canonical(), again.canonical()));
    String canonical = new String(frozen.canonical(), java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(canonical.contains("0.5405") && canonical.contains("173 mL weighed"), canonical);
    TagCalibration other =
        assertInstanceOf(
                Proposed.Waiting.class,
                propose(ENGINEER, "TEMP", new Scale(0.5406, 0, "mL", SCALE.evidence())))
            .calibration();
    assertNotEquals(
        canonical,
        new String(
            platform
                .inTransaction(
                    () ->
                        platform
                            .get(SignTagCalibration.class)
                            .freeze(request(other, TestPlatform.QA)))
                .canonical(),
            java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  @Verifies("URS-250")
  void aProposalThatCannotBeTakenIsRefusedAndRecorded() {
    assertEquals("TAG-01", refusal(propose(TestPlatform.OPERATOR, "SUBST_A", SCALE)));
    assertEquals(
        "TAG-02", refusal(propose(ENGINEER, "SUBST_A", new Scale(0, 0, "mL", SCALE.evidence()))));
    assertEquals(
        "TAG-02",
        refusal(propose(ENGINEER, "SUBST_A", new Scale(Double.NaN, 0, "mL", SCALE.evidence()))));
    assertEquals("TAG-03", refusal(propose(ENGINEER, "SUBST_A", new Scale(1, 0, "mL", "guessed"))));
    assertEquals(
        "TAG-03", refusal(propose(ENGINEER, "SUBST_A", new Scale(1, 0, " ", SCALE.evidence()))));
    assertEquals(
        "5",
        database.answer(
            "select count(*) from audit_entry where event = 'TAG_CALIBRATION_PROPOSED' and refused"));
    assertThrows(IllegalArgumentException.class, () -> propose(ENGINEER, "NO.SUCH", SCALE));
  }

  private static String refusal(Proposed proposed) {
    return assertInstanceOf(Proposed.Refused.class, proposed).reason().rule();
  }

  @Test
  @Verifies("URS-250")
  void aScaleChangedPastTheTrailIsRefusedByTheDatabase() {
    TagCalibration calibration = proposed("pO2");
    assertThrows(
        IllegalStateException.class,
        () ->
            database.execute(
                TestDatabase.Role.APPLICATION,
                "update tag_calibration set gain = 2 where number = '"
                    + calibration.number()
                    + "'"));
    assertEquals(
        "0.5405",
        database.answer(
            "select gain from tag_calibration where number = '" + calibration.number() + "'"));
  }

  @Test
  @Verifies("URS-254")
  void theRegisterHoldsBothUnitsWithTheirTags() throws Exception {
    PlantRegister register = platform.get(PlantRegister.class);
    assertEquals(List.of("BR-204", "BR-101"), register.units().stream().map(Unit::name).toList());
    Unit virtual = register.unit("BR-204").orElseThrow();
    assertTrue(virtual.synthetic());
    assertEquals("simulated", virtual.originInWords());
    Unit replayed = register.unit("BR-101").orElseThrow();
    assertEquals("measured, replayed", replayed.originInWords());
    assertEquals(23, register.tags("BR-204").size());
    assertEquals(18, register.tags("BR-101").size());
    assertEquals(
        List.of("FIC-204.SP"),
        register.tags("BR-204").stream().filter(Tag::writable).map(Tag::name).toList());
    assertEquals(List.of(), register.tags("BR-101").stream().filter(Tag::writable).toList());
    assertTrue(register.tag("BR-101", "SUBST_A").orElseThrow().needsCalibration());
    assertEquals(
        5,
        register.tag("BR-204", "TIC-204.PV").orElseThrow().maximumAge().orElseThrow().toSeconds());
    assertThrows(
        IllegalStateException.class,
        () ->
            database.execute(
                TestDatabase.Role.APPLICATION,
                "update tag set writable = true where unit = 'BR-101'"));
  }
}
