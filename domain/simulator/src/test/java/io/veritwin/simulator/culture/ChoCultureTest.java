package io.veritwin.simulator.culture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the virtual culture does in a whole batch. */
class ChoCultureTest {

  /** States of a batch at the end of each day. */
  private static List<ChoCulture> batch(long seed, FeedingStrategy strategy) {
    Bioreactor reactor = new Bioreactor(seed);
    List<ChoCulture> days = new ArrayList<>();
    days.add(new ChoCulture(reactor.culture().state()));
    for (int day = 0; day < 14; day++) {
      reactor.advance(24, strategy.byDay()[day]);
      days.add(new ChoCulture(reactor.culture().state()));
    }
    return days;
  }

  private static double peak(List<ChoCulture> days) {
    return days.stream().mapToDouble(ChoCulture::viableCells).max().orElseThrow();
  }

  private static double titre(List<ChoCulture> days) {
    return days.get(14).antibody();
  }

  @Test
  @Verifies("URS-273")
  void viableCellsLieInTheRangeOfTheMeasuredNistchoCultures() throws IOException {
    Map<Integer, double[]> measured = new TreeMap<>();
    List<String> lines =
        Files.readAllLines(
            SharedData.folder("nistcho_fedbatch").resolve("vicell_growth_viability.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      double vcd = Double.parseDouble(cells[6]);
      int day = (int) Math.round(Double.parseDouble(cells[7]) / 24);
      double[] range = measured.computeIfAbsent(day, d -> new double[] {vcd, vcd});
      range[0] = Math.min(range[0], vcd);
      range[1] = Math.max(range[1], vcd);
    }
    assertTrue(measured.size() >= 9, "the file holds " + measured.keySet());
    for (long seed = 1; seed <= 5; seed++) {
      List<ChoCulture> days = batch(seed, FeedingStrategy.recipe());
      for (Map.Entry<Integer, double[]> day : measured.entrySet()) {
        double cells = days.get(day.getKey()).viableCells();
        // A count scatters by about 10 %, and the measured range is that of few cultures.
        assertTrue(
            cells > 0.85 * day.getValue()[0] && cells < 1.15 * day.getValue()[1],
            "seed "
                + seed
                + ", day "
                + day.getKey()
                + ": "
                + cells
                + " outside "
                + day.getValue()[0]
                + " to "
                + day.getValue()[1]);
      }
    }
  }

  @Test
  @Verifies("URS-273")
  void theRecipePeaksBetween8And22BillionPerLitre() {
    for (long seed = 1; seed <= 10; seed++) {
      double peak = peak(batch(seed, FeedingStrategy.recipe()));
      assertTrue(peak > 8 && peak < 22, "seed " + seed + " peaks at " + peak);
    }
  }

  @Test
  @Verifies("URS-273")
  void tooLittleFeedStarvesTheCultureAndTooMuchRaisesLactate() {
    List<ChoCulture> recipe = batch(3, FeedingStrategy.recipe());
    List<ChoCulture> little = batch(3, FeedingStrategy.constant(20));
    List<ChoCulture> much = batch(3, FeedingStrategy.recipeTimes(1.8));
    assertTrue(recipe.stream().allMatch(day -> day.glucose() > 4));
    assertTrue(little.stream().anyMatch(day -> day.glucose() < 1));
    assertTrue(much.get(12).lactate() > 1.15 * recipe.get(12).lactate());
    assertTrue(titre(little) < 0.8 * titre(recipe));
    assertTrue(titre(much) < 0.97 * titre(recipe), titre(much) + " of " + titre(recipe));
    assertTrue(little.get(12).viability() < recipe.get(12).viability() - 10);
  }

  @Test
  @Verifies("URS-273")
  void fedGlucoseArrivesWithADelayAndNoneIsLost() {
    // Dead cells eat nothing: what is fed must be found again.
    double[] empty = new ChoCulture(0, 25).state();
    empty[ChoCulture.GLUCOSE] = 0;
    ChoCulture vessel = new ChoCulture(empty);
    ChoCulture.Surroundings fed = new ChoCulture.Surroundings(0.1, 36.8, 7, 40);
    for (int minute = 0; minute < 60; minute++) {
      vessel.step(1.0 / 60, fed);
    }
    double found = vessel.glucose() * vessel.volume();
    assertTrue(found < 0.9 * 0.1 * ChoCulture.FEED_GLUCOSE, "some is still unmixed: " + found);
    ChoCulture.Surroundings still = new ChoCulture.Surroundings(0, 36.8, 7, 40);
    for (int minute = 0; minute < 120; minute++) {
      vessel.step(1.0 / 60, still);
    }
    assertEquals(25.1, vessel.volume(), 1e-9);
    assertEquals(0.1 * ChoCulture.FEED_GLUCOSE, vessel.glucose() * vessel.volume(), 1e-4);
  }

  @Test
  @Verifies("URS-273")
  void halvingTheStepChangesNothingThatMatters() {
    ChoCulture one = new ChoCulture(0.36, 25);
    ChoCulture two = new ChoCulture(0.36, 25);
    ChoCulture.Surroundings around = new ChoCulture.Surroundings(0.06, 36.8, 7, 40);
    for (int minute = 0; minute < 200 * 60; minute++) {
      one.step(1.0 / 60, around);
      two.step(1.0 / 120, around);
      two.step(1.0 / 120, around);
    }
    assertArrayEquals(two.state(), one.state(), 1e-7);
  }

  @Test
  @Verifies("URS-274")
  void theSameSeedGivesTheSameBatchAndAnotherSeedAnother() {
    assertArrayEquals(
        batch(5, FeedingStrategy.recipe()).get(14).state(),
        batch(5, FeedingStrategy.recipe()).get(14).state());
    assertTrue(
        Math.abs(
                batch(5, FeedingStrategy.recipe()).get(7).viableCells()
                    - batch(6, FeedingStrategy.recipe()).get(7).viableCells())
            > 0.01);
  }
}
