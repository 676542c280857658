package io.veritwin.validation.report;

import io.veritwin.validation.report.Figure.Bar;
import io.veritwin.validation.report.Figure.Bars;
import io.veritwin.validation.report.Figure.CourseOverTime;
import io.veritwin.validation.report.Figure.CoursePoint;
import io.veritwin.validation.report.Figure.Point;
import io.veritwin.validation.report.Figure.PredictedOverMeasured;
import io.veritwin.validation.report.Figure.Sample;
import io.veritwin.validation.report.Typefaces.Face;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Draws figures: axes in grey, measured values as dots, the machine's line in slate, and what
 * failed as triangles, so that it shows in greyscale too.
 */
final class FigurePainter {

  private static final float LABEL = 7.6f;
  private static final float LEFT = 26;
  private static final float TOP = 13;
  private static final float BOTTOM = 24;

  private final Canvas canvas;

  FigurePainter(Canvas canvas) {
    this.canvas = canvas;
  }

  /** The height a figure needs at a width. */
  static float height(Figure figure, float width) {
    return figure instanceof Bars bars
        ? TOP + 4 + bars.bars().size() * 13.5f + 4
        : Math.min(168, Math.max(118, width * 0.62f));
  }

  void paint(Figure figure, float x, float y, float width) {
    float height = height(figure, width);
    canvas.text(x, y + 7, figure.title(), Face.REGULAR, LABEL, Tone.TEXT2);
    if (figure instanceof PredictedOverMeasured scatter) {
      paint(scatter, x, y, width, height);
    } else if (figure instanceof CourseOverTime course) {
      paint(course, x, y, width, height);
    } else if (figure instanceof Bars bars) {
      paint(bars, x, y, width);
    }
  }

  private void paint(PredictedOverMeasured figure, float x, float y, float width, float height) {
    double low =
        figure.points().stream()
            .flatMapToDouble(p -> DoubleStream.of(p.measured(), p.predicted()))
            .min()
            .orElse(0);
    double high =
        figure.points().stream()
            .flatMapToDouble(p -> DoubleStream.of(p.measured(), p.predicted()))
            .max()
            .orElse(1);
    Scale scale = Scale.over(startNearZero(low, high), high, 6);
    float left = x + LEFT;
    float right = x + width - 4;
    float top = y + TOP;
    float bottom = y + height - BOTTOM;
    float bandAbove = (float) figure.band();
    if (bandAbove > 0) {
      double f = scale.from();
      double t = scale.to();
      canvas.clipped(
          left,
          top,
          right - left,
          bottom - top,
          () ->
              canvas.area(
                  new float[] {
                    scale.place(f, left, right),
                    scale.place(t, left, right),
                    scale.place(t, left, right),
                    scale.place(f, left, right)
                  },
                  new float[] {
                    scale.place(f + bandAbove, bottom, top),
                    scale.place(t + bandAbove, bottom, top),
                    scale.place(t - bandAbove, bottom, top),
                    scale.place(f - bandAbove, bottom, top)
                  },
                  Tone.BAND));
    }
    axes(scale, scale, left, right, top, bottom, "measured");
    canvas.line(left, bottom, right, top, 0.7f, Tone.TEXT);
    for (Point p : figure.points()) {
      float px = scale.place(p.measured(), left, right);
      float py = scale.place(p.predicted(), bottom, top);
      mark(px, py, figure.failed());
    }
  }

