package io.veritwin.workflow.engine;

import jakarta.transaction.TransactionManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.JakartaTransactionProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;

/**
 * Builds the engine so that it takes part in the use case's transaction: signature, audit entry,
 * workflow step and state commit together or not at all (URS-440). Its schema is made by the
 * administrator's migration, never by the engine.
 */
public final class EngineConfiguration {

  /** The BPMN files, each beside the package of its classes. */
  static final List<String> PROCESSES =
      List.of(
          "io/veritwin/workflow/recommendation/review-recommendation.bpmn",
          "io/veritwin/workflow/lifecycle/change-model-version.bpmn");

  private EngineConfiguration() {}

  /**
   * @param transactions the container's transaction manager
   * @param database a data source whose connections belong to the caller's transaction
   * @param beans service task classes by the name used in the BPMN files
   * @param jobs runs what the BPMN marks as asynchronous
   * @param guard refuses a user task that is completed without a signed decision
   */
  public static ProcessEngine build(
      TransactionManager transactions,
      DataSource database,
      Map<Object, Object> beans,
      JobExecutor jobs,
      SignedDecisionGuard guard) {
    JakartaTransactionProcessEngineConfiguration c =
        new JakartaTransactionProcessEngineConfiguration();
    c.setProcessEngineName("veritwin");
    c.setTransactionManager(transactions);
    c.setDataSource(database);
    c.setTransactionsExternallyManaged(true);
    c.setDatabaseType("postgres");
    c.setDatabaseSchemaUpdate("false");
    c.setHistory("full");
    c.setEnforceHistoryTimeToLive(true);
    // What the engine remembers is removed with its records, never by a job of its own.
    c.setHistoryCleanupEnabled(false);
    c.setBeans(beans);
    c.setJobExecutor(jobs);
    c.setJobExecutorActivate(true);
    c.setDefaultNumberOfRetries(1);
    c.setMetricsEnabled(false);
    c.setTaskMetricsEnabled(false);
    c.setCustomPostBPMNParseListeners(new ArrayList<>(List.of(guard)));
    ProcessEngine engine = c.buildProcessEngine();
    var deployment =
        engine
            .getRepositoryService()
            .createDeployment()
            .name("veritwin")
            .enableDuplicateFiltering(true);
    PROCESSES.forEach(deployment::addClasspathResource);
    deployment.deploy();
    return engine;
  }
}
