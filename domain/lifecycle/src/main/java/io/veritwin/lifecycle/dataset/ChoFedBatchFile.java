package io.veritwin.lifecycle.dataset;

import io.veritwin.lifecycle.dataset.ImportCheck.CheckedBatch;
import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.model.ChoFedBatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/**
 * One table of CHO fed-batches, one row per sample time. The unit stands in each column's name; no
 * value is converted but the feed, from mL/h to L/h. The first row of a batch is its start and must
 * be complete.
 */
final class ChoFedBatchFile implements BatchFormat {

  /**
   * A measured column.
   *
   * @param header as in the file, with its unit
   * @param quantity the name before the unit
   * @param output the structure's output, or an id of its own that is kept and not computed with
   * @param state the state it starts; {@code null} when it starts none
   * @param upper greatest believable value
   */
  private record Measured(
      String header, String quantity, String unit, String output, String state, double upper) {}

  private static final List<Measured> MEASURED =
      List.of(
          new Measured("VCD_1e9_per_L", "VCD", "10⁹/L", "VCD", "Xv", 200),
          new Measured("Viability_pct", "Viability", "%", "VIAB", null, 100),
          new Measured("Glc_mM", "Glc", "mmol/L", "GLC", "Glc", 500),
          new Measured("Gln_mM", "Gln", "mmol/L", "GLN", "Gln", 100),
          new Measured("Lac_mM", "Lac", "mmol/L", "LAC", "Lac", 500),
          new Measured("Amm_mM", "Amm", "mmol/L", "AMM", "Amm", 100),
          new Measured("Titre_mg_per_L", "Titre", "mg/L", "TITRE", "mAb", 30000),
          new Measured("Volume_L", "Volume", "L", "VOLUME", "V", 30000));
  private static final String TIME = "time_h";
  private static final String FEED = "feed_mL_per_h";
  private static final double LONGEST_H = 2000;
  private static final double LARGEST_FEED = 1e6;

  @Override
  public String title() {
    return "CHO fed-batch table";
  }

  @Override
  public String expects() {
    return "one table with the columns " + String.join(", ", columns());
  }

  @Override
  public boolean recognises(List<CsvFile> files) {
    return files.stream().allMatch(f -> f.header().contains("batch") && f.header().contains(TIME));
  }

  @Override
  public ImportCheck read(List<CsvFile> files) {
    List<Refusal> against = new ArrayList<>();
    for (CsvFile file : files) {
      against.addAll(headerReasons(file));
    }
    if (!against.isEmpty()) {
      return new ImportCheck(title(), List.of(), List.of(), against);
    }
    Map<String, Reading> batches = new LinkedHashMap<>();
    List<RowRejection> rejections = new ArrayList<>();
    for (CsvFile file : files) {
      for (CsvFile.Row row : file.rows()) {
        rejections.addAll(readRow(file, row, batches));
      }
    }
    List<CheckedBatch> checked = new ArrayList<>();
    for (Reading batch : batches.values()) {
      if (batch.start.isEmpty()) {
        against.add(
            new Refusal(
                "LIF-04",
                "Batch "
                    + batch.name
                    + " is not imported: it has no complete first row, and without one the twin"
                    + " has no start. Complete the row at its first time and upload the file"
                    + " again."));
      } else {
        checked.add(batch.checked());
      }
    }
    if (batches.isEmpty()) {
      against.add(new Refusal("LIF-04", "Nothing is imported: the file holds no batch."));
    }
    return new ImportCheck(title(), checked, rejections, against);
  }

