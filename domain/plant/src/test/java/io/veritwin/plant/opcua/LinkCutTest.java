package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.PlantDatabase;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.server.CuttableCable;
import io.veritwin.simulator.server.TestAuthority;
import io.veritwin.simulator.server.TestPlant;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link is cut for a while: nothing is lost, or the loss is stored. */
class LinkCutTest {

  private static final int PLANT = 24840;
  private static final int CABLE = 24841;

  private Path pki;
  private PlantDatabase database;

  @BeforeEach
  void prepare(@TempDir Path folder) {
    pki = folder;
    TestAuthority.writeSite(pki);
    database = PlantDatabase.create();
  }

  @Test
  @Verifies("URS-242")
  void anEightSecondCutOfTheCableLosesNothing() throws InterruptedException {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki);
        CuttableCable cable = new CuttableCable(CABLE, PLANT);
        FollowedPlant followed = new FollowedPlant(database, pki, CABLE)) {
      assertEquals(1, plant.units().size());
      followed.awaitValues();
      Thread.sleep(1000);
      cable.cut(true, true);
      FollowedPlant.await(
          "the cut is noticed", Duration.ofSeconds(8), () -> !followed.link.link("BR-204").live());
      Thread.sleep(2500);
      cable.mend();
      followed.awaitValues();
      Thread.sleep(1500);
      boolean complete =
          followed.widestStep("PROCESS.TIME").compareTo(FollowedPlant.TICK.multipliedBy(4)) < 0;
      assertTrue(complete || !followed.gaps().isEmpty(), "a loss without a gap");
      assertTrue(
          complete,
          "the widest step is "
              + followed.widestStep("PROCESS.TIME")
              + ", gaps "
              + followed.gaps());
    }
  }

  @Test
  @Verifies("URS-242")
  void droppedConnectionsLoseNothing() throws InterruptedException {
    try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki);
        FollowedPlant followed = new FollowedPlant(database, pki, PLANT)) {
      followed.awaitValues();
      plant.fault("BR-204", "drop-connections 8");
      FollowedPlant.await(
          "the drop is noticed", Duration.ofSeconds(8), () -> !followed.link.link("BR-204").live());
      Thread.sleep(3000);
      followed.awaitValues();
      Thread.sleep(1500);
      Duration widest = followed.widestStep("TIC-204.PV");
      assertTrue(
          widest.compareTo(FollowedPlant.TICK.multipliedBy(4)) < 0, "the widest step is " + widest);
      assertEquals(List.of(), followed.gaps());
    }
  }

  /** The system's clock, until somebody sets it. */
  private static final class SetClock extends Clock {
    private volatile Duration by = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }
  }

  @Test
  @Verifies("URS-242")
  void aClockSetBackWhileThePlantIsGoneDoesNotKeepTheLinkWaiting() {
    SetClock clock = new SetClock();
    try (FollowedPlant followed =
        new FollowedPlant(database, pki, PLANT, TestPlant.PLATFORM_PASSWORD, clock)) {
      FollowedPlant.await(
          "the attempt fails",
          Duration.ofSeconds(20),
          () -> followed.link.link("BR-204").words().contains("cannot be reached"));
      clock.by = Duration.ofHours(-1);
      try (PlantSimulator plant = FollowedPlant.plant(PLANT, pki)) {
        assertEquals(1, plant.units().size());
        FollowedPlant.await(
            "readings are stored",
            Duration.ofSeconds(30),
            () -> !followed.all("TIC-204.PV").isEmpty());
      }
    }
  }
}
