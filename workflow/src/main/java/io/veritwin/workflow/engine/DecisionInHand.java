package io.veritwin.workflow.engine;

import java.util.function.Supplier;

/**
 * What the code that completes or takes back a user task holds in its hand while it calls the
 * engine. The engine works on the caller's thread, so the guard sees it; any other door to the
 * engine comes with empty hands.
 */
public final class DecisionInHand {

  private static final ThreadLocal<DecisionInHand> HELD = new ThreadLocal<>();

  private final String taskId;
  private final String bpmnDigest;
  private final boolean completes;

  private DecisionInHand(String taskId, String bpmnDigest, boolean completes) {
    this.taskId = taskId;
    this.bpmnDigest = bpmnDigest;
    this.completes = completes;
  }

  /** Completes the task named in a signed record; the digest is the one that was signed. */
  public static void toComplete(String taskId, String bpmnDigest, Runnable call) {
    hold(
        new DecisionInHand(taskId, bpmnDigest, true),
        () -> {
          call.run();
          return null;
        });
  }

  /** Takes a task back whose record was withdrawn in this transaction. */
  public static void toTakeBack(String taskId, Runnable call) {
    hold(
        new DecisionInHand(taskId, null, false),
        () -> {
          call.run();
          return null;
        });
  }

  private static <T> T hold(DecisionInHand decision, Supplier<T> call) {
    if (HELD.get() != null) {
      throw new IllegalStateException("a decision on task " + HELD.get().taskId + " is in hand");
    }
    HELD.set(decision);
    try {
      return call.get();
    } finally {
      HELD.remove();
    }
  }

  static boolean allowsCompletion(String taskId, String bpmnDigest) {
    DecisionInHand held = HELD.get();
    return held != null
        && held.completes
        && held.taskId.equals(taskId)
        && held.bpmnDigest.equals(bpmnDigest);
  }

  static boolean allowsTakingBack(String taskId) {
    DecisionInHand held = HELD.get();
    return held != null && held.taskId.equals(taskId);
  }
}
