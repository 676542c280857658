package io.veritwin.workflow.engine;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/** Runs the engine's jobs, and the loop that acquires them, on the server's managed threads. */
final class ManagedJobExecutor extends JobExecutor {

  private final ManagedExecutorService threads;

  ManagedJobExecutor(ManagedExecutorService threads) {
    this.threads = threads;
  }

  @Override
  protected void startExecutingJobs() {
    threads.execute(acquireJobsRunnable);
  }

  @Override
  protected void stopExecutingJobs() {
    // The threads belong to the server; the acquisition loop ends by the flag the engine sets.
  }

  @Override
  public void executeJobs(List<String> jobIds, ProcessEngineImpl engine) {
    try {
      threads.execute(getExecuteJobsRunnable(jobIds, engine));
    } catch (RejectedExecutionException e) {
      logRejectedExecution(engine, jobIds.size());
      rejectedJobsHandler.jobsRejected(jobIds, engine, this);
    }
  }
}
