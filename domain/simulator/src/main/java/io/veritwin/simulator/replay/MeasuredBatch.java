package io.veritwin.simulator.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A measured yeast fed-batch as three CSV files keep it: online signals, off-gas CO2 and offline
 * assays, each with time stamps of one clock. Process time 0 is the first line of the offline file.
 *
 * @param run the run's number
 * @param rows everything measured, in order of time
 * @param hours process time of the last row
 */
public record MeasuredBatch(int run, List<Row> rows, double hours) {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  public MeasuredBatch {
    rows = List.copyOf(rows);
  }

  /**
   * Values measured at one time.
   *
   * @param hours process time, h
   * @param values by point name; a value that was not measured is not there
   */
  public record Row(double hours, Map<String, Double> values) {

    public Row {
      values = Map.copyOf(values);
    }
  }

  /**
   * Reads run {@code run} from {@code folder}.
   *
   * @throws IllegalArgumentException when a file is missing or a line cannot be read; the message
   *     names file and line
   */
  public static MeasuredBatch read(Path folder, int run) {
    Path offline = folder.resolve("offline_" + run + ".csv");
    LocalDateTime start = firstTime(offline);
    List<Row> rows = new ArrayList<>();
    rows.addAll(
        rows(
            folder.resolve("online_" + run + ".csv"),
            start,
            false,
            columns(
                "TEMP", "TEMP", "STIRR", "STIRR", "pH", "pH", "pO2", "pO2", "AIRSP", "AIRSP",
                "BASET", "BASET", "SUBST_A", "SUBST_A")));
    rows.addAll(
        rows(
            folder.resolve("offgas_co2_" + run + ".csv"),
            start,
            false,
            columns("CO2_volpct", "CO2")));
    rows.addAll(
        rows(offline, start, true, columns("cX", "LAB.CX", "cS", "LAB.CS", "cE", "LAB.CE")));
    rows.sort(Comparator.comparingDouble(Row::hours));
    return new MeasuredBatch(run, rows, rows.get(rows.size() - 1).hours());
  }

  /** Pairs of column in the file and point of the unit. */
  private static Map<String, String> columns(String... pairs) {
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      columns.put(pairs[i], pairs[i + 1]);
    }
    return columns;
  }

  private static List<Row> rows(
      Path file, LocalDateTime start, boolean sample, Map<String, String> columns) {
    List<String> lines = lines(file);
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    List<Row> rows = new ArrayList<>();
    for (int n = 1; n < lines.size(); n++) {
      String[] cells = lines.get(n).split(",", -1);
      double hours = Duration.between(start, time(file, n, cells[0])).toMillis() / 3_600_000.0;
      Map<String, Double> values = new LinkedHashMap<>();
      for (Map.Entry<String, String> column : columns.entrySet()) {
        int at = header.indexOf(column.getKey());
        if (at < 0) {
          throw new IllegalArgumentException(file + " has no column " + column.getKey());
        }
        if (at < cells.length && !cells[at].isBlank()) {
          values.put(column.getValue(), number(file, n, cells[at]));
        }
      }
      if (!values.isEmpty()) {
        if (sample) {
          values.put("LAB.SAMPLE_TIME", StrictMath.rint(hours * 1e4) / 1e4);
        }
        rows.add(new Row(hours, values));
      }
    }
    return rows;
  }

  private static LocalDateTime firstTime(Path file) {
    return time(file, 1, lines(file).get(1).split(",", -1)[0]);
  }

  private static List<String> lines(Path file) {
    try {
      List<String> lines = Files.readAllLines(file).stream().filter(l -> !l.isBlank()).toList();
      if (lines.size() < 2) {
        throw new IllegalArgumentException(file + " holds no data");
      }
      return lines;
    } catch (java.nio.file.NoSuchFileException missing) {
      throw new IllegalArgumentException("there is no file " + file, missing);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static LocalDateTime time(Path file, int line, String text) {
    try {
      return LocalDateTime.parse(text, TIME);
    } catch (java.time.format.DateTimeParseException unreadable) {
      throw new IllegalArgumentException(
          file + " line " + (line + 1) + ": no time '" + text + "'", unreadable);
    }
  }

  private static double number(Path file, int line, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException unreadable) {
      throw new IllegalArgumentException(
          file + " line " + (line + 1) + ": no number '" + text + "'", unreadable);
    }
  }
}
