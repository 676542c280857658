package io.veritwin.systemtest;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * For a test class whose methods tell one story in order: after the first that fails, the others
 * are not executed, instead of each waiting in vain for what did not happen.
 */
final class OneStory implements TestWatcher, ExecutionCondition {

  private volatile String failed;

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    if (failed == null) {
      failed = context.getDisplayName();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return failed == null
        ? ConditionEvaluationResult.enabled("the story goes on")
        : ConditionEvaluationResult.disabled("the story ended at " + failed);
  }
}
