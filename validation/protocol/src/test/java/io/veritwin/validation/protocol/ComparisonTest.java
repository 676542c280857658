package io.veritwin.validation.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.lifecycle.change.ComparedPoint;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The figures of a prediction test, on values small enough to be checked by hand. */
class ComparisonTest {

  private static final Comparison HAND =
      new Comparison(
          List.of(
              new ComparedPoint("a", 0, 1, 1, 0, 2),
              new ComparedPoint("a", 1, 2, 3, 2.5, 3.5),
              new ComparedPoint("b", 0, 3, 3, 2, 4),
              new ComparedPoint("b", 8, 6, 5, 4, 7)));

  // Mean 3, squares about it 4 + 1 + 0 + 9 = 14, squared errors 0 + 1 + 0 + 1 = 2.
  @Test
  @Verifies("URS-343")
  void theMetricsAreThoseOfTheirFormulas() {
    assertEquals(1 - 2.0 / 14, HAND.r2(), 1e-15);
    assertEquals(100 * StrictMath.sqrt(0.5) / 5, HAND.nrmsePercent(), 1e-12);
    assertEquals(75, HAND.coveragePercent(), 1e-12);
  }

  // Wilson's interval of 3 in 4, as tables give it: 30.1 % to 95.4 %.
  @Test
  @Verifies("URS-343")
  void theCoverageIntervalIsWilsons() {
    double[] interval = HAND.coverageInterval();
    assertEquals(30.06, interval[0], 0.01);
    assertEquals(95.44, interval[1], 0.01);
  }

  @Test
  @Verifies("URS-343")
  void anIntervalHoldsItsValueAndComesAgainFromTheSameSeed() {
    Comparison many =
        new Comparison(
            IntStream.range(0, 60)
                .mapToObj(
                    i -> new ComparedPoint("a", i, i, i + StrictMath.sin(7.0 * i), i - 2, i + 2))
                .toList());
    double[] interval = many.interval(Comparison::nrmsePercent, 42);
    assertTrue(interval[0] < many.nrmsePercent() && many.nrmsePercent() < interval[1]);
    assertArrayEquals(interval, many.interval(Comparison::nrmsePercent, 42));
  }

  @Test
  @Verifies("URS-343")
  void theWorstHourIsNamed() {
    assertEquals("0.5 h to 1.5 h", HAND.worstHours());
  }
}
