package io.veritwin.workflow.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.task.Task;

/**
 * The one user task of a process whose instances are found by the number of their record. It is
 * completed with the signed decision, which stays with the instance.
 */
public final class UserTasks {

  private static final String OUTCOME = "decision.outcome";
  private static final String TASK = "decision.task";
  private static final String BPMN = "decision.bpmn";
  private static final String RECORD = "decision.record";
  private static final String SIGNATURE = "decision.signature";
  private static final String ENTRY = "decision.entry";

  private final Supplier<ProcessEngine> engine;
  private final String process;
  private final String definition;

  /**
   * @param engine the engine, asked for at each call
   * @param process the process
   * @param definition the user task in it
   */
  public UserTasks(Supplier<ProcessEngine> engine, String process, String definition) {
    this.engine = engine;
    this.process = process;
    this.definition = definition;
  }

  /** A task as a signed record names it. */
  public record Named(String taskId, String bpmnDigest) {}

  /** A signed decision as the engine keeps it. */
  public record Decision(
      Named task, String outcome, String recordDigest, String signature, long auditEntryId) {}

  /** Starts an instance. */
  public void start(String record, Map<String, Object> variables) {
    engine.get().getRuntimeService().startProcessInstanceByKey(process, record, variables);
  }

  /** The open task of the record. */
  public Optional<Named> open(String record) {
    return Optional.ofNullable(
            engine
                .get()
                .getTaskService()
                .createTaskQuery()
                .processDefinitionKey(process)
                .processInstanceBusinessKey(record)
                .taskDefinitionKey(definition)
                .singleResult())
        .map(this::named);
  }

  /**
   * Completes the record's task by a decision that names it.
   *
   * @throws IllegalStateException when the task is not open, or is not the one the decision names
   */
  public void complete(String record, Decision decision) {
    Named task =
        open(record)
            .orElseThrow(
                () -> new IllegalStateException("no task on " + record + " is open to decide"));
    if (!task.equals(decision.task())) {
      throw new IllegalStateException(
          "the decision on " + record + " names " + decision.task() + ", open is " + task);
    }
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put(OUTCOME, decision.outcome());
    variables.put(TASK, task.taskId());
    variables.put(BPMN, task.bpmnDigest());
    variables.put(RECORD, decision.recordDigest());
    variables.put(SIGNATURE, decision.signature());
    variables.put(ENTRY, decision.auditEntryId());
    DecisionInHand.toComplete(
        task.taskId(),
        task.bpmnDigest(),
        () -> engine.get().getTaskService().complete(task.taskId(), variables));
  }

  /**
   * Ends the open task by a message that the process waits for at it; a no-op when none is open.
   */
  public void takeBack(String record, String message, Map<String, Object> variables) {
    open(record)
        .ifPresent(
            task ->
                DecisionInHand.toTakeBack(
                    task.taskId(),
                    () ->
                        engine
                            .get()
                            .getRuntimeService()
                            .createMessageCorrelation(message)
                            .processInstanceBusinessKey(record)
                            .setVariables(variables)
                            .correlate()));
  }

  /** The decision by which the record's task was completed, as the engine remembers it. */
  public Optional<Decision> decisionOn(String record) {
    HistoricProcessInstance instance =
        engine
            .get()
            .getHistoryService()
            .createHistoricProcessInstanceQuery()
            .processDefinitionKey(process)
            .processInstanceBusinessKey(record)
            .singleResult();
    if (instance == null) {
      return Optional.empty();
    }
    Map<String, Object> kept = new LinkedHashMap<>();
    engine
        .get()
        .getHistoryService()
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance.getId())
        .list()
        .forEach(v -> kept.put(v.getName(), v.getValue()));
    if (!kept.containsKey(OUTCOME)) {
      return Optional.empty();
    }
    return Optional.of(
        new Decision(
            new Named(text(kept, TASK), text(kept, BPMN)),
            text(kept, OUTCOME),
            text(kept, RECORD),
            text(kept, SIGNATURE),
            kept.get(ENTRY) instanceof Long entry ? entry : -1));
  }

  private static String text(Map<String, Object> kept, String name) {
    return String.valueOf(kept.get(name));
  }

  private Named named(Task task) {
    return new Named(
        task.getId(),
        BpmnDigest.of(engine.get().getRepositoryService(), task.getProcessDefinitionId()));
  }
}
