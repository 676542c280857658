package io.veritwin.twin.calibration;

import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.twin.uncertainty.NormalDraw;
import io.veritwin.twin.uncertainty.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.FastMath;

/**
 * Credible intervals of fitted parameters by Markov chain Monte Carlo: the second opinion beside
 * standard errors and profiles (URS-809).
 *
 * <p>Adaptive Metropolis (Haario, Saksman, Tamminen, Bernoulli 7 (2001) 223-242) in several chains,
 * each begun apart; proposals adapt during the first half, which is thrown away. Uniform prior
 * between the bounds; the residual variance is drawn along (Gelman et al., Bayesian Data Analysis,
 * 3rd ed., 14.2). Chains have their own random numbers, so cores do not change a bit.
 */
public final class PosteriorSample {

  private static final int ADAPT_EVERY = 100;

  /** Potential scale reduction below which chains agree (Gelman, Rubin 1992). */
  private static final double AGREEMENT = 1.1;

  private PosteriorSample() {}

  /**
   * One parameter; NaN where the time box left no draws.
   *
   * @param parameterId the parameter
   * @param median of the draws
   * @param lower95 lower end of the 95 % credible interval
   * @param upper95 upper end
   * @param scaleReduction Gelman and Rubin's; near 1 when the chains agree
   */
  public record Credible(
      String parameterId, double median, double lower95, double upper95, double scaleReduction) {}

  /**
   * A sample of the posterior.
   *
   * @param parameters in the order fitted
   * @param draws kept, of all chains
   * @param acceptance share of accepted proposals
   * @param complete false when the time box ended
   */
  public record Sample(List<Credible> parameters, int draws, double acceptance, boolean complete) {

    /** Whether the intervals may be used. */
    public boolean converged() {
      return complete && parameters.stream().allMatch(p -> p.scaleReduction() < AGREEMENT);
    }
  }

  /** Samples around a calibration's result; the same bits from the same seed. */
  public static Sample around(
      CalibrationProblem problem,
      CalibrationResult result,
      int chains,
      int length,
      long seed,
      Cores cores) {
    if (chains < 2 || length < 4 * ADAPT_EVERY) {
      throw new IllegalArgumentException(
          "chains " + chains + " (2 or more), length " + length + " (400 or more)");
    }
    Chain[] all = new Chain[chains];
    cores.run(
        chains,
        c -> {
          Chain chain = new Chain(problem, result, seed, c);
          chain.run(length);
          all[c] = chain;
        });
    List<Credible> parameters = new ArrayList<>();
    for (int j = 0; j < problem.fitted().size(); j++) {
      int which = j;
      double[][] kept =
          Arrays.stream(all)
              .map(c -> c.kept.stream().mapToDouble(x -> x[which]).toArray())
              .toArray(double[][]::new);
      double[] together = Arrays.stream(kept).flatMapToDouble(Arrays::stream).toArray();
      Quantiles quantiles =
          new Quantiles(together.length == 0 ? new double[] {Double.NaN} : together);
      parameters.add(
          new Credible(
              problem.fitted().get(j).id(),
              quantiles.at(0.5),
              quantiles.at(0.025),
              quantiles.at(0.975),
              scaleReduction(kept)));
    }
    int accepted = Arrays.stream(all).mapToInt(c -> c.accepted).sum();
    int proposed = Arrays.stream(all).mapToInt(c -> c.proposed).sum();
    return new Sample(
        parameters,
        Arrays.stream(all).mapToInt(c -> c.kept.size()).sum(),
        proposed == 0 ? 0 : (double) accepted / proposed,
        Arrays.stream(all).allMatch(c -> c.complete));
  }

