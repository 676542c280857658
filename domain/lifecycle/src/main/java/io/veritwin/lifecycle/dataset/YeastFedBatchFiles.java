package io.veritwin.lifecycle.dataset;

import io.veritwin.lifecycle.dataset.ImportCheck.CheckedBatch;
import io.veritwin.records.signature.Refusal;
import io.veritwin.twin.model.YeastOverflow;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measured baker's yeast fed-batches as a laboratory writes them: one table of runs ({@code
 * metadata.csv}), and per run one table of samples ({@code offline_7.csv}) and, where there is one,
 * one of the off-gas analyser ({@code offgas_co2_7.csv}). They are uploaded together; runs of the
 * table without samples are left alone.
 *
 * <p>Start and feed come from the table of runs. The analyser's clock is turned into process time
 * by the run's start; what it wrote before the start is rejected.
 */
final class YeastFedBatchFiles implements BatchFormat {

  private static final Pattern SAMPLES = Pattern.compile("offline_(\\w+)\\.csv");
  private static final Pattern OFF_GAS = Pattern.compile("offgas_co2_(\\w+)\\.csv");
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
  private static final double LONGEST_H = 1000;

  /** Columns of the samples: header, output, greatest believable value in g/L. */
  private record Assay(String header, String output, double upper) {}

  private static final List<Assay> ASSAYS =
      List.of(
          new Assay("cX", "CX", 300),
          new Assay("cS", "CS", 500),
          new Assay("cE", "CE", 150),
          new Assay("cGly", "CGLY", 150));

  private static final List<String> RUN_COLUMNS =
      List.of(
          "fermentation", "start", "feed_on", "V0", "cX0", "cS0", "mE0", "feed_rate", "gas_flow");

  @Override
  public String title() {
    return "yeast fed-batch, runs with samples and off-gas";
  }

  @Override
  public String expects() {
    return "metadata.csv together with offline_N.csv and offgas_co2_N.csv of each run N";
  }

  @Override
  public boolean recognises(List<CsvFile> files) {
    return files.stream()
        .anyMatch(f -> isRuns(f) || SAMPLES.matcher(f.name()).matches() || isOffGas(f));
  }

  @Override
  public ImportCheck read(List<CsvFile> files) {
    List<Refusal> against = new ArrayList<>();
    Optional<CsvFile> runs = files.stream().filter(YeastFedBatchFiles::isRuns).findFirst();
    Map<String, CsvFile> samples = byRun(files, SAMPLES);
    Map<String, CsvFile> offGas = byRun(files, OFF_GAS);
    runs.ifPresentOrElse(
        f -> against.addAll(missing(f, RUN_COLUMNS)),
        () ->
            against.add(
                new Refusal(
                    "LIF-04",
                    "Nothing is imported: metadata.csv, which gives the start of each run, is not"
                        + " among the files. Upload it together with the others.")));
    samples.values().forEach(f -> against.addAll(missing(f, List.of("t", "cX", "cS", "cE"))));
    offGas.values().forEach(f -> against.addAll(missing(f, List.of("time", "CO2_volpct"))));
    offGas.forEach(
        (run, f) -> {
          if (!samples.containsKey(run)) {
            against.add(
                new Refusal(
                    "LIF-04",
                    f.name()
                        + " is not imported: offline_"
                        + run
                        + ".csv, which holds the samples of the same run, is not among the"
                        + " files."));
          }
        });
    for (CsvFile file : files) {
      if (runs.filter(file::equals).isEmpty()
          && !samples.containsValue(file)
          && !offGas.containsValue(file)) {
        against.add(
            new Refusal(
                "LIF-01",
                file.name()
                    + " is not imported: it is not part of the format, which expects "
                    + expects()
                    + "."));
      }
    }
    if (samples.isEmpty()) {
      against.add(
          new Refusal("LIF-04", "Nothing is imported: no file offline_N.csv is among the files."));
    }
    if (!against.isEmpty()) {
      return new ImportCheck(title(), List.of(), List.of(), against);
    }
    List<CheckedBatch> batches = new ArrayList<>();
    List<RowRejection> rejections = new ArrayList<>();
    samples.forEach(
        (run, file) -> {
          Run batch = new Run("ferm" + run);
          batch
              .begin(runs.orElseThrow(), rejections)
              .ifPresentOrElse(
                  against::add,
                  () -> {
                    batch.readSamples(file, rejections);
                    if (offGas.containsKey(run)) {
                      batch.readOffGas(offGas.get(run), rejections);
                    }
                    batches.add(batch.checked());
                  });
        });
    return new ImportCheck(title(), batches, rejections, against);
  }

  private static boolean isRuns(CsvFile file) {
    return file.header().contains("fermentation");
  }

  private static boolean isOffGas(CsvFile file) {
    return OFF_GAS.matcher(file.name()).matches();
  }

  private static Map<String, CsvFile> byRun(List<CsvFile> files, Pattern name) {
    Map<String, CsvFile> byRun = new LinkedHashMap<>();
    for (CsvFile file : files) {
      Matcher matcher = name.matcher(file.name());
      if (matcher.matches()) {
        byRun.put(matcher.group(1), file);
      }
    }
    return byRun;
  }

  private static List<Refusal> missing(CsvFile file, List<String> columns) {
    return columns.stream()
        .filter(Predicate.not(file.header()::contains))
        .map(
            c ->
                new Refusal(
                    "LIF-01", file.name() + " is not imported: the column " + c + " is missing."))
        .toList();
  }

