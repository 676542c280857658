package io.veritwin.workflow.lifecycle;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeWorkflow;
import io.veritwin.workflow.engine.UserTasks;
import io.veritwin.workflow.engine.WorkflowEngine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** {@link ChangeWorkflow} over the engine: one instance of "Change a model version" per request. */
@ApplicationScoped
public class EngineChangeWorkflow implements ChangeWorkflow {

  static final String PROCESS = "change-model-version";
  static final String REVIEW = "review";

  private UserTasks reviews;

  protected EngineChangeWorkflow() {}

  @Inject
  public EngineChangeWorkflow(WorkflowEngine engine) {
    this.reviews = new UserTasks(engine::engine, PROCESS, REVIEW);
  }

  @Override
  public void start(ChangeRequest change) {
    reviews.start(change.number(), Map.of("modelVersion", change.modelVersion()));
  }

  @Override
  public Optional<DecisionTask> openTask(String change) {
    return reviews.open(change).map(task -> new DecisionTask(task.taskId(), task.bpmnDigest()));
  }

  @Override
  public void complete(SignedDecision decision) {
    reviews.complete(
        decision.change(),
        new UserTasks.Decision(
            new UserTasks.Named(decision.task().taskId(), decision.task().bpmnDigest()),
            decision.outcome(),
            decision.recordDigest(),
            decision.signature(),
            decision.auditEntryId()));
  }
}
