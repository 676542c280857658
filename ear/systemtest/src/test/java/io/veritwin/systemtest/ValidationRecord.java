package io.veritwin.systemtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The record for machines that a validation report carries inside its PDF, read by its own key. */
final class ValidationRecord {

  private final JsonObject record;

  private ValidationRecord(JsonObject record) {
    this.record = record;
  }

  /** Takes the record out of the report with a tool of the machine, not with the product. */
  static ValidationRecord of(Path report) throws IOException {
    Path folder = Files.createDirectories(report.resolveSibling("attached"));
    Command detached =
        Command.run(folder, List.of("pdfdetach", "-saveall", "-o", ".", report.toString()));
    if (detached.exitStatus() != 0) {
      throw new IllegalStateException("pdfdetach: " + detached.output());
    }
    try (var files = Files.list(folder)) {
      Path json = files.filter(f -> f.toString().endsWith(".json")).findFirst().orElseThrow();
      return new ValidationRecord(JsonParser.parseString(Files.readString(json)).getAsJsonObject());
    }
  }

  /** A value of the record itself. */
  JsonElement get(String name) {
    return record.get(name);
  }

  /** One executed check. */
  Check check(String output, String metric) {
    for (JsonElement each : record.getAsJsonArray("results")) {
      JsonObject result = each.getAsJsonObject();
      if (result.get("subject").getAsString().equals(output)
          && result.get("metric").getAsString().equals(metric)) {
        return new Check(result);
      }
    }
    throw new IllegalArgumentException("the record has no check " + metric + " of " + output);
  }

  /** A check with the values it compared. */
  static final class Check {

    private final JsonObject result;

    private Check(JsonObject result) {
      this.result = result;
    }

    double value() {
      return result.get("value").getAsDouble();
    }

    double limit() {
      return result.get("limit").getAsDouble();
    }

    boolean passed() {
      return result.get("passed").getAsBoolean();
    }

    boolean claimed() {
      return result.get("claimed").getAsBoolean();
    }

    /** Time in h, measured, predicted; in the order of time. */
    List<double[]> points() {
      List<double[]> points = new ArrayList<>();
      for (JsonElement each : result.getAsJsonArray("points")) {
        JsonArray point = each.getAsJsonArray();
        points.add(
            new double[] {
              point.get(1).getAsDouble(), point.get(2).getAsDouble(), point.get(3).getAsDouble()
            });
      }
      return points;
    }

    /** Coefficient of determination, computed here from the points. */
    double r2() {
      double mean = points().stream().mapToDouble(p -> p[1]).average().orElseThrow();
      double about = points().stream().mapToDouble(p -> (p[1] - mean) * (p[1] - mean)).sum();
      return 1 - squares() / about;
    }

    /** Root mean square error by the range of the measured values, %, computed here. */
    double nrmse() {
      double low = points().stream().mapToDouble(p -> p[1]).min().orElseThrow();
      double high = points().stream().mapToDouble(p -> p[1]).max().orElseThrow();
      return 100 * Math.sqrt(squares() / points().size()) / (high - low);
    }

    private double squares() {
      return points().stream().mapToDouble(p -> (p[1] - p[2]) * (p[1] - p[2])).sum();
    }
  }
}
