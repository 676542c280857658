package io.veritwin.recommendation.recommend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A person has minutes to decide, also at sixty process minutes a minute. */
class CadenceTest {

  private static boolean due(Recommendation newest, Duration wall, double hours, boolean signing) {
    return Cadence.due(
        new Cadence.Facts(
            StoredProposal.PROPOSED_AT.plus(wall), 148.0 + hours, newest, signing, Double.NaN));
  }

  @Test
  @Verifies("URS-407")
  void theFirstLookAtABatchIsDueAtOnce() {
    assertTrue(due(null, Duration.ZERO, 0, false));
  }

  @Test
  @Verifies("URS-407")
  void atSixtyTimesSpeedAnOpenProposalStandsForTenMinutes() {
    Recommendation open = StoredProposal.proposed();
    assertFalse(due(open, Duration.ofMinutes(9), 9, false), "9 min of the clock, 9 h of process");
    assertTrue(due(open, Duration.ofMinutes(10), 10, false));
  }

  @Test
  @Verifies("URS-407")
  void inRealTimeAnOpenProposalStandsForTwoHoursOfProcess() {
    Recommendation open = StoredProposal.proposed();
    assertFalse(due(open, Duration.ofMinutes(15), 0.25, false));
  }

  @Test
  @Verifies("URS-407")
  void nothingTakesTheRecommendationOutOfTheHandsOfWhoSignsIt() {
    assertFalse(due(StoredProposal.proposed(), Duration.ofMinutes(19), 19, true));
  }

  @Test
  @Verifies("URS-407")
  void nothingNewIsProposedWhileOneIsBeingReleased() {
    assertFalse(due(StoredProposal.signed(46.5), Duration.ofHours(5), 100, false));
  }

  @Test
  @Verifies("URS-407")
  void afterALookThatProposedNothingTheNextWaitsHalfAnHourOfProcess() {
    assertFalse(
        Cadence.due(new Cadence.Facts(StoredProposal.PROPOSED_AT, 148.4, null, false, 148.0)));
    assertTrue(
        Cadence.due(new Cadence.Facts(StoredProposal.PROPOSED_AT, 148.5, null, false, 148.0)));
    assertTrue(
        Cadence.due(new Cadence.Facts(StoredProposal.PROPOSED_AT, 1.0, null, false, 148.0)),
        "a look at an earlier batch does not count");
  }
}
