package io.veritwin.lifecycle.change;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One measured value beside its prediction.
 *
 * @param batch the batch
 * @param time process time in h
 * @param measured the measured value
 * @param predicted median of the open-loop prediction
 * @param lower lower end of the 95 % band; NaN where the check has none
 * @param upper upper end of the 95 % band; NaN where the check has none
 */
public record ComparedPoint(
    String batch, double time, double measured, double predicted, double lower, double upper) {

  /** One point a line, fields separated by tabs. */
  static byte[] write(List<ComparedPoint> points) {
    return points.stream()
        .map(
            p ->
                String.join(
                    "\t",
                    p.batch,
                    Double.toString(p.time),
                    Double.toString(p.measured),
                    Double.toString(p.predicted),
                    Double.toString(p.lower),
                    Double.toString(p.upper)))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  static List<ComparedPoint> readAll(byte[] text) {
    return new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\t"))
        .map(
            f ->
                new ComparedPoint(
                    f[0],
                    Double.parseDouble(f[1]),
                    Double.parseDouble(f[2]),
                    Double.parseDouble(f[3]),
                    Double.parseDouble(f[4]),
                    Double.parseDouble(f[5])))
        .toList();
  }
}
