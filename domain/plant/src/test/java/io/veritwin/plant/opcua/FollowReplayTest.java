package io.veritwin.plant.opcua;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.OfflineSample;
import io.veritwin.plant.PlantDatabase;
import io.veritwin.plant.Reading;
import io.veritwin.plant.TwinLevel;
import io.veritwin.simulator.PlantSimulator;
import io.veritwin.simulator.culture.SharedData;
import io.veritwin.simulator.replay.MeasuredBatch;
import io.veritwin.simulator.server.TestAuthority;
import io.veritwin.simulator.server.TestPlant;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measured yeast batch, replayed over OPC UA and followed as a shadow. */
class FollowReplayTest {

  private static final int PLANT = 24844;

  @Test
  @Verifies({"URS-240", "URS-248", "URS-277"})
  void theMeasuredBatchArrivesWholeAndTheUnitStaysAShadow(@TempDir Path pki) throws IOException {
    Path measured = firstHours(SharedData.folder("yeast_fedbatch"), pki);
    TestAuthority.writeSite(pki);
    PlantDatabase database = PlantDatabase.create();
    try (PlantSimulator plant =
            TestPlant.start(
                PLANT, pki, "veritwin.replay=" + measured, "veritwin.replay.speed=1800");
        FollowedPlant followed = new FollowedPlant(database, pki, PLANT)) {
      assertEquals(2, plant.units().size());
      FollowedPlant.await(
          "the batch is complete",
          Duration.ofSeconds(60),
          () ->
              followed
                  .link
                  .batch("BR-101")
                  .map(b -> b.state().inWords().equals("complete"))
                  .orElse(false));
      BatchContext batch = followed.link.batch("BR-101").orElseThrow();
      assertEquals(1800, batch.speed());
      assertFalse(batch.synthetic());
      assertEquals(TwinLevel.SHADOW, TwinLevel.of(followed.link.levelFacts("BR-101"), true));

      Instant end = Instant.now().plusSeconds(60);
      List<OfflineSample> samples = followed.store.samples("BR-101", Instant.EPOCH, end);
      OfflineSample last = samples.get(samples.size() - 1);
      assertEquals(8.45, last.sampleTimeHours(), 0.01);
      MeasuredBatch inFile = MeasuredBatch.read(measured, 7);
      assertTailOf(
          inFile, "LAB.CX", samples.stream().map(s -> s.assays().get("LAB.CX").value()).toList());
      for (String tag : List.of("SUBST_A", "CO2", "pO2")) {
        assertTailOf(
            inFile,
            tag,
            followed.store.between("BR-101", tag, Instant.EPOCH, end, 10_000).stream()
                .map(Reading::value)
                .toList());
      }
    }
  }

  /** The lines of the batch's first day, so that a replay at 1800x takes 18 seconds. */
  private static Path firstHours(Path measured, Path temporary) throws IOException {
    for (String file : List.of("online_7.csv", "offgas_co2_7.csv", "offline_7.csv")) {
      List<String> lines = Files.readAllLines(measured.resolve(file));
      Files.write(
          temporary.resolve(file),
          lines.stream()
              .filter(line -> line.equals(lines.get(0)) || line.compareTo("2020-12-09 18:30") < 0)
              .toList());
    }
    return temporary;
  }

  /** The platform connects a little after the replay began; what follows must be whole. */
  private static void assertTailOf(MeasuredBatch batch, String tag, List<Double> stored) {
    List<Double> inFile =
        batch.rows().stream()
            .filter(row -> row.values().containsKey(tag))
            .map(row -> row.values().get(tag))
            .toList();
    int missed = inFile.size() - stored.size();
    assertTrue(missed >= 0 && stored.size() >= 5, missed + " of " + tag + " are missing");
    assertEquals(inFile.subList(missed, inFile.size()), stored, tag);
  }
}
