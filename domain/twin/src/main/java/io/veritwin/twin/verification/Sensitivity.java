package io.veritwin.twin.verification;

import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.model.ParameterDefinition;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.twin.verification.VerificationResult.NotSolved;
import io.veritwin.twin.verification.VerificationResult.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.FastMath;

/** Which parameters matter for an output at the end of a batch (URS-233). */
public final class Sensitivity {

  /** Levels of each parameter in a Morris screening (Morris 1991 recommends an even number). */
  private static final int LEVELS = 4;

  private Sensitivity() {}

  /**
   * Local sensitivity.
   *
   * @param parameterId the parameter
   * @param outputId the output
   * @param elasticity relative change of the output by relative change of the parameter; NaN where
   *     the output is zero
   */
  public record LocalRow(String parameterId, String outputId, double elasticity) {}

  /**
   * Morris screening.
   *
   * @param parameterId the parameter
   * @param outputId the output
   * @param muStar mean absolute elementary effect of the parameter's whole range, in the output's
   *     unit
   * @param sigma standard deviation of the elementary effects: interaction or nonlinearity
   * @param muStarHalfWidth half of the 95 % confidence interval of {@code muStar}, from its
   *     independent trajectories
   */
  public record MorrisRow(
      String parameterId, String outputId, double muStar, double sigma, double muStarHalfWidth) {}

  /**
   * Shares of the variance of an output at the end of a batch.
   *
   * @param parameterId the parameter
   * @param outputId the output
   * @param first first-order index
   * @param firstHalfWidth half of its 95 % confidence interval
   * @param total total index
   * @param totalHalfWidth half of its 95 % confidence interval
   */
  public record SobolRow(
      String parameterId,
      String outputId,
      double first,
      double firstHalfWidth,
      double total,
      double totalHalfWidth) {}

  /** Elasticities at the end of the batch, from the sensitivity equations. */
  public static VerificationResult<LocalRow> local(
      ProcessModel model, double[] parameters, BatchData batch, double end) {
    int n = model.states().size();
    int k = parameters.length;
    IntegrationResult solution =
        Integration.solveWithSensitivities(
            model,
            parameters,
            IntStream.range(0, k).toArray(),
            parameters,
            batch.y0(),
            0,
            end,
            batch.plan(),
            IntegrationSettings.standard());
    if (solution instanceof Failed failed) {
      return new NotSolved<>(failed);
    }
    double[] extended = ((Solved) solution).trajectory().stateAt(end);
    double[] y = Arrays.copyOf(extended, n);
    double[] u = batch.plan().at(end);
    double[] out = new double[model.outputs().size()];
    double[][] dhdy = new double[out.length][n];
    double[][] dhdp = new double[out.length][k];
    model.outputs(end, y, u, parameters, out);
    model.outputJacobian(end, y, u, parameters, dhdy);
    model.outputParameterJacobian(end, y, u, parameters, dhdp);
    List<LocalRow> rows = new ArrayList<>();
    for (int o = 0; o < out.length; o++) {
      for (int j = 0; j < k; j++) {
        double slope = dhdp[o][j] * parameters[j];
        for (int i = 0; i < n; i++) {
          slope += dhdy[o][i] * extended[n * (j + 1) + i];
        }
        rows.add(
            new LocalRow(
                model.parameters().get(j).id(), model.outputs().get(o).id(), slope / out[o]));
      }
    }
    return new Table<>(rows);
  }

  /**
   * Elementary effects over a range of plus and minus {@code relativeRange} of each parameter, cut
   * at the parameter's bounds.
   */
  public static VerificationResult<MorrisRow> morris(
      ProcessModel model,
      double[] parameters,
      double relativeRange,
      BatchData batch,
      double end,
      int trajectories,
      long seed) {
    InputCheck.require(InputCheck.parameters(model, parameters));
    int k = parameters.length;
    int outputs = model.outputs().size();
    double[] lower = new double[k];
    double[] upper = new double[k];
    for (int j = 0; j < k; j++) {
      ParameterDefinition d = model.parameters().get(j);
      double half = relativeRange * FastMath.abs(parameters[j]);
      lower[j] = FastMath.max(d.lower(), parameters[j] - half);
      upper[j] = FastMath.min(d.upper(), parameters[j] + half);
    }
    double[][][] effects = new double[outputs][k][trajectories];
    RandomGenerator random = new Well19937c(seed);
    double jump = LEVELS / (2.0 * (LEVELS - 1));
    for (int r = 0; r < trajectories; r++) {
      double[] x = new double[k];
      for (int j = 0; j < k; j++) {
        x[j] = random.nextInt(LEVELS / 2) / (double) (LEVELS - 1);
      }
      double[] before = new double[outputs];
      IntegrationResult first = outputsAt(model, lower, upper, x, batch, end, before);
      if (first instanceof Failed failed) {
        return new NotSolved<>(failed);
      }
      for (int j : shuffled(k, random)) {
        x[j] += jump;
        double[] after = new double[outputs];
        IntegrationResult next = outputsAt(model, lower, upper, x, batch, end, after);
        if (next instanceof Failed failed) {
          return new NotSolved<>(failed);
        }
        for (int o = 0; o < outputs; o++) {
          effects[o][j][r] = (after[o] - before[o]) / jump;
        }
        before = after;
      }
    }
    return new Table<>(rows(model, effects));
  }

