package io.veritwin.validation.evidence;

import org.junit.platform.engine.TestExecutionResult;

/** How one test of a requirement ended. A test that did not run never counts as passed. */
enum Outcome {
  PASSED,
  FAILED,
  NOT_EXECUTED;

  static Outcome of(TestExecutionResult.Status status) {
    return switch (status) {
      case SUCCESSFUL -> PASSED;
      case FAILED -> FAILED;
      case ABORTED -> NOT_EXECUTED;
    };
  }
}
