package io.veritwin.twin.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.twin.ChoCases;
import io.veritwin.twin.forecast.Ensemble.Simulated;
import io.veritwin.twin.integration.IntegrationSettings;
import io.veritwin.twin.uncertainty.Cores;
import io.veritwin.validation.evidence.Verifies;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnsembleTest {

  @Test
  @Verifies({"URS-213", "URS-803"})
  void anyNumberOfCoresGivesTheSameBits() {
    double[][][] one = outputs(1);
    for (int cores : new int[] {2, 3, 7}) {
      assertArrayEquals(one, outputs(cores), cores + " cores");
    }
  }

  @Test
  @Verifies("URS-803")
  void eachTaskRunsOnceAndTheFirstFailureIsTheOneReported() {
    int[] done = new int[1000];
    Cores.of(4).run(done.length, i -> done[i]++);
    assertTrue(IntStream.of(done).allMatch(d -> d == 1));
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Cores.of(4)
                    .run(
                        100,
                        i -> {
                          if (i % 30 == 29) {
                            throw new IllegalStateException("task " + i);
                          }
                        }));
    assertEquals("task 29", thrown.getMessage());
    Cores.of(4).run(0, i -> assertTrue(false));
  }

  private static double[][][] outputs(int cores) {
    Ensemble ensemble =
        Ensemble.draw(
                ChoCases.MODEL,
                ChoCases.MODEL.nominalParameters(),
                ChoCases.parameterCovariance(0.05),
                ChoCases.day5(),
                100,
                3)
            .orElseThrow();
    return assertInstanceOf(
            Simulated.class,
            ensemble.simulate(
                ChoCases.dailyFeed(), 72, 6, IntegrationSettings.standard(), Cores.of(cores)))
        .outputs();
  }
}
