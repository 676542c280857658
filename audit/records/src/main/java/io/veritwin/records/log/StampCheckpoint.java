package io.veritwin.records.log;

import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.records.keys.TimeStamps;
import io.veritwin.records.log.LogTables.Stamp;
import io.veritwin.records.site.Settings;
import io.veritwin.records.watch.SiteAlarms;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Stamp a checkpoint: once per interval the newest checkpoint is time-stamped (RFC 3161), which
 * fixes everything before it in time. The authority is asked with no transaction open, and an
 * external one on a thread of its own: the log must not stand still while it takes its time, or for
 * as long as it gives no stamp at all.
 */
@ApplicationScoped
public class StampCheckpoint {

  /** The newest entries have no time stamp, because the authority gives none. */
  static final String NO_STAMP = "LOG-12";

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Inject ReadLog log;
  @Inject CopyLog copyLog;
  @Inject TimeStamps timeStamps;
  @Inject Settings settings;
  @Inject SiteAlarms alarms;
  @Inject Clock clock;

  @Resource(lookup = "java:jboss/ee/concurrency/executor/default")
  ManagedExecutorService executor;

  private Instant askedAt;
  private Question question;
  private volatile Duration behindAuthority;

  /** What the authority was asked and has not answered yet. */
  private record Question(SignedCheckpoint checkpoint, FutureTask<byte[]> answer) {}

  /**
   * How far the server's clock was behind an external time-stamp authority at the last stamp,
   * negative when ahead; empty while there was none. The demonstration's own authority has no clock
   * but the server's.
   */
  public Optional<Duration> clockBehindAuthority() {
    return Optional.ofNullable(behindAuthority);
  }

  /** Asks the authority when it is time to, and keeps what it has answered. Never waits for it. */
  void stampWhenDue() {
    if (question == null && isDue(clock.instant())) {
      ask();
    }
    if (question != null && question.answer().isDone()) {
      Question answered = question;
      question = null;
      keep(answered);
    }
  }

  /** Also when the clock was set back: stamps must not wait until it is where it was. */
  private boolean isDue(Instant now) {
    return askedAt == null || now.isBefore(askedAt) || !now.isBefore(askedAt.plus(INTERVAL));
  }

  private void ask() {
    long stamped = log.newestStamp().map(Stamp::size).orElse(0L);
    Optional<SignedCheckpoint> newest = copyLog.copied().filter(c -> c.size() > stamped);
    if (newest.isEmpty()) {
      return;
    }
    SignedCheckpoint checkpoint = log.checkpoint(newest.get().size());
    FutureTask<byte[]> answer = new FutureTask<>(() -> stampOf(checkpoint));
    if (settings.timeStampAuthority().isPresent()) {
      executor.execute(answer);
    } else {
      answer.run();
    }
    // Only once it is really asked: a question that no thread took would never be answered.
    question = new Question(checkpoint, answer);
    askedAt = clock.instant();
  }

  private byte[] stampOf(SignedCheckpoint checkpoint) {
    byte[] stamp = timeStamps.stamp(checkpoint.note());
    if (settings.timeStampAuthority().isPresent()) {
      Instant stampedAt = timeStamps.verify(stamp, checkpoint.note()).orThrow();
      behindAuthority = Duration.between(clock.instant(), stampedAt);
    }
    return stamp;
  }

  private void keep(Question answered) {
    byte[] stamp;
    try {
      stamp = answered.answer().get();
    } catch (ExecutionException e) {
      alarms.raise(
          NO_STAMP,
          "The newest entries of the log have no time stamp: %s. The authority is asked again every %d s; nothing can be signed until it answers."
              .formatted(e.getCause().getMessage(), INTERVAL.toSeconds()),
          false);
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    log.keepStamp(new Stamp(answered.checkpoint().size(), stamp, clock.instant()));
    copyLog.keepStamp(answered.checkpoint(), stamp);
    alarms.end(NO_STAMP);
  }
}
