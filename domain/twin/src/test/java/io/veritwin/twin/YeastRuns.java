package io.veritwin.twin;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputStep;
import io.veritwin.twin.run.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the measured yeast fed-batches for tests; a test is skipped where they are absent. */
public final class YeastRuns {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Path folder;

  private YeastRuns(Path folder) {
    this.folder = folder;
  }

  /** The runs, or the test is skipped with the reason. */
  public static YeastRuns orSkip() {
    Path folder = sharedData().resolve("yeast_fedbatch");
    assumeTrue(
        Files.isDirectory(folder), "The measured yeast runs are absent: there is no " + folder);
    return new YeastRuns(folder);
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

  /**
   * A run with initial state and feed from its metadata, offline samples, and off-gas CO2 every so
   * many minutes.
   */
  public BatchData run(int number, int co2EveryMinutes) {
    Map<String, String> meta =
        rows("metadata.csv").stream()
            .filter(row -> row.get("fermentation").equals("ferm" + number))
            .findFirst()
            .orElseThrow();
    double volume = value(meta, "V0");
    double[] y0 = {
      value(meta, "mX0") / volume, value(meta, "cS0"), value(meta, "mE0") / volume, volume
    };
    double gas = value(meta, "gas_flow");
    double feedOn = value(meta, "feed_on");
    List<InputStep> inputs = new ArrayList<>();
    if (feedOn > 0) {
      inputs.add(new InputStep(0, new double[] {0, gas}));
    }
    inputs.add(new InputStep(feedOn, new double[] {value(meta, "feed_rate"), gas}));

    List<Sample> samples = new ArrayList<>();
    for (Map<String, String> row : rows("offline_" + number + ".csv")) {
      add(samples, row, "cX", "CX", 0.2, 0.03);
      add(samples, row, "cS", "CS", 0.1, 0.05);
      add(samples, row, "cE", "CE", 0.1, 0.05);
    }
    LocalDateTime start = LocalDateTime.parse(meta.get("start"), STAMP);
    List<Map<String, String>> offGas = rows("offgas_co2_" + number + ".csv");
    for (int i = 0; i < offGas.size(); i += co2EveryMinutes) {
      Map<String, String> row = offGas.get(i);
      double hours =
          Duration.between(start, LocalDateTime.parse(row.get("time"), STAMP)).toSeconds() / 3600.0;
      if (hours >= 0) {
        samples.add(new Sample(hours, "CO2", value(row, "CO2_volpct"), 0.1));
      }
    }
    return new BatchData("ferm" + number, y0, inputs, samples);
  }

  private static void add(
      List<Sample> samples,
      Map<String, String> row,
      String column,
      String output,
      double sd,
      double relativeSd) {
    if (!row.get(column).isEmpty()) {
      double value = value(row, column);
      samples.add(new Sample(value(row, "t"), output, value, sd + relativeSd * value));
    }
  }

  private static double value(Map<String, String> row, String column) {
    return Double.parseDouble(row.get(column));
  }

  private List<Map<String, String>> rows(String file) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(file));
      String[] names = lines.get(0).split(",", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], cells[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