  private void paint(CourseOverTime figure, float x, float y, float width, float height) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double end = 0;
    for (CoursePoint p : figure.course()) {
      low = Math.min(low, Double.isNaN(p.lower()) ? p.value() : p.lower());
      high = Math.max(high, Double.isNaN(p.upper()) ? p.value() : p.upper());
      end = Math.max(end, p.time());
    }
    for (Sample s : figure.samples()) {
      low = Math.min(low, s.value());
      high = Math.max(high, s.value());
      end = Math.max(end, s.time());
    }
    Scale vertical = Scale.over(startNearZero(low, high), high, 5);
    Scale time = Scale.over(0, end, 5);
    float left = x + LEFT;
    float right = x + width - 4;
    float top = y + TOP;
    float bottom = y + height - BOTTOM;
    axes(time, vertical, left, right, top, bottom, "process time, h");
    List<CoursePoint> course = figure.course();
    int n = course.size();
    canvas.clipped(
        left,
        top,
        right - left,
        bottom - top + 1,
        () -> {
          if (n > 1 && course.stream().noneMatch(p -> Double.isNaN(p.lower()))) {
            float[] xs = new float[2 * n];
            float[] ys = new float[2 * n];
            for (int i = 0; i < n; i++) {
              xs[i] = xs[2 * n - 1 - i] = time.place(course.get(i).time(), left, right);
              ys[i] = vertical.place(course.get(i).upper(), bottom, top);
              ys[2 * n - 1 - i] = vertical.place(course.get(i).lower(), bottom, top);
            }
            canvas.area(xs, ys, Tone.BAND);
          }
          if (n > 1) {
            float[] xs = new float[n];
            float[] ys = new float[n];
            for (int i = 0; i < n; i++) {
              xs[i] = time.place(course.get(i).time(), left, right);
              ys[i] = vertical.place(course.get(i).value(), bottom, top);
            }
            canvas.path(xs, ys, 1.1f, Tone.ESTIMATE);
          }
        });
    for (Sample s : figure.samples()) {
      mark(
          time.place(s.time(), left, right),
          vertical.place(s.value(), bottom, top),
          figure.failed());
    }
  }

  private void paint(Bars figure, float x, float y, float width) {
    double longest = figure.bars().stream().mapToDouble(b -> Math.abs(b.value())).max().orElse(1);
    float names = 0;
    for (Bar bar : figure.bars()) {
      names = Math.max(names, canvas.faces().width(bar.label(), Face.REGULAR, LABEL));
    }
    float from = x + names + 8;
    float room = x + width - 40 - from;
    float row = y + TOP + 4;
    for (Bar bar : figure.bars()) {
      canvas.text(x, row + 8, bar.label(), Face.REGULAR, LABEL, Tone.TEXT);
      float length = longest == 0 ? 0 : (float) (Math.abs(bar.value()) / longest * room);
      canvas.bar(from, row + 2, Math.max(0.5f, length), 7, Tone.ESTIMATE);
      canvas.text(from + length + 4, row + 8, bar.inWords(), Face.REGULAR, LABEL, Tone.TEXT2);
      row += 13.5f;
    }
  }

  private void mark(float x, float y, boolean failed) {
    if (failed) {
      canvas.triangle(x, y, 2.6f);
    } else {
      canvas.dot(x, y, 1.7f, Tone.TEXT);
    }
  }

  private void axes(
      Scale across, Scale up, float left, float right, float top, float bottom, String below) {
    canvas.line(left, bottom, right, bottom, 0.6f, Tone.EDGE);
    canvas.line(left, top, left, bottom, 0.6f, Tone.EDGE);
    for (double tick : across.ticks()) {
      float x = across.place(tick, left, right);
      canvas.line(x, bottom, x, bottom + 2.5f, 0.6f, Tone.EDGE);
      canvas.textCentre(x, bottom + 10.5f, across.label(tick), Face.REGULAR, LABEL, Tone.TEXT2);
    }
    for (double tick : up.ticks()) {
      float y = up.place(tick, bottom, top);
      canvas.line(left - 2.5f, y, left, y, 0.6f, Tone.EDGE);
      canvas.textRight(left - 5, y + 2.7f, up.label(tick), Face.REGULAR, LABEL, Tone.TEXT2);
    }
    canvas.textCentre((left + right) / 2, bottom + 20, below, Face.REGULAR, LABEL, Tone.TEXT2);
  }

  /** An axis starts at zero unless that would leave most of the paper empty. */
  private static double startNearZero(double low, double high) {
    return low >= 0 && low < 0.5 * high ? 0 : low;
  }
}
