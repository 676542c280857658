package io.veritwin.records.watch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alarms about the platform itself that stand now (URS-114). Raising and ending one fires
 * {@link Changed}, which becomes an entry of the trail; nobody can acknowledge one away, it ends
 * when its cause has ended.
 */
@ApplicationScoped
public class SiteAlarms {

  private static final Logger LOG = LoggerFactory.getLogger(SiteAlarms.class);

  @Inject Event<Changed> changes;
  @Inject Clock clock;

  private final Map<String, Alarm> standing = new LinkedHashMap<>();

  /** An alarm was raised, or has {@code ended}. */
  public record Changed(Alarm alarm, boolean ended) {}

  /** Raises an alarm; one that stands already keeps its time and takes the newer sentence. */
  public void raise(String rule, String sentence, boolean stopsActs) {
    Alarm alarm;
    synchronized (this) {
      Alarm before = standing.get(rule);
      alarm =
          new Alarm(rule, sentence, before == null ? clock.instant() : before.since(), stopsActs);
      standing.put(rule, alarm);
      if (before != null) {
        return;
      }
    }
    LOG.error("{} ({})", sentence, rule);
    changes.fire(new Changed(alarm, false));
  }

  /** The cause of an alarm has ended; nothing happens when it does not stand. */
  public void end(String rule) {
    Alarm alarm;
    synchronized (this) {
      alarm = standing.remove(rule);
    }
    if (alarm != null) {
      LOG.info("{} has ended.", rule);
      changes.fire(new Changed(alarm, true));
    }
  }

  /** Every alarm that stands, the oldest first. */
  public synchronized List<Alarm> standing() {
    return List.copyOf(standing.values());
  }

  /** The first alarm that stops regulated acts. */
  public synchronized Optional<Alarm> againstActs() {
    return standing.values().stream().filter(Alarm::stopsActs).findFirst();
  }
}
