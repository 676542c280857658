package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.GapKind;
import io.veritwin.plant.PlantDatabase;
import io.veritwin.plant.ReadingGap;
import io.veritwin.plant.TwinLevel;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.server.TestAuthority;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plant, its server or the platform itself is away and comes back. */
class LinkRestartTest {

  private static final int PLANT = 24845;

  private Path pki;
  private PlantDatabase database;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    pki = folder;
    TestAuthority.writeSite(pki);
    database = PlantDatabase.create();
  }

  @Test
  @Verifies({"URS-242", "URS-243"})
  void afterARestartOfTheServerValuesFlowAgainAndTheGapIsStored() {
    try (FollowedPlant followed = new FollowedPlant(database, pki, PLANT)) {
      try (PlantSimulator first = FollowedPlant.plant(PLANT, pki)) {
        assertEquals(1, first.units().size());
        followed.awaitValues();
      }
      FollowedPlant.await(
          "the stop is noticed", Duration.ofSeconds(8), () -> !followed.link.link("BR-204").live());
      Instant stopped = Instant.now();
      try (PlantSimulator second = FollowedPlant.plant(PLANT, pki)) {
        assertEquals(1, second.units().size());
        followed.awaitValues();
        FollowedPlant.await(
            "the gap is stored", Duration.ofSeconds(5), () -> !followed.gaps().isEmpty());
        ReadingGap gap = followed.gaps().get(0);
        assertEquals(GapKind.LINK_LOSS, gap.kind());
        assertEquals(null, gap.tag());
        assertTrue(gap.from().isBefore(stopped) && gap.to().isAfter(stopped));
        assertEquals(1, followed.gaps().size(), followed.gaps().toString());
        assertEquals(1, followed.all("BATCH.ID").size(), "an unchanged value is not stored again");
      }
    }
  }

  @Test
  @Verifies("URS-243")
  void theTimeThePlatformWasStoppedIsAGap() {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki)) {
      assertEquals(1, plant.units().size());
      try (FollowedPlant first = new FollowedPlant(database, pki, PLANT)) {
        first.awaitValues();
        assertEquals(List.of(), first.gaps());
      }
      try (FollowedPlant second = new FollowedPlant(database, pki, PLANT)) {
        assertTrue(second.link.batch("BR-204").isPresent(), "the last known batch is shown");
        assertFalse(second.link.live("BR-204"));
        second.awaitValues();
        FollowedPlant.await(
            "the gap is stored", Duration.ofSeconds(5), () -> !second.gaps().isEmpty());
        assertEquals(GapKind.PLATFORM_STOPPED, second.gaps().get(0).kind());
        assertEquals(1, second.all("BATCH.ID").size());
      }
    }
  }

  @Test
  @Verifies({"URS-247", "URS-248"})
  void aPlantThatIsNotThereIsWaitedForAndTheLevelFollowsTheFacts() throws InterruptedException {
    try (FollowedPlant followed = new FollowedPlant(database, pki, PLANT)) {
      FollowedPlant.await(
          "the first attempt failed",
          Duration.ofSeconds(10),
          () -> followed.link.link("BR-204").words().contains("cannot be reached"));
      assertEquals(TwinLevel.MODEL, TwinLevel.of(followed.link.levelFacts("BR-204"), true));
      try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki)) {
        followed.awaitValues();
        FollowedPlant.await(
            "the write grant is read",
            Duration.ofSeconds(5),
            () -> followed.link.writeGranted("BR-204", "FIC-204.SP"));
        assertEquals(
            TwinLevel.SUPERVISED_TWIN, TwinLevel.of(followed.link.levelFacts("BR-204"), true));
        assertEquals(TwinLevel.SHADOW, TwinLevel.of(followed.link.levelFacts("BR-204"), false));
        plant.fault("BR-204", "revoke-writes");
        FollowedPlant.await(
            "the revoked right is noticed",
            Duration.ofSeconds(10),
            () -> !followed.link.writeGranted("BR-204", "FIC-204.SP"));
        assertEquals(TwinLevel.SHADOW, TwinLevel.of(followed.link.levelFacts("BR-204"), true));
        assertFalse(followed.link.live("BR-101"), "BR-101 is not served");
      }
      FollowedPlant.await(
          "the level falls",
          Duration.ofSeconds(10),
          () -> TwinLevel.of(followed.link.levelFacts("BR-204"), true) == TwinLevel.MODEL);
    }
  }
}
