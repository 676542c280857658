package io.veritwin.records.watch;

import io.veritwin.records.platform.TestPlatform;

/** Lets the site's watch look at one thing now. */
public final class SiteWatchRound {

  private SiteWatchRound() {}

  /** Looks; what cannot be looked at is an alarm. */
  public static void look(TestPlatform platform, Watch watch) {
    platform.get(SiteWatch.class).look(watch);
  }
}
