package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.records.keys.TimeStamps;
import io.veritwin.records.log.LogTables.Stamp;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Stamp a checkpoint: once per interval the newest checkpoint is time-stamped (RFC 3161), which
 * fixes everything before it in time. The authority is asked with no transaction open.
 */
@ApplicationScoped
public class StampCheckpoint {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Inject ReadLog log;
  @Inject CopyLog copyLog;
  @Inject TimeStamps timeStamps;
  @Inject Settings settings;
  @Inject Clock clock;

  private Instant lastAt;
  private volatile Duration behindAuthority;

  /**
   * How far the server's clock was behind an external time-stamp authority at the last stamp,
   * negative when ahead; empty while there was none. The demonstration's own authority has no clock
   * but the server's.
   */
  public Optional<Duration> clockBehindAuthority() {
    return Optional.ofNullable(behindAuthority);
  }

  void stampWhenDue() {
    Instant now = clock.instant();
    Optional<SignedCheckpoint> copied = copyLog.copied();
    if (!isDue(now) || copied.isEmpty()) {
      return;
    }
    long stamped = log.newestStamp().map(Stamp::size).orElse(0L);
    if (stamped < copied.get().size()) {
      SignedCheckpoint checkpoint = log.checkpoint(copied.get().size());
      byte[] stamp = timeStamps.stamp(checkpoint.note());
      if (settings.timeStampAuthority().isPresent()) {
        Instant stampedAt = timeStamps.verify(stamp, checkpoint.note()).orThrow();
        behindAuthority = Duration.between(clock.instant(), stampedAt);
      }
      log.keepStamp(new Stamp(checkpoint.size(), stamp, now));
      copyLog.keepStamp(checkpoint, stamp);
      lastAt = now;
    }
  }

  /** Also when the clock was set back: stamps must not wait until it is where it was. */
  private boolean isDue(Instant now) {
    return lastAt == null || now.isBefore(lastAt) || !now.isBefore(lastAt.plus(INTERVAL));
  }
}
