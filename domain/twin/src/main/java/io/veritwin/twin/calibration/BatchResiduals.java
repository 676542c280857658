package io.veritwin.twin.calibration;

import io.veritwin.twin.calibration.LeastSquares.Evaluation;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.Sample;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.hipparchus.util.FastMath;

/** Weighted residuals of all batches as a function of the fitted parameters, each scaled to one. */
final class BatchResiduals implements LeastSquares.Residuals {

  private final CalibrationProblem problem;
  private final int[] positions;
  private final double[] scales;
  private final int count;

  BatchResiduals(CalibrationProblem problem) {
    this.problem = problem;
    this.positions =
        problem.fitted().stream().mapToInt(f -> problem.model().parameterIndex(f.id())).toArray();
    this.scales =
        problem.fitted().stream()
            .mapToDouble(f -> f.start() != 0 ? FastMath.abs(f.start()) : f.upper() - f.lower())
            .toArray();
    this.count = problem.batches().stream().mapToInt(b -> b.samples().size()).sum();
  }

  int count() {
    return count;
  }

  /** Positions of the fitted parameters among the model's. */
  int[] positions() {
    return positions;
  }

  double scale(int fitted) {
    return scales[fitted];
  }

  double[] scaled(DoubleStream values) {
    double[] x = values.toArray();
    for (int j = 0; j < x.length; j++) {
      x[j] /= scales[j];
    }
    return x;
  }

  /** All parameters of the model at a point of the search. */
  double[] parameters(double[] x) {
    double[] p = problem.parameters().clone();
    for (int j = 0; j < x.length; j++) {
      FittedParameter fitted = problem.fitted().get(j);
      // scaling back may miss a bound by one rounding
      p[positions[j]] =
          FastMath.min(fitted.upper(), FastMath.max(fitted.lower(), x[j] * scales[j]));
    }
    return p;
  }

  /** The weighted sum of squares alone, of model parameters; empty where there is no solution. */
  OptionalDouble sumOfSquares(double[] p) {
    ProcessModel model = problem.model();
    double[] out = new double[model.outputs().size()];
    double sum = 0;
    for (BatchData batch : problem.batches()) {
      double end = batch.samples().stream().mapToDouble(Sample::time).max().orElse(0);
      IntegrationResult solution =
          Integration.solve(model, p, batch.y0(), 0, end, batch.plan(), problem.settings());
      if (!(solution instanceof Solved solved)) {
        return OptionalDouble.empty();
      }
      for (Sample sample : batch.samples()) {
        double t = sample.time();
        model.outputs(t, solved.trajectory().stateAt(t), batch.plan().at(t), p, out);
        double residual =
            (out[model.outputIndex(sample.outputId())] - sample.value()) / sample.sd();
        sum += residual * residual;
      }
    }
    return OptionalDouble.of(sum);
  }

  @Override
  public Optional<Evaluation> at(double[] x) {
    double[] residuals = new double[count];
    double[][] jacobian = new double[count][x.length];
    double[] p = parameters(x);
    int row = 0;
    for (BatchData batch : problem.batches()) {
      double end = batch.samples().stream().mapToDouble(Sample::time).max().orElse(0);
      IntegrationResult solution =
          Integration.solveWithSensitivities(
              problem.model(),
              p,
              positions,
              scales,
              batch.y0(),
              0,
              end,
              batch.plan(),
              problem.settings());
      if (!(solution instanceof Solved solved)) {
        return Optional.empty();
      }
      for (Sample sample : batch.samples()) {
        residual(batch, sample, solved.trajectory(), p, row, residuals, jacobian);
        row++;
      }
    }
    return Optional.of(new Evaluation(residuals, jacobian));
  }

  private void residual(
      BatchData batch,
      Sample sample,
      Trajectory trajectory,
      double[] p,
      int row,
      double[] residuals,
      double[][] jacobian) {
    ProcessModel model = problem.model();
    int n = model.states().size();
    double t = sample.time();
    double[] extended = trajectory.stateAt(t);
    double[] y = Arrays.copyOf(extended, n);
    double[] u = batch.plan().at(t);
    double[] out = new double[model.outputs().size()];
    int output = model.outputIndex(sample.outputId());
    model.outputs(t, y, u, p, out);
    residuals[row] = (out[output] - sample.value()) / sample.sd();
    double[][] dhdy = new double[out.length][n];
    double[][] dhdp = new double[out.length][p.length];
    model.outputJacobian(t, y, u, p, dhdy);
    model.outputParameterJacobian(t, y, u, p, dhdp);
    for (int k = 0; k < positions.length; k++) {
      double slope = dhdp[output][positions[k]] * scales[k];
      for (int i = 0; i < n; i++) {
        slope += dhdy[output][i] * extended[n * (k + 1) + i];
      }
      jacobian[row][k] = slope / sample.sd();
    }
  }
}
