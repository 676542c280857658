package io.veritwin.twin.verification;

import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Failed;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.model.ProcessModel;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.InputCheck;
import io.veritwin.twin.verification.VerificationResult.NotSolved;
import io.veritwin.twin.verification.VerificationResult.Table;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.util.FastMath;

/**
 * Numerical error of a model's solution, and closure of its balances (URS-232): the calculation
 * verification that ASME V and V 40 asks for.
 */
public final class CalculationVerification {

  private static final double[] TOLERANCES = {1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9};
  private static final double REFERENCE_TOLERANCE = 1e-12;
  private static final double ABSOLUTE_SHARE = 1e-2;
  private static final int COMPARED_TIMES = 50;

  private CalculationVerification() {}

  /**
   * One tolerance.
   *
   * @param relativeTolerance asked for; the absolute tolerance is a hundredth of it
   * @param largestRelativeError against the solution at a tolerance of 1e-12, over all states and
   *     times, relative to each state's largest magnitude
   * @param evaluations of the right-hand side
   */
  public record ErrorRow(double relativeTolerance, double largestRelativeError, long evaluations) {}

  /**
   * One balance.
   *
   * @param balance its name
   * @param largestResidual over the batch, relative to the largest rate of change of any state
   */
  public record BalanceRow(String balance, double largestResidual) {}

  /** Error against tolerance from the start of a batch to an end. */
  public static VerificationResult<ErrorRow> errorTable(
      ProcessModel model, double[] parameters, BatchData batch, double end, Method method) {
    IntegrationResult reference =
        solve(model, parameters, batch, end, Method.DORMAND_PRINCE_853, REFERENCE_TOLERANCE);
    if (reference instanceof Failed failed) {
      return new NotSolved<>(failed);
    }
    List<ErrorRow> rows = new ArrayList<>();
    for (double tolerance : TOLERANCES) {
      IntegrationResult solution = solve(model, parameters, batch, end, method, tolerance);
      if (solution instanceof Failed failed) {
        return new NotSolved<>(failed);
      }
      Trajectory trajectory = ((Solved) solution).trajectory();
      rows.add(
          new ErrorRow(
              tolerance,
              largestRelativeError(trajectory, ((Solved) reference).trajectory()),
              trajectory.evaluations()));
    }
    return new Table<>(rows);
  }

  /** Balance closure along a batch, for the rates of change that the model computes. */
  public static VerificationResult<BalanceRow> balanceTable(
      ProcessModel model, double[] parameters, BatchData batch, double end) {
    IntegrationResult solution =
        solve(model, parameters, batch, end, Method.DORMAND_PRINCE_54, 1e-8);
    if (solution instanceof Failed failed) {
      return new NotSolved<>(failed);
    }
    Trajectory trajectory = ((Solved) solution).trajectory();
    int balances = model.balances().size();
    double[] largest = new double[balances];
    double[] residuals = new double[balances];
    double[] rates = new double[model.states().size()];
    double scale = 0;
    for (int k = 0; k <= COMPARED_TIMES; k++) {
      double t = end * k / COMPARED_TIMES;
      double[] y = trajectory.stateAt(t);
      double[] u = batch.plan().at(t);
      model.balanceResiduals(t, y, u, parameters, residuals);
      model.derivatives(t, y, u, parameters, rates);
      for (double rate : rates) {
        scale = FastMath.max(scale, FastMath.abs(rate));
      }
      for (int b = 0; b < balances; b++) {
        largest[b] = FastMath.max(largest[b], FastMath.abs(residuals[b]));
      }
    }
    List<BalanceRow> rows = new ArrayList<>();
    for (int b = 0; b < balances; b++) {
      rows.add(new BalanceRow(model.balances().get(b), largest[b] / scale));
    }
    return new Table<>(rows);
  }

  private static IntegrationResult solve(
      ProcessModel model,
      double[] parameters,
      BatchData batch,
      double end,
      Method method,
      double tolerance) {
    InputCheck.require(InputCheck.batch(model, batch));
    return Integration.solve(
        model,
        parameters,
        batch.y0(),
        0,
        end,
        batch.plan(),
        new IntegrationSettings(method, tolerance, tolerance * ABSOLUTE_SHARE, Deadline.none()));
  }

  private static double largestRelativeError(Trajectory solution, Trajectory reference) {
    double end = reference.end();
    int n = reference.stateAt(end).length;
    double[] error = new double[n];
    double[] magnitude = new double[n];
    for (int k = 0; k <= COMPARED_TIMES; k++) {
      double t = end * k / COMPARED_TIMES;
      double[] a = solution.stateAt(t);
      double[] b = reference.stateAt(t);
      for (int i = 0; i < n; i++) {
        error[i] = FastMath.max(error[i], FastMath.abs(a[i] - b[i]));
        magnitude[i] = FastMath.max(magnitude[i], FastMath.abs(b[i]));
      }
    }
    double largest = 0;
    for (int i = 0; i < n; i++) {
      if (magnitude[i] > 0) {
        largest = FastMath.max(largest, error[i] / magnitude[i]);
      }
    }
    return largest;
  }
}
