package io.veritwin.records.log;

import java.time.Instant;
import java.util.List;

/**
 * What a check of the log found, ready for the proof panel: failed lines first.
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

  /**
   * One line.
   *
   * @param holds false when the check failed
   * @param sentence what holds, or what does not, naming entry, field and expected hash
   * @param evidence the short value at the right: a hash, a time, a count
   */
  public record Line(boolean holds, String sentence, String evidence) {

    /** For a reader who may not see every entry: that it failed, not what was found. */
    Line withoutContents() {
      return holds
          ? this
          : new Line(
              false,
              "A check of the whole log does not hold; what it found is outside the scope of your"
                  + " access. Ask QA of this site to show it.",
              "failed");
    }
  }
}
