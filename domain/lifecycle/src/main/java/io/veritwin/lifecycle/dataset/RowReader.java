package io.veritwin.lifecycle.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Reads the cells of one row and collects every reason to reject it. A row with a reason is left
 * out as a whole: half a row would be a repaired one.
 */
final class RowReader {

  private final CsvFile file;
  private final CsvFile.Row row;
  private final List<RowRejection> rejections = new ArrayList<>();
  private int holes;

  RowReader(CsvFile file, CsvFile.Row row) {
    this.file = file;
    this.row = row;
    if (row.cells().size() != file.header().size()) {
      reject(
          "",
          String.join(",", row.cells()),
          "columns",
          "has " + row.cells().size() + " cells where the header has " + file.header().size());
    }
  }

  boolean accepted() {
    return rejections.isEmpty();
  }

  List<RowRejection> rejections() {
    return rejections;
  }

  /** Cells read as holes: empty, and allowed to be. */
  int holes() {
    return holes;
  }

  /** The text of a cell; empty when the row is too short. */
  String text(String column) {
    int at = file.column(column);
    return at >= 0 && at < row.cells().size() ? row.cells().get(at) : "";
  }

  /** A number that must be there and lie in a range. */
  double required(String column, double lower, double upper, String unit) {
    if (text(column).isEmpty()) {
      reject(column, "", "value present", "is empty; this column must hold a number");
      return Double.NaN;
    }
    return inRange(column, lower, upper, unit);
  }

  /** A number that may be missing, which is a hole. */
  OptionalDouble optional(String column, double lower, double upper, String unit) {
    if (text(column).isEmpty()) {
      holes++;
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(inRange(column, lower, upper, unit));
  }

  void reject(String column, String found, String rule, String because) {
    String where = "Line " + row.line() + (column.isEmpty() ? "" : ", " + column);
    rejections.add(
        new RowRejection(
            file.name(), row.line(), column, found, rule, where + ", " + because + "."));
  }

  private double inRange(String column, double lower, double upper, String unit) {
    String found = text(column);
    double value;
    try {
      // Double.parseDouble also reads "NaN", "1d" and hexadecimal, which are not data.
      value =
          found.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")
              ? Double.parseDouble(found)
              : Double.NaN;
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (Double.isNaN(value)) {
      reject(column, found, "number", "\"" + found + "\" is not a number with a decimal point");
    } else if (value < lower || value > upper) {
      reject(
          column,
          found,
          "range",
          found
              + " "
              + unit
              + " lies outside "
              + plain(lower)
              + " to "
              + plain(upper)
              + " "
              + unit);
    }
    return value;
  }

  static String plain(double value) {
    return value == StrictMath.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
