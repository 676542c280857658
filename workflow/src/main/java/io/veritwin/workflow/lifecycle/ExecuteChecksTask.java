package io.veritwin.workflow.lifecycle;

import io.veritwin.validation.protocol.ExecuteChecks;
import io.veritwin.workflow.engine.WorkflowEngine;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service task "Execute checks and write report". An external task: it computes for minutes, so
 * no transaction of the engine stays open meanwhile, and any worker on the shared database could
 * take it. Executing it twice gives the first report again, so a worker that dies is no harm.
 */
@ApplicationScoped
public class ExecuteChecksTask {

  static final String TOPIC = "execute-checks";

  private static final Logger LOG = LoggerFactory.getLogger(ExecuteChecksTask.class);
  private static final String WORKER = "veritwin";
  private static final Duration LOCK = Duration.ofMinutes(15);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int RETRIES = 20;

  @Resource(lookup = "java:jboss/ee/concurrency/scheduler/default")
  ManagedScheduledExecutorService scheduler;

  @Inject WorkflowEngine engine;
  @Inject ExecuteChecks checks;

  private Future<?> rounds;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    rounds = scheduler.scheduleWithFixedDelay(this::round, 2, 2, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  /** Takes what waits and executes it, one request after the other. */
  void round() {
    try {
      ExternalTaskService tasks = engine.engine().getExternalTaskService();
      List<LockedExternalTask> taken =
          tasks.fetchAndLock(1, WORKER).topic(TOPIC, LOCK.toMillis()).execute();
      for (LockedExternalTask task : taken) {
        execute(tasks, task);
      }
    } catch (Exception e) {
      // Also a commit that failed, which no method declares: the scheduler would drop the worker.
      LOG.error("The round of the checks was undone", e);
    }
  }

  private void execute(ExternalTaskService tasks, LockedExternalTask task) {
    String change = task.getBusinessKey();
    try {
      checks.execute(change);
    } catch (Exception e) {
      int left = task.getRetries() == null ? RETRIES : task.getRetries() - 1;
      LOG.warn("The checks of {} did not execute; {} more attempts", change, left, e);
      tasks.handleFailure(
          task.getId(), WORKER, String.valueOf(e.getMessage()), left, RETRY.toMillis());
      return;
    }
    tasks.complete(task.getId(), WORKER);
  }
}