  /** One run while its files are read. */
  private static final class Run {
    private final String name;
    private final List<String> files = new ArrayList<>();
    private LocalDateTime began;
    private final Map<String, Double> start = new TreeMap<>();
    private final List<InputChange> inputs = new ArrayList<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();
    private int rows;
    private int accepted;
    private int holes;

    Run(String name) {
      this.name = name;
    }

    /** Reads the run's line in the table of runs; a reason when it cannot begin. */
    Optional<Refusal> begin(CsvFile runs, List<RowRejection> rejections) {
      List<CsvFile.Row> lines =
          runs.rows().stream()
              .filter(r -> new RowReader(runs, r).text("fermentation").equals(name))
              .toList();
      if (lines.size() != 1) {
        return Optional.of(
            new Refusal(
                "LIF-04",
                "Run "
                    + name
                    + " is not imported: "
                    + runs.name()
                    + " has "
                    + lines.size()
                    + " lines for it and exactly one is needed."));
      }
      RowReader row = new RowReader(runs, lines.get(0));
      files.add(runs.name());
      began = clock(row, "start");
      double volume = row.required("V0", 1e-3, 1000, "L");
      start.put("V", volume);
      start.put("X", row.required("cX0", 0, 300, "g/L"));
      start.put("S", row.required("cS0", 0, 500, "g/L"));
      start.put("E", row.required("mE0", 0, 1000, "g") / volume);
      double feedOn = row.required("feed_on", 0, LONGEST_H, "h");
      double feed = row.required("feed_rate", 0, 100, "L/h");
      double gas = row.required("gas_flow", 1e-3, 100000, "L/h");
      if (!row.accepted()) {
        rejections.addAll(row.rejections());
        return Optional.of(
            new Refusal(
                "LIF-04",
                "Run "
                    + name
                    + " is not imported: its line in "
                    + runs.name()
                    + " cannot be read, see the rejected values."));
      }
      if (feedOn > 0) {
        inputs.add(new InputChange(0, Map.of("feed", 0.0, "gas", gas)));
      }
      inputs.add(new InputChange(feedOn, Map.of("feed", feed, "gas", gas)));
      return Optional.empty();
    }

    void readSamples(CsvFile file, List<RowRejection> rejections) {
      files.add(file.name());
      double last = Double.NEGATIVE_INFINITY;
      for (CsvFile.Row line : file.rows()) {
        rows++;
        RowReader row = new RowReader(file, line);
        double time = row.required("t", 0, LONGEST_H, "h");
        requireIncrease(row, "t", time, last);
        List<Observation> found = new ArrayList<>();
        for (Assay assay : ASSAYS) {
          if (file.column(assay.header) >= 0) {
            OptionalDouble value = row.optional(assay.header, 0, assay.upper, "g/L");
            value.ifPresent(v -> found.add(new Observation(time, assay.output, v)));
          }
        }
        last = keep(row, time, last, found, rejections);
      }
    }

    void readOffGas(CsvFile file, List<RowRejection> rejections) {
      files.add(file.name());
      double last = Double.NEGATIVE_INFINITY;
      for (CsvFile.Row line : file.rows()) {
        rows++;
        RowReader row = new RowReader(file, line);
        LocalDateTime at = clock(row, "time");
        double time = at == null ? Double.NaN : Duration.between(began, at).toSeconds() / 3600.0;
        if (time < 0) {
          row.reject(
              "time",
              row.text("time"),
              "range",
              "the run began at " + CLOCK.format(began) + ", after this value");
        }
        requireIncrease(row, "time", time, last);
        List<Observation> found = new ArrayList<>();
        row.optional("CO2_volpct", -1, 100, "%")
            .ifPresent(v -> found.add(new Observation(time, "CO2", v)));
        last = keep(row, time, last, found, rejections);
      }
    }

    private static void requireIncrease(RowReader row, String column, double time, double last) {
      if (time <= last) {
        row.reject(
            column,
            row.text(column),
            time == last ? "duplicate" : "time increases",
            time == last
                ? "the row before has the same time"
                : "the row before is later, at " + RowReader.plain(last) + " h");
      }
    }

    private double keep(
        RowReader row,
        double time,
        double last,
        List<Observation> found,
        List<RowRejection> rejections) {
      if (!row.accepted()) {
        rejections.addAll(row.rejections());
        return last;
      }
      accepted++;
      holes += row.holes();
      observations.addAll(found);
      times.add(time);
      return time;
    }

    private static LocalDateTime clock(RowReader row, String column) {
      try {
        return LocalDateTime.parse(row.text(column), CLOCK);
      } catch (DateTimeParseException e) {
        row.reject(column, row.text(column), "time", "a time is written as 2026-03-02 08:15:30");
        return null;
      }
    }

    CheckedBatch checked() {
      observations.sort(
          java.util.Comparator.comparingDouble(Observation::time)
              .thenComparing(Observation::output));
      return new CheckedBatch(
          new BatchContent(name, YeastOverflow.STRUCTURE_ID, false, start, inputs, observations),
          files,
          new Reconciliation(rows, accepted, rows - accepted, observations.size(), holes),
          TimeGaps.of(times.stream().sorted().toList()));
    }
  }
}
