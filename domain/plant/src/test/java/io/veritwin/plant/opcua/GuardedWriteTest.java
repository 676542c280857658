package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.plant.PlantDatabase;
import io.veritwin.plant.PlantWrite;
import io.veritwin.plant.ReadBack;
import io.veritwin.plant.SignedLeaves;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.WriteOutcome;
import io.veritwin.plant.WriteUses;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.server.AppliedWrite;
import io.veritwin.simulator.server.CuttableCable;
import io.veritwin.simulator.server.TestAuthority;
import io.veritwin.simulator.server.TestPlant;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Signed releases sent to the real simulated plant over a cable that can be cut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedWriteTest {

  private static final int PLANT = 24842;
  private static final int CABLE = 24843;
  private static final Instant LATER = Instant.now().plus(Duration.ofHours(1));

  private PlantDatabase database;
  private SignedLeaves log;
  private PlantSimulator plant;
  private CuttableCable cable;
  private FollowedPlant followed;
  private GuardedWrite gateway;
  private long entry = 100;

  @BeforeAll
  void start(@TempDir Path pki, @TempDir Path logFolder) {
    TestAuthority.writeSite(pki);
    database = PlantDatabase.create();
    log = new SignedLeaves(logFolder);
    plant = TestPlant.start(PLANT, pki, "veritwin.simulator.tick=200");
    cable = new CuttableCable(CABLE, PLANT);
    followed = new FollowedPlant(database, pki, CABLE);
    gateway =
        new GuardedWrite(
            followed.link,
            new WriteUses(database.application()),
            Clock.systemUTC(),
            log.verifierKey());
  }

  @AfterAll
  void stop() {
    followed.close();
    cable.close();
    plant.close();
    log.close();
  }

  @BeforeEach
  void calm() {
    plant.fault("BR-204", "clear");
    cable.mend();
    followed.awaitValues();
  }

  private PlantWrite write(Map<String, String> details) {
    return PlantWrite.parse(log.sign(++entry, details), log.verifierKey(), Clock.systemUTC());
  }

  private PlantWrite write(double value) {
    return write(SignedLeaves.release(value, LATER, "use-" + value));
  }

  private double setpoint() {
    return assertInstanceOf(ReadBack.Value.class, followed.link.readBack("BR-204", "FIC-204.SP"))
        .value();
  }

  private void refused(String rule, PlantWrite write) {
    int before = plant.writes().size();
    WriteOutcome.NotSent refused =
        assertInstanceOf(WriteOutcome.NotSent.class, gateway.write(write));
    assertEquals(rule, refused.rule(), refused.words());
    assertEquals(before, plant.writes().size());
  }

  @Test
  @Verifies({"URS-244", "URS-251"})
  void aSignedReleaseIsWrittenOnceAndReadBackWithItsAuditEntryInThePlantsOwnTrail() {
    PlantWrite write = write(46.5);
    WriteOutcome.Written written =
        assertInstanceOf(WriteOutcome.Written.class, gateway.write(write));
    assertEquals(0, written.statusCode());
    assertEquals(46.5, setpoint());
    List<AppliedWrite> seen = plant.writes();
    AppliedWrite last = seen.get(seen.size() - 1);
    assertEquals("veritwin", last.user());
    assertEquals("BR204.FIC-204.SP", last.node());
    assertEquals(46.5, last.value());
    assertEquals("VT-" + write.auditEntryId(), last.auditEntryId());
    FollowedPlant.await(
        "the subscription shows it too",
        Duration.ofSeconds(5),
        () -> followed.store.latest("BR-204", "FIC-204.SP").orElseThrow().value() == 46.5);
  }

  @Test
  @Verifies("URS-245")
  void aReleaseIsSentOnceAlsoAfterARestart() {
    PlantWrite write = write(47.5);
    assertInstanceOf(WriteOutcome.Written.class, gateway.write(write));
    refused("PLT-05", write);
    GuardedWrite restarted =
        new GuardedWrite(
            followed.link,
            new WriteUses(database.application()),
            Clock.systemUTC(),
            log.verifierKey());
    assertEquals(
        "PLT-05", assertInstanceOf(WriteOutcome.NotSent.class, restarted.write(write)).rule());
    refused("PLT-05", write(SignedLeaves.release(48.5, LATER, "use-47.5")));
  }

  @Test
  @Verifies("URS-244")
  void aReleaseThatExpiredAfterItWasParsedIsNotSent() {
    PlantWrite write = write(44.0);
    Clock late = Clock.fixed(LATER, ZoneOffset.UTC);
    GuardedWrite later =
        new GuardedWrite(
            followed.link, new WriteUses(database.application()), late, log.verifierKey());
    int before = plant.writes().size();
    assertEquals("PLT-02", assertInstanceOf(WriteOutcome.NotSent.class, later.write(write)).rule());
    assertEquals(before, plant.writes().size());
  }

  @Test
  @Verifies("URS-244")
  void aReleaseThatThisSitesLogDoesNotHoldIsNotSent() {
    PlantWrite write = write(44.5);
    GuardedWrite otherSite =
        new GuardedWrite(
            followed.link,
            new WriteUses(database.application()),
            Clock.systemUTC(),
            LogKey.create("plant.test/log", new SecureRandom()).verifierKey());
    assertEquals(
        "PLT-01", assertInstanceOf(WriteOutcome.NotSent.class, otherSite.write(write)).rule());
  }

  @Test
  @Verifies("URS-252")
  void noNodeButTheListedSetpointIsEverWritten() {
    int before = plant.writes().size();
    int tried = 0;
    for (Map.Entry<Unit, List<Tag>> unit : database.register().entrySet()) {
      for (Tag tag : unit.getValue()) {
        if (!tag.name().equals("FIC-204.SP")) {
          Map<String, String> details = SignedLeaves.release(45, LATER, "fuzz-" + ++tried);
          details.put("write.unit", unit.getKey().name());
          details.put("write.tag", tag.name());
          details.put("write.node", tag.nodeId());
          details.put("write.unitOfMeasure", tag.ucum());
          refused("PLT-03", write(details));
          // The listed tag's name with another tag's node.
          details.put("write.unit", "BR-204");
          details.put("write.tag", "FIC-204.SP");
          details.put("write.unitOfMeasure", "mL/h");
          details.put("write.useId", "fuzz-node-" + tried);
          refused("PLT-03", write(details));
        }
      }
    }
    assertTrue(tried > 30);
    for (String node : List.of("BR204.COMMAND", "BR204.FAULT", "i=2253", "")) {
      Map<String, String> details = SignedLeaves.release(45, LATER, "fuzz-" + node);
      details.put("write.node", node.isEmpty() ? "?" : node);
      refused("PLT-03", write(details));
    }
    assertEquals(before, plant.writes().size());
  }

  @Test
  @Verifies("URS-252")
  void aValueOutsideTheSetpointsRangeOrInAnotherUnitIsNotSent() {
    refused("PLT-03", write(250.5));
    refused("PLT-03", write(-1));
    Map<String, String> litres = SignedLeaves.release(0.045, LATER, "use-litres");
    litres.put("write.unitOfMeasure", "L/h");
    refused("PLT-03", write(litres));
  }

  @Test
  @Verifies("URS-251")
  void aWriteThatThePlantAnswersGoodButIgnoresIsSeenByReadingBack() {
    double before = setpoint();
    plant.fault("BR-204", "ignore-writes");
    assertInstanceOf(WriteOutcome.Written.class, gateway.write(write(before + 3)));
    assertEquals(before, setpoint());
  }

  @Test
  @Verifies("URS-251")
  void aWriteThatThePlantRefusesLeavesTheSetpoint() {
    double before = setpoint();
    plant.fault("BR-204", "revoke-writes");
    WriteOutcome.RefusedByPlant refused =
        assertInstanceOf(WriteOutcome.RefusedByPlant.class, gateway.write(write(before + 4)));
    assertEquals(0x801F0000L, refused.statusCode());
    assertTrue(refused.words().contains("Bad_UserAccessDenied"), refused.words());
    assertEquals(before, setpoint());
  }

  @Test
  @Verifies("URS-253")
  void aWriteWhoseAnswerIsLostIsUnknownAndResolvedByReadingBack() {
    double wanted = setpoint() + 5;
    cable.cut(false, true);
    assertInstanceOf(WriteOutcome.OutcomeUnknown.class, gateway.write(write(wanted)));
    assertInstanceOf(ReadBack.Unreachable.class, followed.link.readBack("BR-204", "FIC-204.SP"));
    cable.mend();
    followed.awaitValues();
    assertEquals(wanted, setpoint(), "it had reached the plant");
  }

  @Test
  @Verifies("URS-253")
  void aWriteIntoACutCableIsUnknownToo() {
    double before = setpoint();
    int seen = plant.writes().size();
    cable.cut(true, false);
    assertInstanceOf(WriteOutcome.OutcomeUnknown.class, gateway.write(write(before + 6)));
    assertEquals(seen, plant.writes().size(), "the plant has not seen it yet");
  }

  @Test
  @Verifies("URS-253")
  void withoutALinkNothingIsSentAndTheReleaseIsNotUsedUp() {
    PlantWrite write = write(51.25);
    cable.cut(true, true);
    FollowedPlant.await(
        "the link is down", Duration.ofSeconds(10), () -> !followed.link.live("BR-204"));
    refused("PLT-04", write);
    cable.mend();
    followed.awaitValues();
    assertInstanceOf(WriteOutcome.Written.class, gateway.write(write));
    assertEquals(51.25, setpoint());
  }
}
