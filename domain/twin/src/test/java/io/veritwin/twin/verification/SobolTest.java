package io.veritwin.twin.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.run.BatchData;
import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.twin.verification.Sensitivity.SobolRow;
import io.veritwin.twin.verification.VerificationResult.Table;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

public class SobolTest {

  /** Ishigami and Homma 1990 with a = 7, b = 0.1; the indices are known exactly. */
  public static Optional<double[]> ishigami(double[] x) {
    double[] z = new double[3];
    for (int i = 0; i < 3; i++) {
      z[i] = StrictMath.PI * (2 * x[i] - 1);
    }
    double s = StrictMath.sin(z[1]);
    return Optional.of(
        new double[] {
          StrictMath.sin(z[0]) + 7 * s * s + 0.1 * StrictMath.pow(z[2], 4) * StrictMath.sin(z[0])
        });
  }

  public static final double[] FIRST = {0.313905191147811, 0.442411144790041, 0};
  public static final double[] TOTAL = {0.557588855209959, 0.442411144790041, 0.243683664062148};

  @Test
  @Verifies("URS-234")
  void indicesOfIshigamisFunctionAreExactToAHundredthAndTheIntervalsHoldThem() {
    Sobol.Result result = Sobol.indices(SobolTest::ishigami, 3, 1, 1024, 1, Cores.all());
    for (Sobol.Row row : result.rows()) {
      assertEquals(FIRST[row.input()], row.first(), 1e-2, row::toString);
      assertEquals(TOTAL[row.input()], row.total(), 1e-2, row::toString);
    }
    assertEquals(
        result, Sobol.indices(SobolTest::ishigami, 3, 1, 1024, 1, Cores.of(1)), "same bits");
  }

  @Test
  @Verifies("URS-234")
  void intervalsHoldTheExactIndicesAsOftenAsTheySay() {
    int inside = 0;
    int all = 0;
    for (int seed = 0; seed < 60; seed++) {
      for (Sobol.Row row : Sobol.indices(SobolTest::ishigami, 3, 1, 64, seed, Cores.of(1)).rows()) {
        inside += Math.abs(row.first() - FIRST[row.input()]) <= row.firstHalfWidth() ? 1 : 0;
        inside += Math.abs(row.total() - TOTAL[row.input()]) <= row.totalHalfWidth() ? 1 : 0;
        all += 2;
      }
    }
    double share = (double) inside / all;
    assertTrue(share > 0.90 && share < 0.99, () -> "share " + share);
  }

  @Test
  @Verifies("URS-234")
  void aModelsIndicesNameWhatMattersAndAFailedPointIsReported() {
    BatchData batch =
        new BatchData("B1", ChoCases.start(), ChoCases.dailyFeed().steps(), List.of());
    Table<SobolRow> table =
        table(
            Sensitivity.sobol(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                List.of("q_mAb", "mu_max", "Km_Amm"),
                0.1,
                batch,
                120,
                16,
                3));
    double productivity = total(table, "q_mAb");
    assertTrue(productivity + total(table, "mu_max") > 0.9);
    assertTrue(total(table, "Km_Amm") < 0.01);
    Sobol.Result failed =
        Sobol.indices(
            x -> x[0] > 0.9 ? Optional.empty() : Optional.of(new double[1]),
            1,
            1,
            16,
            1,
            Cores.all());
    assertTrue(failed.failedAt().orElseThrow()[0] > 0.9);
  }

  private static Table<SobolRow> table(VerificationResult<SobolRow> result) {
    if (result instanceof Table<SobolRow> table) {
      return table;
    }
    throw new AssertionError(result);
  }

  private static double total(Table<SobolRow> table, String parameter) {
    return table.rows().stream()
        .filter(r -> r.parameterId().equals(parameter) && r.outputId().equals("TITRE"))
        .mapToDouble(SobolRow::total)
        .findFirst()
        .orElseThrow();
  }
}
