package io.veritwin.plant;

import java.time.Instant;

/** What a fresh read of a tag found, past all caches. */
public sealed interface ReadBack {

  /** The plant answered with a Good value. */
  record Value(double value, Instant sourceTime, Instant serverTime, Instant readAt)
      implements ReadBack {}

  /** The plant answered, but does not vouch for a value. */
  record NotGood(long statusCode, String words) implements ReadBack {}

  /** The plant did not answer. */
  record Unreachable(String words) implements ReadBack {}
}
