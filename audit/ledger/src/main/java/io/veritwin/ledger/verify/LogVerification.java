package io.veritwin.ledger.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param entries entries whose contents were re-hashed
 * @param findings what is wrong; at most {@link #MOST_FINDINGS}
 * @param more whether there is more wrong than {@code findings} lists
 * @param notes what a reader should know though nothing is wrong
 */
public record LogVerification(
    long entries, List<Finding> findings, boolean more, List<String> notes) {

  /** Findings are cut here: a log wrong in so many places needs no longer list. */
  public static final int MOST_FINDINGS = 1000;

  public LogVerification {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }

  /** Whether everything re-derived agrees with the signed checkpoint. */
  public boolean sound() {
    return findings.isEmpty();
  }
}
