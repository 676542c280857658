package io.veritwin.recommendation.release;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.ReadBack;
import io.veritwin.recommendation.recommend.DesignSpace;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.recommendation.recommend.ReviewTasks.SignedDecision;
import io.veritwin.records.trail.Receipts.StoredReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything the release gates may look at, gathered at one moment. A source that could not be
 * asked is empty, never a default.
 *
 * @param at when it was gathered
 * @param recommendation what was signed
 * @param signature what re-verifying the signature found
 * @param receipt the proof that the signature's entry is in the log
 * @param leaf what the signed leaf says, read from the receipt
 * @param spent true when the use-id was used before
 * @param model the effective model version of the unit now
 * @param batch the batch as the plant last said
 * @param link the plant link
 * @param readings the readings the twin rests on
 * @param space the design space in force
 * @param setpoint the setpoint as the plant holds it now
 * @param actuator whether the unit has an actuator behind the setpoint
 * @param writeGranted whether the plant lets this platform write the node
 * @param decision the decision that the workflow remembers
 * @param log the reason that stops regulated acts; an inner empty value means the log is sound
 * @param adviceStopped true when someone stopped all advice for the unit
 */
public record ReleaseEvidence(
    Instant at,
    Recommendation recommendation,
    Optional<SignatureFinding> signature,
    Optional<StoredReceipt> receipt,
    Optional<SignedLeaf> leaf,
    Optional<Boolean> spent,
    Optional<ModelInForce> model,
    Optional<BatchContext> batch,
    Optional<LinkState> link,
    Optional<List<ReadingInUse>> readings,
    Optional<DesignSpace> space,
    Optional<ReadBack> setpoint,
    Optional<Boolean> actuator,
    Optional<Boolean> writeGranted,
    Optional<SignedDecision> decision,
    Optional<Optional<String>> log,
    Optional<Boolean> adviceStopped) {

  /** What re-verifying the stored signature found. */
  public record SignatureFinding(boolean valid, String sentence, String signer) {}

  /**
   * What the signed leaf of the log says.
   *
   * @param taskId the review task named in the signed record
   * @param bpmnDigest the process named in the signed record
   * @param recordDigest SHA-256 of the signed record
   * @param value the value signed
   */
  public record SignedLeaf(
      String recommendation,
      String taskId,
      String bpmnDigest,
      String recordDigest,
      double value,
      String useId) {}

  /** The model version that may advise the unit now; its running digest was compared at load. */
  public record ModelInForce(String version, String digest) {}

  /**
   * A reading the twin rests on.
   *
   * @param tag its tag
   * @param good whether the plant vouches for it
   * @param age at {@code at}
   * @param allowed how old it may be
   */
  public record ReadingInUse(String tag, boolean good, Duration age, Duration allowed) {}
}
