package io.veritwin.twin.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.Integration;
import io.veritwin.twin.integration.IntegrationResult;
import io.veritwin.twin.integration.IntegrationResult.Solved;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.validation.evidence.Verifies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CHO model against the end state on which four independent solvers agree. */
class ChoFedBatchTest {

  private static final double[] END_OF_FOUR_SOLVERS = {
    3.833955737, 14.34930238, 0.8301413906, 98.94589157, 3.263400640, 473.5354233, 1612
  };

  @ParameterizedTest
  @EnumSource(Method.class)
  @Verifies({"URS-202", "URS-204"})
  void fourteenDaysEndWhereFourIndependentSolversEnd(Method method) {
    ProcessModel model = ChoFedBatch.model();
    IntegrationResult result =
        Integration.solve(
            model,
            model.nominalParameters(),
            ChoCases.start(),
            0,
            336,
            ChoCases.dailyFeed(),
            new IntegrationSettings(method, 1e-10, 1e-12, Deadline.none()));
    double[] end = assertInstanceOf(Solved.class, result).trajectory().stateAt(336);
    for (int i = 0; i < end.length; i++) {
      assertEquals(
          END_OF_FOUR_SOLVERS[i],
          end[i],
          2e-9 * END_OF_FOUR_SOLVERS[i],
          model.states().get(i).title());
    }
  }
}
