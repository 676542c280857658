package io.veritwin.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The measured yeast fed-batches beside the checkout, read by the test itself: what the product
 * prints is compared with the files, not with what the product read.
 */
final class MeasuredRuns {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Path folder;

  private MeasuredRuns(Path folder) {
    this.folder = folder;
  }

  /** Ends the test as not executed where the files are absent. */
  static MeasuredRuns orNotExecuted() {
    Path folder = sharedData().resolve("yeast_fedbatch");
    Assumptions.assumeTrue(
        Files.isDirectory(folder), "the measured yeast runs are absent: there is no " + folder);
    return new MeasuredRuns(folder);
  }

  private static Path sharedData() {
    String configured = System.getProperty("veritwin.shared.data");
    if (configured != null) {
      return Path.of(configured);
    }
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve(".mvn"))) {
      root = root.getParent();
    }
    return root.resolveSibling("shared").resolve("data");
  }

  Path folder() {
    return folder;
  }

  /** The table of runs, and samples and off-gas of each run, as a person would upload them. */
  Path[] files(int... runs) {
    List<Path> files = new ArrayList<>();
    files.add(folder.resolve("metadata.csv"));
    for (int run : runs) {
      files.add(folder.resolve("offline_" + run + ".csv"));
      files.add(folder.resolve("offgas_co2_" + run + ".csv"));
    }
    return files.toArray(Path[]::new);
  }

  /**
   * What one count of the feed totaliser is worth, mL: what the pump was set to feed by what was
   * counted, over these runs.
   */
  double millilitresPerCount(int... runs) {
    double fed = 0;
    double counted = 0;
    for (int run : runs) {
      Map<String, String> about = about(run);
      List<Map<String, String>> online =
          rows("online_" + run + ".csv").stream().filter(r -> !r.get("SUBST_A").isEmpty()).toList();
      Map<String, String> last = online.get(online.size() - 1);
      double hours =
          Duration.between(time(about.get("start")), time(last.get("PDatTime"))).toSeconds()
              / 3600.0;
      fed += 1000 * number(about, "feed_rate") * (hours - number(about, "feed_on"));
      counted += number(last, "SUBST_A");
    }
    return fed / counted;
  }

  /** Samples of a run: process time in h and value, in the order of the file. */
  List<double[]> samples(int run, String column) {
    return rows("offline_" + run + ".csv").stream()
        .filter(r -> !r.get(column).isEmpty())
        .map(r -> new double[] {number(r, "t"), number(r, column)})
        .toList();
  }

  /** Off-gas CO2 of a run: process time in h and vol%, from the run's start on. */
  List<double[]> carbonDioxide(int run) {
    LocalDateTime start = time(about(run).get("start"));
    return rows("offgas_co2_" + run + ".csv").stream()
        .map(
            r ->
                new double[] {
                  Duration.between(start, time(r.get("time"))).toSeconds() / 3600.0,
                  number(r, "CO2_volpct")
                })
        .filter(p -> p[0] >= 0)
        .toList();
  }

  private Map<String, String> about(int run) {
    return rows("metadata.csv").stream()
        .filter(r -> r.get("fermentation").equals("ferm" + run))
        .findFirst()
        .orElseThrow();
  }

  private static LocalDateTime time(String text) {
    return LocalDateTime.parse(text, STAMP);
  }

  private static double number(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private List<Map<String, String>> rows(String file) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(file));
      List<String> names = Arrays.asList(lines.get(0).split(",", -1));
      return lines.stream()
          .skip(1)
          .map(
              line -> {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < names.size(); i++) {
                  row.put(names.get(i), cells[i]);
                }
                return row;
              })
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
