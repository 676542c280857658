package io.veritwin.records.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The server's clock, which a test can set ahead or back. */
@ApplicationScoped
@Alternative
@Priority(1)
public class TestClock extends Clock {

  private volatile Duration ahead = Duration.ZERO;

  public void goAhead(Duration by) {
    ahead = ahead.plus(by);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the platform works in UTC only");
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead);
  }
}
