package io.veritwin.records.watch;

import io.veritwin.records.log.ReadLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * The age of entries that no checkpoint covers yet (URS-114). A trail that is written but not
 * sealed can still be altered without trace, so acts stop when it takes too long.
 */
@ApplicationScoped
public class WatchWaitingEntries implements Watch {

  /** Of the alarm itself: entries wait too long. */
  static final String TOO_LONG = "LOG-08";

  /** Some hundred times as long as it takes. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ReadLog log;
  @Inject SiteAlarms alarms;

  @Override
  public String rule() {
    return "LOG-10";
  }

  @Override
  public String what() {
    return "the age of entries that wait for the log";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void look() {
    Optional<ReadLog.Unsealed> unsealed = log.unsealed();
    if (unsealed.isPresent() && unsealed.get().age().compareTo(PATIENCE) > 0) {
      alarms.raise(
          TOO_LONG,
          "Nothing is signed or written to the plant. %d entries wait for their place in the log, the oldest for %d s; call the administrator."
              .formatted(unsealed.get().entries(), unsealed.get().age().toSeconds()),
          true);
    } else {
      alarms.end(TOO_LONG);
    }
  }
}
