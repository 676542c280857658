package io.veritwin.lifecycle.platform;

import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeWorkflow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The workflow port without an engine: remembers which task is open and how it was completed. */
@ApplicationScoped
public class MemoryWorkflow implements ChangeWorkflow {

  private final Map<String, DecisionTask> open = new ConcurrentHashMap<>();
  private final Map<String, SignedDecision> decided = new ConcurrentHashMap<>();

  @Override
  public void start(ChangeRequest change) {
    open.put(change.number(), new DecisionTask("task-" + change.number(), "b".repeat(64)));
  }

  @Override
  public Optional<DecisionTask> openTask(String change) {
    return Optional.ofNullable(open.get(change));
  }

  @Override
  public void complete(SignedDecision decision) {
    if (!open.remove(decision.change(), decision.task())) {
      throw new IllegalStateException("no such task: " + decision.task());
    }
    decided.put(decision.change(), decision);
  }

  public Optional<SignedDecision> decisionOn(String change) {
    return Optional.ofNullable(decided.get(change));
  }
}
