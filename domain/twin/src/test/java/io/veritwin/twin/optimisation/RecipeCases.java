package io.veritwin.twin.optimisation;

import io.veritwin.twin.forecast.Limit;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.integration.Method;
import io.veritwin.twin.model.ParkRamirez;
import io.veritwin.twin.optimisation.RecipeProblem.Control;
import io.veritwin.twin.optimisation.RecipeProblem.Scenario;
import io.veritwin.twin.run.InputPlan;
import io.veritwin.twin.run.InputStep;
import java.util.List;
import org.hipparchus.random.RandomGenerator;
import org.hipparchus.random.Well19937c;

/** Problems of optimal feeding, for tests and the benchmark. */
public final class RecipeCases {

  private RecipeCases() {}

  /** Twenty pieces, 15 h, 0 to 2 L/h, no more than 14.35 L. */
  public static RecipeProblem parkRamirez() {
    return new RecipeProblem(
        ParkRamirez.model(),
        List.of(new Scenario(ParkRamirez.model().nominalParameters(), ParkRamirez.start())),
        0,
        15,
        new InputPlan(List.of(new InputStep(0, new double[] {0.5}))),
        List.of(new Control("u", 0, 2)),
        20,
        "PRODUCT",
        List.of(new Limit("VOLUME", Limit.Side.MAXIMUM, 14.35)),
        new IntegrationSettings(Method.DORMAND_PRINCE_54, 1e-6, 1e-8, Deadline.none()));
  }

  public static double[][] randomStart(int seed) {
    RandomGenerator random = new Well19937c(seed);
    double[][] start = new double[1][20];
    for (int k = 0; k < 20; k++) {
      start[0][k] = 2 * random.nextDouble();
    }
    return start;
  }
}
