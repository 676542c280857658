package io.veritwin.records.log;

import io.veritwin.records.platform.TestPlatform;

/** The log's worker, one step at a time, for tests of other packages. */
public final class Sequencers {

  private Sequencers() {}

  /** Places all that waits; false when something stands against it. */
  public static boolean workOnce(TestPlatform platform) {
    return platform.get(Sequencer.class).workOnce();
  }

  /** The check of the whole log, from the stored bytes up. */
  public static Proof wholeLog(TestPlatform platform) {
    return platform.get(VerifyLog.class).proveWholeLog();
  }
}
