package io.veritwin.lifecycle.change;

import java.util.List;

/**
 * Puts the signature page into a report and seals it: a port, implemented in {@code protocol} over
 * {@code report}, because lifecycle draws no page.
 */
public interface ReportSealing {

  /**
   * The sealed copy: the report unchanged, the signature page, certified.
   *
   * @param report the report as read
   * @param change the request decided
   * @param signatures the signatures to show, in order
   */
  byte[] seal(ValidationReport report, ChangeRequest change, List<SignatureStamp> signatures);
}
