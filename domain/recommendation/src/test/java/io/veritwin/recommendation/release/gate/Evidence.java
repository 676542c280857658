package io.veritwin.recommendation.release.gate;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PhaseState;
import io.veritwin.plant.ReadBack;
import io.veritwin.recommendation.recommend.DesignSpace;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.ReviewTasks.ReviewTask;
import io.veritwin.recommendation.recommend.ReviewTasks.SignedDecision;
import io.veritwin.recommendation.recommend.StoredProposal;
import io.veritwin.recommendation.release.ReleaseEvidence;
import io.veritwin.recommendation.release.ReleaseEvidence.ModelInForce;
import io.veritwin.recommendation.release.ReleaseEvidence.ReadingInUse;
import io.veritwin.recommendation.release.ReleaseEvidence.SignatureFinding;
import io.veritwin.recommendation.release.ReleaseEvidence.SignedLeaf;
import io.veritwin.records.trail.Receipts.StoredReceipt;
import io.veritwin.twin.forecast.Limit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Evidence in which every gate answers OK; a test spoils one thing. */
final class Evidence {

  Instant at = StoredProposal.PROPOSED_AT.plusSeconds(120);
  Recommendation recommendation = StoredProposal.signed(46.5);
  Optional<SignatureFinding> signature =
      Optional.of(new SignatureFinding(true, "The signature stands.", "Marta Reuter"));
  Optional<StoredReceipt> receipt =
      Optional.of(new StoredReceipt(7001, 512, new byte[] {1}, "c2sp.org/tlog-proof@v1"));
  Optional<SignedLeaf> leaf =
      Optional.of(
          new SignedLeaf("P-0412", "task-1", "b".repeat(64), "d".repeat(64), 46.5, "use-412"));
  Optional<Boolean> spent = Optional.of(false);
  Optional<ModelInForce> model = Optional.of(new ModelInForce("CHO-FB 1.3", "a".repeat(64)));
  Optional<BatchContext> batch = Optional.of(batch("B26-1107", "Feeding", PhaseState.RUNNING));
  Optional<LinkState> link = Optional.of(link(true));
  Optional<List<ReadingInUse>> readings = Optional.of(List.of(reading(true, 1)));
  Optional<DesignSpace> space = Optional.of(SPACE);
  Optional<ReadBack> setpoint = Optional.of(setpoint(42.0));
  Optional<Boolean> actuator = Optional.of(true);
  Optional<Boolean> writeGranted = Optional.of(true);
  Optional<SignedDecision> decision = Optional.of(decision("accepted", "d".repeat(64)));
  Optional<Optional<String>> log = Optional.of(Optional.empty());
  Optional<Boolean> adviceStopped = Optional.of(false);

  static final DesignSpace SPACE =
      new DesignSpace(
          "DS-204 rev 1",
          "FIC-204.SP",
          "Feed rate",
          "mL/h",
          new BigDecimal("30.0"),
          new BigDecimal("55.0"),
          new BigDecimal("6.0"),
          new BigDecimal("0.5"),
          List.of(new Limit("GLC", Limit.Side.MINIMUM, 3.0)),
          0.1,
          "feed",
          -3,
          "TITRE",
          36,
          true);

  static BatchContext batch(String id, String phase, PhaseState state) {
    return new BatchContext(
        "BR-204", id, phase, state, 148.0, 60, true, StoredProposal.PROPOSED_AT);
  }

  static LinkState link(boolean live) {
    Instant at = StoredProposal.PROPOSED_AT;
    return new LinkState("BR-204", live, at, at, List.of(), "No value for 34 s.", at);
  }

  static ReadingInUse reading(boolean good, int ageSeconds) {
    return new ReadingInUse(
        "FIC-204.PV", good, Duration.ofSeconds(ageSeconds), Duration.ofSeconds(5));
  }

  static ReadBack setpoint(double value) {
    Instant at = StoredProposal.PROPOSED_AT;
    return new ReadBack.Value(value, at, at, at);
  }

  static SignedDecision decision(String outcome, String recordDigest) {
    return new SignedDecision(
        "P-0412", new ReviewTask("task-1", "b".repeat(64)), outcome, recordDigest, "S-1", 7001);
  }

  ReleaseEvidence gathered() {
    return new ReleaseEvidence(
        at,
        recommendation,
        signature,
        receipt,
        leaf,
        spent,
        model,
        batch,
        link,
        readings,
        space,
        setpoint,
        actuator,
        writeGranted,
        decision,
        log,
        adviceStopped);
  }
}
