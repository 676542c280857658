package io.veritwin.records.site;

/**
 * What an installation may be used for. The records of a demonstration site can never enter a GxP
 * site.
 */
public enum SiteKind {
  /** Simulated plant, own certificate and time-stamp authority, synthetic evidence allowed. */
  DEMONSTRATION("demonstration, no external witness"),
  /** Own PKI, external time stamps, an independent copy of the checkpoints. */
  GXP("");

  private final String notice;

  SiteKind(String notice) {
    this.notice = notice;
  }

  /** The words every page and every PDF carries; empty on a GxP site. */
  public String notice() {
    return notice;
  }
}
