package io.veritwin.ledger.bundle;

import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;

/** Names of the files in a bundle. */
final class BundleLayout {

  static final String CONTENTS = "contents.json";
  static final String HOW_TO = "HOW-TO-VERIFY.txt";
  static final String CHECKPOINT = LogFolder.CHECKPOINT;
  static final String VERIFIER_KEY = LogFolder.VERIFIER_KEY;
  static final String PUBLIC_KEY_PEM = "log-public-key.pem";
  static final String TIME_STAMP = TimeStampedCheckpoint.FILE;
  static final String TIME_STAMP_ANCHORS = "time-stamp-anchors.pem";

  private BundleLayout() {}

  static String entry(long index) {
    return "entries/" + index + ".entry";
  }

  static String receipt(long index) {
    return "receipts/" + index + ".tlog-proof";
  }
}
