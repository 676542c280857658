package io.veritwin.twin.estimation;

import io.veritwin.twin.calibration.CalibrationResult.StopReason;
import io.veritwin.twin.calibration.LeastSquares;
import io.veritwin.twin.calibration.LeastSquares.Descent;
import io.veritwin.twin.calibration.LeastSquares.Evaluation;
import io.veritwin.twin.estimation.EstimationResult.Estimated;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.uncertainty.CovarianceRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.util.FastMath;

/**
 * Follows a running batch by fitting the recent past: the start of the window and a disturbance
 * before each of its measurement times (URS-802).
 *
 * <p>After Rao, Rawlings, Mayne, IEEE Transactions on Automatic Control 48 (2003) 246-258, with the
 * arrival cost of an extended Kalman filter that runs along and also gates the measurements. All
 * unknowns are in standard deviations of what was believed of them, so the fit is plain least
 * squares; states stay in their physical range.
 *
 * <p>For a linear model it gives what a Kalman filter gives; for a nonlinear one it also revises
 * the past, which a filter cannot.
 *
 * <p>Not safe for use by several threads.
 */
public final class MovingHorizonEstimator {

  private static final int ITERATION_LIMIT = 50;

  /** An unknown further from what was believed than this many standard deviations is not sought. */
  private static final double REACH = 12;

  private final ProcessModel model;
  private final double[] parameters;
  private final EstimatorSettings settings;
  private final double horizonHours;
  private final StateEstimator filter;
  private final List<Measurement> window = new ArrayList<>();
  private InputPlan inputs;

  /**
   * An estimator that begins with a state.
   *
   * @param horizonHours length of the window; the settings' history must reach as far
   * @throws io.veritwin.twin.run.InvalidInputException with each value that is not admissible
   */
  public MovingHorizonEstimator(
      ProcessModel model,
      double[] parameters,
      EstimatorState start,
      InputPlan inputs,
      EstimatorSettings settings,
      double horizonHours) {
    if (!(horizonHours > 0 && horizonHours <= settings.historyHours())) {
      throw new IllegalArgumentException(
          "horizonHours " + horizonHours + " (0 to " + settings.historyHours() + ")");
    }
    this.model = model;
    this.parameters = parameters.clone();
    this.settings = settings;
    this.horizonHours = horizonHours;
    this.inputs = inputs;
    this.filter =
        new StateEstimator(model, parameters, start, inputs, settings, new ExtendedFilter());
  }

  /** Lets time pass; see {@link StateEstimator#predict}. */
  public EstimationResult predict(double to, InputPlan newInputs) {
    inputs = newInputs;
    return filter.predict(to, newInputs);
  }

  /** Compares a measurement with the estimate and, if it is credible, keeps it for the fit. */
  public Innovation assimilate(Measurement measurement) {
    Innovation innovation = filter.assimilate(measurement);
    if (innovation.accepted()) {
      window.add(measurement);
    }
    return innovation;
  }

  /** What is believed now, in the light of the whole window. */
  public EstimationResult estimate() {
    double now = filter.state().time();
    EstimatorState arrival = filter.stateAt(now - horizonHours);
    window.removeIf(m -> m.time() <= arrival.time());
    if (window.isEmpty()) {
      return new Estimated(filter.state());
    }
    Fit fit = new Fit(arrival, now);
    double[] reach = new double[fit.unknowns];
    Arrays.fill(reach, REACH);
    double[] negative = new double[fit.unknowns];
    Arrays.fill(negative, -REACH);
    Descent descent =
        new LeastSquares(fit, negative, reach, ITERATION_LIMIT)
            .descend(
                new double[fit.unknowns],
                settings.integration().deadline()::passed,
                (iteration, sum) -> true);
    if (descent.reason() != StopReason.CONVERGED) {
      // what the filter believes is the honest answer where the fit has none
      return new Estimated(filter.state());
    }
    return new Estimated(fit.stateNow(descent.x()));
  }

  /** The window as least squares in standardised unknowns: start, then one disturbance per node. */
  private final class Fit implements LeastSquares.Residuals {

