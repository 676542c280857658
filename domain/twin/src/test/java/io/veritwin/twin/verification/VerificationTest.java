package io.veritwin.twin.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.integration.Trajectory;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.run.Sample;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerificationTest {

  private static final BatchData BATCH =
      new BatchData("B1", ChoCases.start(), ChoCases.dailyFeed().steps(), List.of());

  @ParameterizedTest
  @EnumSource(Method.class)
  @Verifies("URS-231")
  void theErrorFallsWithTheOrderOfTheMethod(Method method) {
    List<CodeVerification.Row> rows = CodeVerification.table(method);
    for (String problem : rows.stream().map(CodeVerification.Row::problem).distinct().toList()) {
      double last =
          rows.stream()
              .filter(row -> row.problem().equals(problem))
              .mapToDouble(CodeVerification.Row::observedOrder)
              .filter(order -> !Double.isNaN(order))
              .reduce((a, b) -> b)
              .orElseThrow();
      assertEquals(method.order(), last, 0.7, problem);
    }
  }

  @Test
  @Verifies("URS-232")
  void theErrorFollowsTheTolerance() {
    double before = Double.POSITIVE_INFINITY;
    for (CalculationVerification.ErrorRow row :
        rows(
            CalculationVerification.errorTable(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                BATCH,
                336,
                Method.DORMAND_PRINCE_54))) {
      assertTrue(row.largestRelativeError() <= 1000 * row.relativeTolerance(), row::toString);
      assertTrue(row.largestRelativeError() < before, row::toString);
      before = row.largestRelativeError();
    }
  }

  @Test
  @Verifies({"URS-205", "URS-232"})
  void balancesCloseAlongABatch() {
    List<CalculationVerification.BalanceRow> balances =
        rows(
            CalculationVerification.balanceTable(
                ChoCases.MODEL, ChoCases.MODEL.nominalParameters(), BATCH, 336));
    assertEquals(3, balances.size());
    for (CalculationVerification.BalanceRow row : balances) {
      assertTrue(row.largestResidual() < 1e-10, row::toString);
    }
  }

  @Test
  @Verifies("URS-230")
  void metricsEqualTheirDefinition() {
    Trajectory truth = ChoCases.run(ChoCases.MODEL.nominalParameters(), ChoCases.dailyFeed(), 40);
    double v10 = truth.stateAt(10)[1];
    double v20 = truth.stateAt(20)[1];
    double v40 = truth.stateAt(40)[1];
    BatchData measured =
        new BatchData(
            "B1",
            ChoCases.start(),
            ChoCases.dailyFeed().steps(),
            List.of(
                new Sample(10, "GLC", v10 + 1, 1),
                new Sample(20, "GLC", v20 - 1, 1),
                new Sample(40, "GLC", v40 + 2, 1)));
    PredictionMetrics metrics =
        assertInstanceOf(
                PredictionTest.Measured.class,
                PredictionTest.run(
                    ChoCases.MODEL,
                    ChoCases.MODEL.nominalParameters(),
                    measured,
                    IntegrationSettings.standard()))
            .metrics()
            .get(0);
    double mean = (v10 + v20 + v40 + 2) / 3;
    double total = square(v10 + 1 - mean) + square(v20 - 1 - mean) + square(v40 + 2 - mean);
    assertEquals(3, metrics.n());
    assertEquals(1 - 6 / total, metrics.r2(), 1e-5);
    assertEquals(StrictMath.sqrt(2), metrics.rmse(), 1e-5);
    double range = Math.max(v10 + 1, v20 - 1) - Math.min(v20 - 1, v40 + 2);
    assertEquals(StrictMath.sqrt(2) / range, metrics.nrmse(), 1e-5);
  }

  @Test
  @Verifies("URS-233")
  void localAndMorrisSensitivityNameProductivityForTheTitreAndTheExactElasticity() {
    double[] p = ChoCases.MODEL.nominalParameters();
    // the titre is proportional to the specific productivity
    double elasticity =
        rows(Sensitivity.local(ChoCases.MODEL, p, BATCH, 240)).stream()
            .filter(r -> r.parameterId().equals("q_mAb") && r.outputId().equals("TITRE"))
            .mapToDouble(Sensitivity.LocalRow::elasticity)
            .findFirst()
            .orElseThrow();
    assertEquals(1, elasticity, 1e-5);

    List<Sensitivity.MorrisRow> first = morris(p, 7);
    assertEquals(first, morris(p, 7), "the same seed gives the same bits");
    Sensitivity.MorrisRow productivity = row(first, "q_mAb", "TITRE");
    Sensitivity.MorrisRow ammonia = row(first, "Km_Amm", "TITRE");
    assertTrue(productivity.muStar() > 10 * ammonia.muStar());
    assertEquals(0, row(first, "q_mAb", "GLC").muStar(), 1e-6);
  }

  private static List<Sensitivity.MorrisRow> morris(double[] p, long seed) {
    return rows(Sensitivity.morris(ChoCases.MODEL, p, 0.2, BATCH, 240, 6, seed));
  }

  private static Sensitivity.MorrisRow row(
      List<Sensitivity.MorrisRow> rows, String parameter, String output) {
    return rows.stream()
        .filter(r -> r.parameterId().equals(parameter) && r.outputId().equals(output))
        .findFirst()
        .orElseThrow();
  }

  private static <R> List<R> rows(VerificationResult<R> result) {
    if (result instanceof VerificationResult.Table<R> table) {
      return table.rows();
    }
    throw new AssertionError(result);
  }

  private static double square(double x) {
    return x * x;
  }
}