  private static double scaleReduction(double[][] chains) {
    int n = Arrays.stream(chains).mapToInt(c -> c.length).min().orElse(0);
    if (n < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double[] means = Arrays.stream(chains).mapToDouble(c -> mean(c)).toArray();
    double within =
        Arrays.stream(chains).mapToDouble(PosteriorSample::variance).average().orElse(0);
    return FastMath.sqrt((n - 1.0) / n + variance(means) / within);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  /** One chain. */
  private static final class Chain {

    private final CalibrationProblem problem;
    private final BatchResiduals residuals;
    private final RandomGenerator random;
    private final int k;
    private final double[][] firstCovariance;
    private final List<double[]> visited = new ArrayList<>();
    private final List<double[]> kept = new ArrayList<>();
    private double[] x;
    private double sum;
    private double variance;
    private int accepted;
    private int proposed;
    private boolean complete = true;

    Chain(CalibrationProblem problem, CalibrationResult result, long seed, int index) {
      this.problem = problem;
      this.residuals = new BatchResiduals(problem);
      this.random = new Well19937c(new int[] {(int) (seed >>> 32), (int) seed, 7, index});
      this.k = problem.fitted().size();
      this.firstCovariance = new double[k][k];
      double[] best = new double[k];
      for (int i = 0; i < k; i++) {
        FittedParameter fitted = problem.fitted().get(i);
        best[i] = result.parameters()[residuals.positions()[i]];
        double least = 1e-4 * (fitted.upper() - fitted.lower());
        for (int j = 0; j < k; j++) {
          firstCovariance[i][j] =
              result.covariance()[residuals.positions()[i]][residuals.positions()[j]];
        }
        firstCovariance[i][i] += 1e-4 * least * least;
      }
      this.variance =
          FastMath.max(1e-12, result.sumOfSquares() / FastMath.max(1, residuals.count() - k));
      NormalDraw start = new NormalDraw(best, scaled(firstCovariance, 2));
      x = best;
      sum = sumAt(best);
      for (int attempt = 0; attempt < 50; attempt++) {
        double[] apart = start.next(random);
        double there = inside(apart) ? sumAt(apart) : Double.POSITIVE_INFINITY;
        if (there < Double.POSITIVE_INFINITY) {
          x = apart;
          sum = there;
          break;
        }
      }
    }

    void run(int length) {
      NormalDraw proposal = proposal(firstCovariance);
      for (int i = 0; i < length; i++) {
        if (problem.deadline().passed()) {
          complete = false;
          return;
        }
        step(proposal);
        visited.add(x);
        if (i < length / 2) {
          if (i % ADAPT_EVERY == ADAPT_EVERY - 1) {
            proposal = proposal(empirical(visited.subList(visited.size() / 3, visited.size())));
          }
        } else {
          kept.add(x);
        }
      }
    }

    private void step(NormalDraw proposal) {
      double[] jump = proposal.next(random);
      double[] trial = x.clone();
      for (int i = 0; i < k; i++) {
        trial[i] += jump[i];
      }
      double luck = FastMath.log(random.nextDouble());
      proposed++;
      if (inside(trial)) {
        double there = sumAt(trial);
        if (luck < (sum - there) / (2 * variance)) {
          x = trial;
          sum = there;
          accepted++;
        }
      }
      // scaled inverse chi-square with as many degrees of freedom as residuals
      double chiSquare = 0;
      for (int i = 0; i < residuals.count(); i++) {
        double normal = random.nextGaussian();
        chiSquare += normal * normal;
      }
      variance = FastMath.max(1e-12, sum / chiSquare);
    }

    private boolean inside(double[] values) {
      for (int i = 0; i < k; i++) {
        FittedParameter fitted = problem.fitted().get(i);
        if (!(values[i] >= fitted.lower() && values[i] <= fitted.upper())) {
          return false;
        }
      }
      return true;
    }

    private double sumAt(double[] values) {
      double[] p = problem.parameters().clone();
      for (int i = 0; i < k; i++) {
        p[residuals.positions()[i]] = values[i];
      }
      OptionalDouble found = residuals.sumOfSquares(p);
      return found.orElse(Double.POSITIVE_INFINITY);
    }

    private NormalDraw proposal(double[][] covariance) {
      return new NormalDraw(new double[k], scaled(covariance, 2.38 * 2.38 / k));
    }

    private double[][] empirical(List<double[]> values) {
      double[] mean = new double[k];
      for (double[] value : values) {
        for (int i = 0; i < k; i++) {
          mean[i] += value[i] / values.size();
        }
      }
      double[][] covariance = new double[k][k];
      for (double[] value : values) {
        for (int i = 0; i < k; i++) {
          for (int j = 0; j < k; j++) {
            covariance[i][j] += (value[i] - mean[i]) * (value[j] - mean[j]) / (values.size() - 1);
          }
        }
      }
      for (int i = 0; i < k; i++) {
        covariance[i][i] += 1e-3 * firstCovariance[i][i];
      }
      return covariance;
    }

    private static double[][] scaled(double[][] matrix, double factor) {
      double[][] scaled = new double[matrix.length][matrix.length];
      for (int i = 0; i < scaled.length; i++) {
        for (int j = 0; j < scaled.length; j++) {
          scaled[i][j] = factor * matrix[i][j];
        }
      }
      return scaled;
    }
  }
}
