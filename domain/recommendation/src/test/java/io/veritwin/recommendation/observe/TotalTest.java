package io.veritwin.recommendation.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A feed rate from a totaliser: nothing that was counted is lost, a reset is no rate. */
class TotalTest {

  @Test
  @Verifies("URS-015")
  void theRateIsWhatWasCountedByTheTimeBetweenTheReadings() {
    Total before = new Total(100.5, 8.0);
    assertEquals(6.9, before.rateUntil(new Total(101.75, 8.1), 0.552).getAsDouble(), 1e-9);
  }

  @Test
  @Verifies("URS-015")
  void readingsOfUnevenWidthAddUpToWhatWasCounted() {
    List<Total> readings =
        List.of(new Total(0, 1.0), new Total(1, 1.08), new Total(3, 1.25), new Total(4.5, 1.333));
    double fed = 0;
    for (int i = 1; i < readings.size(); i++) {
      Total before = readings.get(i - 1);
      Total now = readings.get(i);
      fed += before.rateUntil(now, 0.5).getAsDouble() * (now.time() - before.time());
    }
    assertEquals(0.5 * 4.5, fed, 1e-12);
  }

  @Test
  @Verifies("URS-015")
  void aResetOrTheSameReadingAgainIsNoRate() {
    Total before = new Total(320, 25);
    assertTrue(before.rateUntil(new Total(0, 25.1), 0.5).isEmpty());
    assertTrue(before.rateUntil(before, 0.5).isEmpty());
  }
}
