package io.veritwin.validation.protocol;

import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.verification.CalculationVerification;
import io.veritwin.twin.verification.CalculationVerification.BalanceRow;
import io.veritwin.twin.verification.CalculationVerification.ErrorRow;
import io.veritwin.twin.verification.CodeVerification;
import io.veritwin.twin.verification.VerificationResult;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verification of code and calculation (VV-01): does the integrator converge as it should, how
 * large is the error of the calculation as it is used, do the balances close.
 *
 * @param orders order of convergence, row by row, of the method in use and of the one that takes
 *     over where the equations are stiff
 * @param errors error against tolerance
 * @param balances closure of each balance
 */
record Verification(
    List<CodeVerification.Row> orders, List<ErrorRow> errors, List<BalanceRow> balances) {

  static Verification execute(ChangeUnderTest test) {
    IntegrationSettings inUse = IntegrationSettings.standard();
    BatchData batch = test.batches(test.holdOut()).get(0);
    double end = test.holdOut().batches().get(0).data().end();
    double[] parameters = test.version().parameterValues();
    return new Verification(
        Stream.of(inUse.method(), inUse.method().whereStiff())
            .map(CodeVerification::table)
            .flatMap(List::stream)
            .toList(),
        rows(
            CalculationVerification.errorTable(
                test.model(), parameters, batch, end, inUse.method())),
        rows(CalculationVerification.balanceTable(test.model(), parameters, batch, end)));
  }

  /** By how much the observed order stays below the expected one, for the worst problem. */
  double orderShortfall() {
    return orders.stream()
        .mapToDouble(r -> orderShortfall(r.method(), r.problem()))
        .max()
        .orElse(Double.NaN);
  }

  /** Counted at the finest step whose error is not yet rounding. */
  private double orderShortfall(Method method, String problem) {
    return orders.stream()
        .filter(
            r ->
                r.method() == method
                    && r.problem().equals(problem)
                    && !Double.isNaN(r.observedOrder()))
        .reduce((coarser, finer) -> finer)
        .map(r -> Math.max(0, r.expectedOrder() - r.observedOrder()))
        .orElse(Double.NaN);
  }

  /** Error of the calculation at the tolerance in use, in percent of each state's magnitude. */
  double stepErrorPercent() {
    double inUse = StrictMath.log10(IntegrationSettings.standard().relativeTolerance());
    return errors.stream()
        .min(
            Comparator.comparingDouble(
                r -> Math.abs(StrictMath.log10(r.relativeTolerance()) - inUse)))
        .map(r -> 100 * r.largestRelativeError())
        .orElse(Double.NaN);
  }

  double closure(String balance) {
    return balances.stream()
        .filter(b -> b.balance().equals(balance))
        .mapToDouble(BalanceRow::largestResidual)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The rows of a table; none when the model could not be solved, which fails its criterion. */
  static <R> List<R> rows(VerificationResult<R> result) {
    return result instanceof VerificationResult.Table<R> table ? table.rows() : List.of();
  }
}
