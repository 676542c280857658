package io.veritwin.recommendation.recommend;

import java.util.Optional;

/**
 * The workflow that carries a proposal to operators and waits for its outcome: a port, implemented
 * over the engine in {@code workflow}. Workflow is memory, never evidence: what a person decided
 * stands in the signed record, and the release gate compares both.
 *
 * <p>Every method runs in the transaction of its caller.
 */
public interface ReviewTasks {

  /** Opens "Review recommendation" for the operators of the unit. */
  ReviewTask open(Recommendation recommendation);

  /**
   * Completes the task by a signed decision.
   *
   * @throws IllegalStateException when the task is not open, or is not the one the decision names
   */
  void complete(SignedDecision decision);

  /** Takes the task back: the proposal was withdrawn or expired. No task, no effect. */
  void withdraw(String recommendation, String reason);

  /** Tells the waiting process how the release ended. */
  void releaseEnded(String recommendation, String outcome);

  /** The decision by which the task was completed; empty while it is open or was withdrawn. */
  Optional<SignedDecision> decisionOn(String recommendation);

  /**
   * @param taskId the engine's id of the user task
   * @param bpmnDigest SHA-256 of the deployed BPMN file, lower-case hex
   */
  record ReviewTask(String taskId, String bpmnDigest) {}

  /**
   * A decision of a person, as the workflow may act on it.
   *
   * @param recommendation the recommendation's number
   * @param task the task it decides, as named in the signed record
   * @param outcome "accepted" or "rejected"
   * @param recordDigest SHA-256 of the signed record, lower-case hex
   * @param signature the signature's number
   * @param auditEntryId the entry that holds the signed leaf
   */
  record SignedDecision(
      String recommendation,
      ReviewTask task,
      String outcome,
      String recordDigest,
      String signature,
      long auditEntryId) {}
}
