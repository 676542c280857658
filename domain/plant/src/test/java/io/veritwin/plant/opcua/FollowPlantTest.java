package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.GapKind;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.OfflineSample;
import io.veritwin.plant.PhaseState;
import io.veritwin.plant.PlantDatabase;
import io.veritwin.plant.Reading;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.server.TestAuthority;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway follows the real simulated plant: what is stored, and whom it trusts. */
class FollowPlantTest {

  private static final int PLANT = 24848;

  private Path pki;
  private PlantDatabase database;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    pki = folder;
    TestAuthority.writeSite(pki);
    database = PlantDatabase.create();
  }

  @Test
  @Verifies({"URS-240", "URS-241"})
  void everyReadingIsStoredAsReceivedWithStatusAndTimes() throws InterruptedException {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki);
        FollowedPlant followed = new FollowedPlant(database, pki, PLANT)) {
      followed.awaitValues();
      plant.fault("BR-204", "bad QI-204.CO2");
      FollowedPlant.await(
          "a bad reading is stored",
          Duration.ofSeconds(10),
          () -> !followed.store.latest("BR-204", "QI-204.CO2").orElseThrow().good());
      Reading bad = followed.store.latest("BR-204", "QI-204.CO2").orElseThrow();
      assertEquals(0x808C0000L, bad.statusCode());
      assertTrue(bad.value() > 0, "the value is kept although the plant does not vouch for it");
      Thread.sleep(1500);

      List<Reading> temperature = followed.all("TIC-204.PV");
      assertTrue(temperature.size() > 5);
      assertTrue(
          followed.widestStep("TIC-204.PV").compareTo(FollowedPlant.TICK.multipliedBy(4)) < 0);
      Reading one = temperature.get(3);
      assertTrue(one.value() > 30 && one.value() < 40);
      assertTrue(one.good());
      assertFalse(one.receivedAt().isBefore(one.sourceTime()));
      assertFalse(one.serverTime() == null);
      assertEquals("B26-1107", followed.store.latest("BR-204", "BATCH.ID").orElseThrow().text());
      assertEquals("true", followed.store.latest("BR-204", "ACTUATOR").orElseThrow().text());
      assertEquals(
          "11 12 1",
          database
              .database()
              .answer(
                  "select (select variant_type from reading where tag = 'TIC-204.PV' limit 1) || ' ' ||"
                      + " (select variant_type from reading where tag = 'BATCH.ID' limit 1) || ' ' ||"
                      + " (select variant_type from reading where tag = 'ACTUATOR' limit 1)"));

      BatchContext batch = followed.link.batch("BR-204").orElseThrow();
      assertEquals("B26-1107", batch.batchId());
      assertEquals("Feeding", batch.phase());
      assertEquals(PhaseState.RUNNING, batch.state());
      assertEquals(60, batch.speed());
      assertTrue(batch.synthetic());
      assertTrue(batch.processTimeHours() > 74 && batch.processTimeHours() < 80);

      List<OfflineSample> samples =
          followed.store.samples("BR-204", Instant.EPOCH, Instant.now().plusSeconds(60));
      assertEquals(1, samples.size());
      assertEquals(72, samples.get(0).sampleTimeHours(), 0.1);
      assertEquals(7, samples.get(0).assays().size());
      assertEquals(List.of(), followed.gaps());
    }
  }

  @Test
  @Verifies("URS-249")
  void aFrozenOrBadTagIsStaleWhileTheOthersAreNot() {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki);
        FollowedPlant followed = new FollowedPlant(database, pki, PLANT)) {
      followed.awaitValues();
      plant.fault("BR-204", "freeze TIC-204.PV");
      plant.fault("BR-204", "bad DOIC-204.PV");
      FollowedPlant.await(
          "both are stale",
          Duration.ofSeconds(9),
          () ->
              followed
                  .link
                  .link("BR-204")
                  .staleTags()
                  .equals(List.of("TIC-204.PV", "DOIC-204.PV")));
      LinkState state = followed.link.link("BR-204");
      assertTrue(state.live());
      assertTrue(state.stale("TIC-204.PV") && !state.stale("pHIC-204.PV"));
      assertTrue(state.age().compareTo(Duration.ofSeconds(2)) < 0);
      plant.fault("BR-204", "clear");
      followed.awaitValues();
      FollowedPlant.await(
          "the frozen stretch is a gap", Duration.ofSeconds(3), () -> !followed.gaps().isEmpty());
      assertEquals(GapKind.SOURCE_TIME_JUMP, followed.gaps().get(0).kind());
      assertEquals("TIC-204.PV", followed.gaps().get(0).tag());
    }
  }

  @Test
  @Verifies("URS-246")
  void aWrongPasswordGivesNoLinkAndSaysWhy() {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki);
        FollowedPlant followed = new FollowedPlant(database, pki, PLANT, "wrong")) {
      assertEquals(1, plant.units().size());
      FollowedPlant.await(
          "the refusal is named",
          Duration.ofSeconds(10),
          () -> followed.link.link("BR-204").words().contains("Bad_UserAccessDenied"));
      assertFalse(followed.link.live("BR-204"));
    }
  }

  /** Starts a plant with the site's certificates, then follows it with those of {@code client}. */
  private void assertNotTrusted(Path client) {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki);
        FollowedPlant followed = new FollowedPlant(database, client, PLANT)) {
      assertEquals(1, plant.units().size());
      FollowedPlant.await(
          "the refusal is named",
          Duration.ofSeconds(10),
          () -> followed.link.link("BR-204").words().contains("Bad_"));
      String words = followed.link.link("BR-204").words();
      assertTrue(
          words.contains("Bad_SecurityChecksFailed") || words.contains("Bad_Certificate"), words);
      assertFalse(followed.link.live("BR-204"));
    }
  }

  @Test
  @Verifies("URS-246")
  void aServerOfAnotherAuthorityIsNotTrusted(@TempDir Path strange) {
    TestAuthority.writeSite(strange);
    assertNotTrusted(strange);
  }

  @Test
  @Verifies("URS-246")
  void aServerWhoseCertificateIsRevokedIsNotTrusted(@TempDir Path client) throws IOException {
    TestAuthority authority = new TestAuthority("Test site authority");
    authority.writeAuthority(pki);
    X509Certificate server =
        authority.writeEntity(pki, "plant-server", "urn:veritwin:test:plant-server");
    authority.writeEntity(pki, "opcua-client", "urn:veritwin:test:opcua-client");
    Files.copy(pki.resolve("opcua-client.p12"), client.resolve("opcua-client.p12"));
    authority.writeAuthority(client, server);
    assertNotTrusted(client);
  }

  @Test
  @Verifies("URS-246")
  void aRevocationListThatIsOutOfDateProvesNothing(@TempDir Path client) throws IOException {
    TestAuthority authority = TestAuthority.writeSite(pki);
    Files.copy(pki.resolve("opcua-client.p12"), client.resolve("opcua-client.p12"));
    authority.writeAuthority(client, Instant.now().minusSeconds(30));
    assertNotTrusted(client);
  }
}