    private final EstimatorState arrival;
    private final double[][] root;
    private final double[] nodes;
    private final int n = model.states().size();
    private final int unknowns;

    Fit(EstimatorState arrival, double now) {
      this.arrival = arrival;
      this.root = CovarianceRoot.of(arrival.covariance());
      double[] times =
          java.util.stream.DoubleStream.concat(
                  window.stream().mapToDouble(Measurement::time),
                  java.util.stream.DoubleStream.of(now))
              .distinct()
              .sorted()
              .toArray();
      this.nodes = times;
      this.unknowns = n * (1 + times.length);
    }

    /** State at a node and its derivatives by the unknowns. */
    private record Node(double time, double[] state, double[][] slopes) {}

    @Override
    public Optional<Evaluation> at(double[] x) {
      Optional<List<Node>> course = course(x);
      if (course.isEmpty()) {
        return Optional.empty();
      }
      int rows = unknowns + window.size();
      double[] residuals = Arrays.copyOf(x, rows);
      double[][] jacobian = new double[rows][unknowns];
      for (int i = 0; i < unknowns; i++) {
        jacobian[i][i] = 1;
      }
      double[] out = new double[model.outputs().size()];
      double[][] dhdy = new double[out.length][n];
      int row = unknowns;
      for (Measurement m : window) {
        Node node = course.get().stream().filter(c -> c.time == m.time()).findFirst().orElseThrow();
        double[] u = inputs.at(m.time());
        int output = model.outputIndex(m.outputId());
        model.outputs(m.time(), node.state, u, parameters, out);
        model.outputJacobian(m.time(), node.state, u, parameters, dhdy);
        residuals[row] = (out[output] - m.value()) / m.sd();
        for (int c = 0; c < unknowns; c++) {
          double slope = 0;
          for (int i = 0; i < n; i++) {
            slope += dhdy[output][i] * node.slopes[i][c];
          }
          jacobian[row][c] = slope / m.sd();
        }
        row++;
      }
      return Optional.of(new Evaluation(residuals, jacobian));
    }

    /** Mean and covariance at the last node. */
    EstimatorState stateNow(double[] x) {
      Node last = course(x).orElseThrow().get(nodes.length - 1);
      RealMatrix jacobian = new Array2DRowRealMatrix(at(x).orElseThrow().jacobian(), false);
      RealMatrix inverse =
          new CholeskyDecomposition(jacobian.transposeMultiply(jacobian), 1e-9, 0)
              .getSolver()
              .getInverse();
      RealMatrix slopes = MatrixUtils.createRealMatrix(last.slopes);
      return new EstimatorState(
          last.time, last.state, slopes.multiply(inverse).multiplyTransposed(slopes).getData());
    }

    private Optional<List<Node>> course(double[] x) {
      double[] state = arrival.mean();
      double[][] slopes = new double[n][unknowns];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          state[i] += root[i][j] * x[j];
          slopes[i][j] = root[i][j];
        }
      }
      List<Node> course = new ArrayList<>();
      double time = arrival.time();
      double[] noise = settings.processNoise();
      for (int k = 0; k < nodes.length; k++) {
        if (!InputCheck.state(model, state).isEmpty()) {
          return Optional.empty();
        }
        IntegrationResult solution =
            Integration.solveWithTransition(
                model, parameters, state, time, nodes[k], inputs, settings.integration());
        if (!(solution instanceof Solved solved)) {
          return Optional.empty();
        }
        double[] extended = solved.trajectory().stateAt(nodes[k]);
        double[][] carried = new double[n][unknowns];
        double span = FastMath.sqrt(nodes[k] - time);
        state = Arrays.copyOf(extended, n);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            double transition = extended[n * (j + 1) + i];
            for (int c = 0; c < unknowns; c++) {
              carried[i][c] += transition * slopes[j][c];
            }
          }
          int disturbance = n * (k + 1) + i;
          state[i] += noise[i] * span * x[disturbance];
          carried[i][disturbance] += noise[i] * span;
        }
        slopes = carried;
        time = nodes[k];
        course.add(new Node(time, state, slopes));
      }
      return Optional.of(course);
    }
  }
}
