package io.veritwin.twin.verification;

import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.Method;
import java.util.ArrayList;
import java.util.List;
import org.hipparchus.util.FastMath;

/**
 * Order of convergence of an integration method against exact solutions (URS-231): the code
 * verification that ASME V and V 40 asks for.
 */
public final class CodeVerification {

  /** Errors below this are rounding, and tell nothing of the order. */
  private static final double ROUNDING = 1e-13;

  private static final int HALVINGS = 4;

  private CodeVerification() {}

  /**
   * One step size of one problem.
   *
   * @param method the method
   * @param problem the problem with an exact solution
   * @param step h
   * @param error greatest absolute error at the end
   * @param observedOrder between the step before and this one; NaN in the first row, and where the
   *     error is rounding
   * @param expectedOrder of the method
   */
  public record Row(
      Method method,
      String problem,
      double step,
      double error,
      double observedOrder,
      int expectedOrder) {}

  /** Table of all problems for one method, each step half of the one before. */
  public static List<Row> table(Method method) {
    List<Row> rows = new ArrayList<>();
    for (ExactProblem problem : ExactProblem.values()) {
      double before = Double.NaN;
      double step = ExactProblem.END / 2;
      for (int i = 0; i <= HALVINGS; i++) {
        double error = error(problem, step, method);
        double order =
            error > ROUNDING ? FastMath.log(before / error) / FastMath.log(2) : Double.NaN;
        rows.add(new Row(method, problem.title(), step, error, order, method.order()));
        before = error;
        step /= 2;
      }
    }
    return rows;
  }

  private static double error(ExactProblem problem, double step, Method method) {
    double[] y =
        Integration.solveWithFixedSteps(
            problem, problem.start(), 0, ExactProblem.END, step, method);
    double[] exact = problem.exact(ExactProblem.END);
    double error = 0;
    for (int i = 0; i < y.length; i++) {
      error = FastMath.max(error, FastMath.abs(y[i] - exact[i]));
    }
    return error;
  }
}
