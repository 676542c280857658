package io.veritwin.workflow.engine;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Stands at every user task of every process: the task ends only by a signed decision in the hand
 * of the use case that stores the signature (URS-442, P11-09). Any other door (the engine's API, a
 * modification of the instance, its deletion) is refused, and raises WORKFLOW_SIDE_DOOR.
 *
 * <p>It is a built-in listener: "skip custom listeners" does not pass it by.
 */
public final class SignedDecisionGuard extends AbstractBpmnParseListener implements TaskListener {

  private static final Machine WORKFLOW = new Machine("workflow");

  private final AuditTrail trail;

  public SignedDecisionGuard(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
    TaskDefinition task =
        ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
    task.addBuiltInTaskListener(EVENTNAME_COMPLETE, this);
    task.addBuiltInTaskListener(EVENTNAME_DELETE, this);
  }

  @Override
  public void notify(DelegateTask task) {
    boolean completes = EVENTNAME_COMPLETE.equals(task.getEventName());
    boolean allowed =
        completes
            ? DecisionInHand.allowsCompletion(task.getId(), bpmnDigest(task))
            : DecisionInHand.allowsTakingBack(task.getId());
    if (allowed) {
      return;
    }
    String record = task.getExecution().getProcessBusinessKey();
    String sentence =
        "The task \""
            + task.getName()
            + "\" of "
            + record
            + " was not "
            + (completes ? "completed" : "taken back")
            + ". It is still open. Someone asked the workflow engine directly; only a signature"
            + " made in Veritwin decides (WFL-01). Find out who uses the engine's interface.";
    trail.recordRefusal(
        AuditEvent.refused(
                "WORKFLOW_SIDE_DOOR",
                WORKFLOW,
                new RecordRef("workflow task", task.getId(), 1),
                sentence,
                "WFL-01")
            .with(
                Map.of(
                    "workflow.record", String.valueOf(record),
                    "workflow.task", task.getId(),
                    "workflow.event", task.getEventName(),
                    "workflow.definition", task.getProcessDefinitionId())));
    throw new SideDoorException(sentence);
  }

  private static String bpmnDigest(DelegateTask task) {
    return BpmnDigest.of(
        task.getProcessEngineServices().getRepositoryService(), task.getProcessDefinitionId());
  }
}
