package io.veritwin.records.watch;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.watch.SiteAlarms.Changed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every alarm's begin and end is an entry (SEC-02). What cannot be written, because the database is
 * away, is kept and written as soon as it is back, with the time at which it happened.
 */
@ApplicationScoped
public class RecordAlarms {

  private static final Logger LOG = LoggerFactory.getLogger(RecordAlarms.class);
  private static final Machine WATCH = new Machine("site watch");

  @Inject AuditTrail trail;
  @Inject Clock clock;

  private final Deque<AuditEvent> waiting = new ArrayDeque<>();

  void changed(@Observes Changed change) {
    Alarm alarm = change.alarm();
    AuditEvent event =
        AuditEvent.of(
                change.ended() ? "SITE_ALARM_ENDED" : "SITE_ALARM_RAISED",
                WATCH,
                new RecordRef("site alarm", alarm.rule(), 1),
                change.ended() ? "Ended: " + alarm.sentence() : alarm.sentence())
            .with(
                Map.of(
                    "alarm.rule", alarm.rule(),
                    "alarm.at", (change.ended() ? clock.instant() : alarm.since()).toString(),
                    "alarm.stopsActs", String.valueOf(alarm.stopsActs())));
    synchronized (this) {
      waiting.add(event);
    }
    writeWaiting();
  }

  /** Writes what could not be written before; keeps what still cannot. */
  public synchronized void writeWaiting() {
    while (!waiting.isEmpty()) {
      try {
        trail.recordObservation(waiting.peek());
        waiting.remove();
      } catch (Exception notYet) {
        // Also a commit that failed, which no method declares: it must not end who raised the
        // alarm.
        LOG.warn("{} entries about alarms wait: {}", waiting.size(), notYet.getMessage());
        return;
      }
    }
  }
}
