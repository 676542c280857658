package io.veritwin.recommendation.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veritwin.validation.evidence.Verifies;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** P11-09: steps out of order are refused, in the type and again at run time. */
class RecommendationStageTest {

  private static final Instant AT = StoredProposal.PROPOSED_AT.plusSeconds(90);

  @Test
  @Verifies("URS-409")
  void aRecommendationGoesFromProposalToConfirmationStepByStep() {
    Recommendation r = StoredProposal.proposed();
    SignedRecommendation signed =
        ((ProposedRecommendation) r.stage()).sign(46.5, StoredProposal.signature(r));
    SendingRecommendation sending = signed.intend("{}", AT, AT);
    WrittenRecommendation written = sending.written(AT, 0L, 120);
    ConfirmedRecommendation confirmed = written.confirm(46.5, AT, AT.plusSeconds(1800), "Written.");
    confirmed.endWatch(Recommendation.Effect.INSIDE, "Inside.", AT.plusSeconds(1800));
    assertEquals(RecommendationState.CONFIRMED, r.state());
    assertEquals(Recommendation.Effect.INSIDE, r.effect());
    assertEquals(120L, r.writeWindowMicros());
  }

  @Test
  @Verifies("URS-409")
  void aProposalKeptAfterItWasWithdrawnCannotBeSigned() {
    Recommendation r = StoredProposal.proposed();
    ProposedRecommendation kept = (ProposedRecommendation) r.stage();
    kept.withdraw("REC-34", "Phase Feeding of BR-204 is held.", AT);
    assertThrows(IllegalStateException.class, () -> kept.sign(46.5, StoredProposal.signature(r)));
    assertInstanceOf(EndedRecommendation.class, r.stage());
  }

  @Test
  @Verifies("URS-409")
  void aSignedRecommendationIsSentOnce() {
    Recommendation r = StoredProposal.signed(46.5);
    SignedRecommendation kept = (SignedRecommendation) r.stage();
    kept.intend("{}", AT, AT);
    assertThrows(IllegalStateException.class, () -> kept.intend("{}", AT, AT));
  }

  @Test
  @Verifies("URS-424")
  void anUnknownOutcomeCanOnlyBeResolvedByWhatThePlantHolds() {
    Recommendation r = StoredProposal.signed(46.5);
    SendingRecommendation sending = ((SignedRecommendation) r.stage()).intend("{}", AT, AT);
    UnknownRecommendation unknown = sending.unknown("No answer came.");
    assertThrows(IllegalStateException.class, () -> sending.written(AT, 0L, 1));
    unknown.resolveNotWritten(42.0, AT, "Not written.");
    assertEquals(RecommendationState.NOT_WRITTEN, r.state());
    assertEquals(42.0, r.readBackValue());
  }

  @Test
  @Verifies("URS-409")
  void nothingMovesWhatHasEnded() {
    Recommendation r = StoredProposal.signed(46.5);
    ((SignedRecommendation) r.stage()).lapse("Not written.", AT);
    assertThrows(IllegalStateException.class, () -> new SignedRecommendation(r));
    assertThrows(IllegalStateException.class, () -> new ProposedRecommendation(r));
    assertThrows(IllegalStateException.class, () -> new SendingRecommendation(r));
  }

  @Test
  @Verifies("URS-428")
  void theWatchOfAnEffectEndsOnce() {
    Recommendation r = StoredProposal.signed(46.5);
    ConfirmedRecommendation confirmed =
        ((SignedRecommendation) r.stage())
            .intend("{}", AT, AT)
            .written(AT, 0L, 1)
            .confirm(46.5, AT, AT.plusSeconds(1800), "Written.");
    confirmed.endWatch(Recommendation.Effect.BREACHED, "Glucose left.", AT);
    assertThrows(
        IllegalStateException.class,
        () -> confirmed.endWatch(Recommendation.Effect.INSIDE, "Inside.", AT));
  }
}
