package io.veritwin.ui.planted;

import org.camunda.bpm.engine.TaskService;

/** Planted: a page that goes round the signed decision. */
final class CompletesATask {
  void complete(TaskService tasks) {
    tasks.complete("1");
  }
}
