package io.veritwin.lifecycle.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A matrix as one text: rows separated by semicolons, numbers by spaces, each in the shortest form
 * that reads back to the same double.
 */
final class MatrixText {

  private MatrixText() {}

  static String write(double[][] matrix) {
    return Arrays.stream(matrix)
        .map(row -> Arrays.stream(row).mapToObj(Double::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(";"));
  }

  static double[][] read(String text) {
    return Arrays.stream(text.split(";"))
        .map(row -> Arrays.stream(row.split(" ")).mapToDouble(Double::parseDouble).toArray())
        .toArray(double[][]::new);
  }
}
