package io.veritwin.lifecycle.change;

import java.util.Optional;

/**
 * The workflow that carries a change request from its submission to QA's decision: a port,
 * implemented over the engine in {@code workflow}. Workflow is memory, never evidence: a task
 * completed by any other door has no effect on the request.
 *
 * <p>Every method runs in the transaction of its caller.
 */
public interface ChangeWorkflow {

  /**
   * Starts "Approve model version" for a request that was just submitted. After the transaction has
   * committed the workflow has the checks executed, once, and then opens the task for QA.
   */
  void start(ChangeRequest change);

  /** The task that waits for QA's decision; empty while the checks run and after the decision. */
  Optional<DecisionTask> openTask(String change);

  /**
   * Completes the task by a signed decision.
   *
   * @throws IllegalStateException when the task is not open, or is not the one the decision names
   */
  void complete(SignedDecision decision);

  /**
   * @param taskId the engine's id of the user task
   * @param bpmnDigest SHA-256 of the deployed BPMN file, lower-case hex
   */
  record DecisionTask(String taskId, String bpmnDigest) {}

  /**
   * A decision of a person, as the workflow may act on it.
   *
   * @param change the change request's number
   * @param task the task it decides, as named in the signed record
   * @param outcome "approved" or "rejected"
   * @param recordDigest SHA-256 of the signed record, lower-case hex
   * @param signature the signature's number
   * @param auditEntryId the entry that holds the signed leaf
   */
  record SignedDecision(
      String change,
      DecisionTask task,
      String outcome,
      String recordDigest,
      String signature,
      long auditEntryId) {}
}