  private static List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("batch", "synthetic", TIME, FEED));
    MEASURED.forEach(m -> columns.add(m.header));
    return columns;
  }

  /** A quantity in another unit, an unknown column and a missing one each get their sentence. */
  private static List<Refusal> headerReasons(CsvFile file) {
    List<Refusal> reasons = new ArrayList<>();
    List<String> known = columns();
    for (String column : file.header()) {
      if (file.header().indexOf(column) != file.header().lastIndexOf(column)) {
        reasons.add(
            new Refusal(
                "LIF-01",
                file.name() + " is not imported: the column " + column + " stands there twice."));
      } else if (!known.contains(column)) {
        String quantity = column.contains("_") ? column.substring(0, column.indexOf('_')) : column;
        String instead =
            known.stream()
                .filter(k -> k.startsWith(quantity + "_"))
                .findFirst()
                .map(k -> " This quantity is read as " + k + "; convert it before the upload.")
                .orElse(" Remove it, or name it as the format does.");
        reasons.add(
            new Refusal(
                "LIF-01",
                file.name()
                    + " is not imported: the column "
                    + column
                    + " is not known."
                    + instead));
      }
    }
    for (String column : known) {
      if (!file.header().contains(column)) {
        reasons.add(
            new Refusal(
                "LIF-01", file.name() + " is not imported: the column " + column + " is missing."));
      }
    }
    return reasons;
  }

  private static List<RowRejection> readRow(
      CsvFile file, CsvFile.Row line, Map<String, Reading> batches) {
    RowReader row = new RowReader(file, line);
    String name = row.text("batch");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}")) {
      row.reject("batch", name, "batch name", "\"" + name + "\" is no batch name");
      return row.rejections();
    }
    Reading batch = batches.computeIfAbsent(name, Reading::new);
    batch.files.add(file.name());
    batch.rows++;
    String flag = row.text("synthetic");
    boolean synthetic = flag.equals("true");
    if (!synthetic && !flag.equals("false")) {
      row.reject("synthetic", flag, "synthetic flag", "the flag is \"true\" or \"false\"");
    } else if (batch.accepted > 0 && batch.synthetic != synthetic) {
      row.reject(
          "synthetic",
          flag,
          "synthetic flag",
          "the batch began as " + batch.synthetic + " and cannot change");
    }
    double time = row.required(TIME, 0, LONGEST_H, "h");
    if (time <= batch.lastTime) {
      boolean same = time == batch.lastTime;
      row.reject(
          TIME,
          row.text(TIME),
          same ? "duplicate" : "time increases",
          same
              ? "the batch already has a row at " + RowReader.plain(time) + " h"
              : "the row before is at " + RowReader.plain(batch.lastTime) + " h");
    }
    double feed = row.required(FEED, 0, LARGEST_FEED, "mL/h");
    Map<Measured, Double> values = new LinkedHashMap<>();
    for (Measured m : MEASURED) {
      OptionalDouble value = row.optional(m.header, 0, m.upper, m.unit);
      if (value.isPresent()) {
        values.put(m, value.getAsDouble());
      }
    }
    if (batch.start.isEmpty() && row.accepted()) {
      for (Measured m : MEASURED) {
        if (m.state != null && !values.containsKey(m)) {
          row.reject(m.header, "", "complete start", "the first row of a batch is complete");
        }
      }
    }
    if (row.accepted()) {
      batch.take(time, feed, synthetic, values, row.holes());
    }
    return row.rejections();
  }

  /** A batch while its rows are read. */
  private static final class Reading {
    private final String name;
    private boolean synthetic;
    private final Set<String> files = new LinkedHashSet<>();
    private double firstTime;
    private double lastTime = Double.NEGATIVE_INFINITY;
    private final Map<String, Double> start = new TreeMap<>();
    private final List<InputChange> inputs = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();
    private int rows;
    private int accepted;
    private int values;
    private int holes;

    Reading(String name) {
      this.name = name;
    }

    void take(double time, double feed, boolean flag, Map<Measured, Double> measured, int empty) {
      if (accepted == 0) {
        synthetic = flag;
        measured.forEach(
            (m, value) -> {
              if (m.state != null) {
                start.put(m.state, value);
              }
            });
        // The twin's clock starts with the batch's first row.
        firstTime = time;
      } else {
        measured.forEach(
            (m, value) -> observations.add(new Observation(time - firstTime, m.output, value)));
      }
      double litres = feed / 1000;
      if (inputs.isEmpty() || inputs.get(inputs.size() - 1).values().get("feed") != litres) {
        inputs.add(new InputChange(time - firstTime, Map.of("feed", litres)));
      }
      times.add(time);
      lastTime = time;
      accepted++;
      values += measured.size();
      holes += empty;
    }

    CheckedBatch checked() {
      BatchContent whole =
          new BatchContent(name, ChoFedBatch.STRUCTURE_ID, synthetic, start, inputs, observations);
      return new CheckedBatch(
          whole,
          List.copyOf(files),
          new Reconciliation(rows, accepted, rows - accepted, values, holes),
          TimeGaps.of(times));
    }
  }
}
