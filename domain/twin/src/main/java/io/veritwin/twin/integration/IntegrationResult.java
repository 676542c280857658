package io.veritwin.twin.integration;

/** What became of an integration: a solution, or where and why there is none. */
public sealed interface IntegrationResult {

  /** The whole interval was solved within tolerance. */
  record Solved(Trajectory trajectory) implements IntegrationResult {}

  /**
   * An event ended the solution before the interval's end.
   *
   * @param trajectory to the event
   * @param event what happened
   */
  record Interrupted(Trajectory trajectory, Event event) implements IntegrationResult {}

  /**
   * No solution.
   *
   * @param time hours, where it stopped
   * @param state there
   * @param cause why
   * @param words why, for a person
   */
  record Failed(double time, double[] state, Cause cause, String words)
      implements IntegrationResult {}

  /** Why an integration stopped. */
  enum Cause {
    STEP_TOO_SMALL,
    TOO_MANY_STEPS,
    NOT_A_NUMBER,
    LEFT_PHYSICAL_RANGE,
    OUT_OF_TIME
  }
}
