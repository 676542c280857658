package io.veritwin.twin.verification;

import io.veritwin.twin.uncertainty.Cores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.SobolSequenceGenerator;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.FastMath;

/**
 * Variance-based sensitivity: which share of the variance of a result each input accounts for,
 * alone (first order) and with all its interactions (total), with confidence intervals (URS-234).
 *
 * <p>Estimators of Saltelli et al., Computer Physics Communications 181 (2010) 259-270 (first
 * order) and Jansen, Computer Physics Communications 117 (1999) 35-43 (total). The points are a
 * Sobol sequence, moved by a random shift per replicate; replicates are independent, so the
 * intervals are those of a mean of independent estimates and hold where a bootstrap of a sequence
 * would not.
 */
public final class Sobol {

  /** Two-sided 97.5 % quantile of Student's t with {@code REPLICATES - 1} degrees of freedom. */
  private static final double STUDENT = 2.1314495;

  private static final int REPLICATES = 16;

  private Sobol() {}

  /** A result as a function of inputs between 0 and 1; empty where it cannot be computed. */
  public interface Function {
    Optional<double[]> at(double[] x);
  }

  /**
   * One input of one result.
   *
   * @param input position
   * @param output position
   * @param first first-order index
   * @param firstHalfWidth half of its 95 % confidence interval
   * @param total total index
   * @param totalHalfWidth half of its 95 % confidence interval
   */
  public record Row(
      int input,
      int output,
      double first,
      double firstHalfWidth,
      double total,
      double totalHalfWidth) {}

  /**
   * Indices, or where the function could not be computed.
   *
   * @param rows by output, then input; empty when a point failed
   * @param failedAt inputs of the first point that failed
   */
  public record Result(List<Row> rows, Optional<double[]> failedAt) {}

  /**
   * Computes indices with {@code 16 points (inputs + 2)} evaluations; the same bits on any cores.
   *
   * @param points per replicate; a power of two is best
   */
  public static Result indices(
      Function function, int inputs, int outputs, int points, long seed, Cores cores) {
    double[][] base = new double[points][];
    SobolSequenceGenerator sequence = new SobolSequenceGenerator(2 * inputs);
    for (int i = 0; i < points; i++) {
      base[i] = sequence.nextVector();
    }
    double[][][] first = new double[REPLICATES][][];
    double[][][] total = new double[REPLICATES][][];
    double[][] failed = new double[REPLICATES][];
    cores.run(
        REPLICATES,
        r -> {
          Replicate replicate = new Replicate(function, inputs, outputs, seed, r);
          if (replicate.run(base)) {
            first[r] = replicate.first;
            total[r] = replicate.total;
          } else {
            failed[r] = replicate.failedAt;
          }
        });
    for (double[] at : failed) {
      if (at != null) {
        return new Result(List.of(), Optional.of(at));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        double[] f = column(first, o, i);
        double[] t = column(total, o, i);
        rows.add(new Row(i, o, mean(f), halfWidth(f), mean(t), halfWidth(t)));
      }
    }
    return new Result(rows, Optional.empty());
  }

  private static double[] column(double[][][] of, int output, int input) {
    return Arrays.stream(of).mapToDouble(replicate -> replicate[output][input]).toArray();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double halfWidth(double[] values) {
    double mean = mean(values);
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    return STUDENT * FastMath.sqrt(variance / values.length);
  }

  /** One shift of the sequence. */
  private static final class Replicate {

    private final Function function;
    private final int inputs;
    private final int outputs;
    private final double[] shift;
    private final double[][] first;
    private final double[][] total;
    private double[] failedAt;

    Replicate(Function function, int inputs, int outputs, long seed, int index) {
      this.function = function;
      this.inputs = inputs;
      this.outputs = outputs;
      this.first = new double[outputs][inputs];
      this.total = new double[outputs][inputs];
      RandomGenerator random =
          new Well19937c(new int[] {(int) (seed >>> 32), (int) seed, 11, index});
      this.shift = new double[2 * inputs];
      for (int i = 0; i < shift.length; i++) {
        shift[i] = random.nextDouble();
      }
    }

    boolean run(double[][] base) {
      int n = base.length;
      double[][] ofA = new double[n][];
      double[][] ofB = new double[n][];
      double[][][] ofMixed = new double[n][inputs][];
      for (int k = 0; k < n; k++) {
        double[] a = new double[inputs];
        double[] b = new double[inputs];
        for (int i = 0; i < inputs; i++) {
          a[i] = (base[k][i] + shift[i]) % 1;
          b[i] = (base[k][inputs + i] + shift[inputs + i]) % 1;
        }
        ofA[k] = at(a);
        ofB[k] = at(b);
        for (int i = 0; i < inputs && failedAt == null; i++) {
          double[] mixed = a.clone();
          mixed[i] = b[i];
          ofMixed[k][i] = at(mixed);
        }
        if (failedAt != null) {
          return false;
        }
      }
      for (int o = 0; o < outputs; o++) {
        double mean = 0;
        for (int k = 0; k < n; k++) {
          mean += (ofA[k][o] + ofB[k][o]) / (2 * n);
        }
        double variance = 0;
        for (int k = 0; k < n; k++) {
          double a = ofA[k][o] - mean;
          double b = ofB[k][o] - mean;
          variance += (a * a + b * b) / (2 * n);
          for (int i = 0; i < inputs; i++) {
            double change = ofMixed[k][i][o] - ofA[k][o];
            first[o][i] += b * change / n;
            total[o][i] += change * change / (2 * n);
          }
        }
        for (int i = 0; i < inputs; i++) {
          first[o][i] = variance > 0 ? first[o][i] / variance : 0;
          total[o][i] = variance > 0 ? total[o][i] / variance : 0;
        }
      }
      return true;
    }

    private double[] at(double[] x) {
      Optional<double[]> values = function.at(x);
      if (values.isEmpty() && failedAt == null) {
        failedAt = x.clone();
      }
      return values.orElseGet(() -> new double[outputs]);
    }
  }
}
