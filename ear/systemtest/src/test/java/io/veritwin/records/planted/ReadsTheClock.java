package io.veritwin.records.planted;

import java.time.Instant;

/** Planted: time that no test can set. */
final class ReadsTheClock {
  Instant now() {
    return Instant.now();
  }
}