  private static List<MorrisRow> rows(ProcessModel model, double[][][] effects) {
    List<MorrisRow> rows = new ArrayList<>();
    for (int o = 0; o < effects.length; o++) {
      for (int j = 0; j < effects[o].length; j++) {
        double[] e = effects[o][j];
        double mean = Arrays.stream(e).average().orElseThrow();
        double muStar = Arrays.stream(e).map(FastMath::abs).average().orElseThrow();
        double variance =
            Arrays.stream(e).map(v -> (v - mean) * (v - mean)).sum()
                / FastMath.max(1, e.length - 1);
        rows.add(
            new MorrisRow(
                model.parameters().get(j).id(),
                model.outputs().get(o).id(),
                muStar,
                FastMath.sqrt(variance),
                halfWidth(e, muStar)));
      }
    }
    return rows;
  }

  /**
   * Variance-based indices for parameters that are uniform within plus and minus {@code
   * relativeRange}, cut at their bounds.
   *
   * @param points per replicate, see {@link Sobol#indices}
   */
  public static VerificationResult<SobolRow> sobol(
      ProcessModel model,
      double[] parameters,
      List<String> parameterIds,
      double relativeRange,
      BatchData batch,
      double end,
      int points,
      long seed) {
    InputCheck.require(InputCheck.parameters(model, parameters));
    InputCheck.require(InputCheck.batch(model, batch));
    int[] positions = parameterIds.stream().mapToInt(model::parameterIndex).toArray();
    int outputs = model.outputs().size();
    AtomicReference<Failed> failure = new AtomicReference<>();
    Sobol.Result result =
        Sobol.indices(
            x -> {
              double[] p = parameters.clone();
              for (int j = 0; j < positions.length; j++) {
                ParameterDefinition d = model.parameters().get(positions[j]);
                double value = parameters[positions[j]];
                double half = relativeRange * FastMath.abs(value);
                p[positions[j]] =
                    FastMath.min(
                        d.upper(), FastMath.max(d.lower(), value - half + 2 * half * x[j]));
              }
              IntegrationResult solution =
                  Integration.solve(
                      model, p, batch.y0(), 0, end, batch.plan(), IntegrationSettings.standard());
              if (solution instanceof Solved solved) {
                double[] out = new double[outputs];
                model.outputs(end, solved.trajectory().stateAt(end), batch.plan().at(end), p, out);
                return Optional.of(out);
              }
              failure.compareAndSet(null, (Failed) solution);
              return Optional.empty();
            },
            positions.length,
            outputs,
            points,
            seed,
            Cores.all());
    if (result.failedAt().isPresent()) {
      return new NotSolved<>(failure.get());
    }
    return new Table<>(
        result.rows().stream()
            .map(
                row ->
                    new SobolRow(
                        parameterIds.get(row.input()),
                        model.outputs().get(row.output()).id(),
                        row.first(),
                        row.firstHalfWidth(),
                        row.total(),
                        row.totalHalfWidth()))
            .toList());
  }

  /** Of a mean of independent values; infinite for fewer than two. */
  private static double halfWidth(double[] effects, double muStar) {
    int n = effects.length;
    if (n < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double variance =
        Arrays.stream(effects)
                .map(e -> (FastMath.abs(e) - muStar) * (FastMath.abs(e) - muStar))
                .sum()
            / (n - 1);
    return new TDistribution(n - 1).inverseCumulativeProbability(0.975)
        * FastMath.sqrt(variance / n);
  }

  private static IntegrationResult outputsAt(
      ProcessModel model,
      double[] lower,
      double[] upper,
      double[] x,
      BatchData batch,
      double end,
      double[] out) {
    double[] p = new double[x.length];
    for (int j = 0; j < p.length; j++) {
      p[j] = FastMath.min(upper[j], lower[j] + x[j] * (upper[j] - lower[j]));
    }
    IntegrationResult solution =
        Integration.solve(
            model, p, batch.y0(), 0, end, batch.plan(), IntegrationSettings.standard());
    if (solution instanceof Solved solved) {
      model.outputs(end, solved.trajectory().stateAt(end), batch.plan().at(end), p, out);
    }
    return solution;
  }

  private static int[] shuffled(int count, RandomGenerator random) {
    int[] order = IntStream.range(0, count).toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
