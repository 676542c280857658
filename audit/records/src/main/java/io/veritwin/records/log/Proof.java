package io.veritwin.records.log;

import java.time.Instant;
import java.util.List;

/**
 * What a check of the log found, ready for the proof panel: failed lines first, then those that
 * wait.
 *
 * @param lines each a plain sentence with its evidence
 * @param checkedAt server time of the check
 * @param limits what this check does not show
 */
public record Proof(List<Line> lines, Instant checkedAt, String limits) {

  public Proof {
    lines = List.copyOf(lines);
  }

  /** True when every line holds. */
  public boolean holds() {
    return lines.stream().allMatch(Line::holds);
  }

  /** True when a line failed: something does not stand. Waiting is no failure. */
  public boolean failed() {
    return lines.stream().anyMatch(line -> line.outcome() == Outcome.FAILED);
  }

  /** What became of one check. */
  public enum Outcome {
    /** Something was altered, is missing, or came too late. */
    FAILED,
    /** What is to be checked does not exist yet, and is not late either. */
    WAITS,
    HOLDS
  }

  /**
   * One line.
   *
   * @param sentence what holds, or what does not, naming entry, field and expected hash
   * @param evidence the short value at the right: a hash, a time, a count
   */
  public record Line(Outcome outcome, String sentence, String evidence) {

    Line(boolean holds, String sentence, String evidence) {
      this(holds ? Outcome.HOLDS : Outcome.FAILED, sentence, evidence);
    }

    public boolean holds() {
      return outcome == Outcome.HOLDS;
    }

    /** For a reader who may not see every entry: that it failed, not what was found. */
    Line withoutContents() {
      return outcome != Outcome.FAILED
          ? this
          : new Line(
              false,
              "A check of the whole log does not hold; what it found is outside the scope of your"
                  + " access. Ask QA of this site to show it.",
              "failed");
    }
  }
}
