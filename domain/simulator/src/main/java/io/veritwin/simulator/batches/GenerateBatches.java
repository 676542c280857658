package io.veritwin.simulator.batches;

import io.veritwin.simulator.culture.Bioreactor;
import io.veritwin.simulator.culture.FeedingStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes complete batches of the virtual plant as CSV files, each with its own seed and feeding
 * strategy, and each saying in its first line and in every row that it is synthetic (URS-275).
 *
 * <p>A row is one daily sample: the assays with the laboratory's noise, the volume, and the feed
 * rate from that sample on.
 */
public final class GenerateBatches {

  static final String HEADER =
      "batch,synthetic,time_h,feed_mL_per_h,VCD_1e9_per_L,Viability_pct,Glc_mM,Gln_mM,Lac_mM,"
          + "Amm_mM,Titre_mg_per_L,Volume_L";

  private GenerateBatches() {}

  /** Arguments: folder, number of batches, seed of the first one. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("give a folder, a number of batches and a seed");
    }
    Path folder = Path.of(arguments[0]);
    for (Path file : write(folder, Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]))) {
      System.out.println(file);
    }
  }

  /**
   * Writes {@code count} batches.
   *
   * @param seed of the first batch; the others follow
   * @return the files
   */
  public static List<Path> write(Path folder, int count, long seed) throws IOException {
    if (count < 1 || count > 999) {
      throw new IllegalArgumentException("1 to 999 batches can be made, not " + count);
    }
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      String batch = String.format(Locale.ROOT, "S%d-%03d", seed, n + 1);
      Path file = folder.resolve(batch + ".csv");
      Files.write(file, lines(batch, seed + n, FeedingStrategy.number(n)));
      files.add(file);
    }
    return files;
  }

  /** The lines of one batch. */
  static List<String> lines(String batch, long seed, FeedingStrategy strategy) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# synthetic data: virtual plant BR-204, feeding strategy "
            + strategy.name()
            + ", seed "
            + seed);
    lines.add(HEADER);
    Bioreactor reactor = new Bioreactor(seed);
    for (int day = 0; day <= 14; day++) {
      Bioreactor.Assays assays = reactor.sample();
      double feed = day == 14 ? 0 : strategy.byDay()[day];
      lines.add(
          String.join(
              ",",
              batch,
              "true",
              Integer.toString(24 * day),
              Double.toString(feed),
              Double.toString(assays.viableCells()),
              Double.toString(assays.viability()),
              Double.toString(assays.glucose()),
              Double.toString(assays.glutamine()),
              Double.toString(assays.lactate()),
              Double.toString(assays.ammonia()),
              Double.toString(assays.titre()),
              Double.toString(reactor.online().volume())));
      if (day < 14) {
        reactor.advance(24, feed);
      }
    }
    return lines;
  }
}
