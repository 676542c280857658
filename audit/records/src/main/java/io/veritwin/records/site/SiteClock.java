package io.veritwin.records.site;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one source of time: the server's clock, in UTC (Annex 11 draft 12.1). */
@ApplicationScoped
public class SiteClock {

  /** The clock that every bean injects; a test puts its own in its place. */
  @Produces
  @ApplicationScoped
  Clock clock() {
    return Clock.systemUTC();
  }
}
