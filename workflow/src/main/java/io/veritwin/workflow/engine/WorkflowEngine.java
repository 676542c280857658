package io.veritwin.workflow.engine;

import io.veritwin.records.trail.AuditTrail;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import javax.sql.DataSource;
import org.camunda.bpm.engine.ProcessEngine;

/** The one engine of the application: starts with it, stops with it. */
@ApplicationScoped
public class WorkflowEngine {

  @Resource(lookup = "java:jboss/TransactionManager")
  TransactionManager transactions;

  @Resource(lookup = "java:jboss/datasources/VeritwinDS")
  DataSource database;

  @Resource(lookup = "java:jboss/ee/concurrency/executor/default")
  ManagedExecutorService threads;

  @Inject BeanManager beans;
  @Inject AuditTrail trail;

  private ProcessEngine engine;

  void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
    engine();
  }

  /** The engine; built at first use, so that no bean depends on the order of starting. */
  public synchronized ProcessEngine engine() {
    if (engine == null) {
      engine =
          EngineConfiguration.build(
              transactions,
              database,
              new BeansByName(beans),
              new ManagedJobExecutor(threads),
              new SignedDecisionGuard(trail));
    }
    return engine;
  }

  @PreDestroy
  void stop() {
    if (engine != null) {
      engine.close();
    }
  }
}
