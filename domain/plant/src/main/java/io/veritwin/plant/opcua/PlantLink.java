package io.veritwin.plant.opcua;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.LevelFacts;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PlantWrite;
import io.veritwin.plant.ReadBack;
import io.veritwin.plant.Reading;
import io.veritwin.plant.ReadingStore;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to the plant: keeps a session and the subscriptions of all units alive, and answers for
 * their state. {@link #run} supervises until {@link #stop}; a plant that cannot be reached is tried
 * again every two seconds and stops nothing else.
 */
final class PlantLink implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(PlantLink.class);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final Duration GRANTS = Duration.ofSeconds(5);
  private static final long LOOK_MS = 250;

  private final LinkSettings settings;
  private final Clock clock;
  private final Map<String, LiveUnit> units = new LinkedHashMap<>();
  private final List<UnitSubscription> subscriptions = new ArrayList<>();
  private final ReadingIntake intake;
  private final Set<String> granted = ConcurrentHashMap.newKeySet();
  private final Map<String, UShort> namespaces = new ConcurrentHashMap<>();
  private volatile PlantSession session;
  private volatile String words = "the plant was not asked yet.";
  private volatile boolean stopped;
  private Instant nextAttempt = Instant.MIN;
  private Instant nextGrants = Instant.MIN;

  /**
   * A link that is not yet opened.
   *
   * @param tags the tags of each unit
   */
  PlantLink(
      LinkSettings settings,
      Clock clock,
      Map<Unit, List<Tag>> tags,
      ReadingStore store,
      ReadingSink sink) {
    this.settings = settings;
    this.clock = clock;
    Map<String, GapWatch> watches = new LinkedHashMap<>();
    tags.forEach(
        (unit, own) -> {
          Map<String, Reading> stored = store.latest(unit.name());
          units.put(unit.name(), new LiveUnit(unit, own, stored));
          watches.put(unit.name(), new GapWatch(unit.name(), stored));
        });
    intake = new ReadingIntake(store, sink, units, watches);
    units.values().forEach(u -> subscriptions.add(new UnitSubscription(u, intake, clock)));
  }

  /** Stores what arrives; run by a thread of its own. */
  Runnable intake() {
    return intake;
  }

  @Override
  public void run() {
    while (!stopped) {
      try {
        supervise(clock.instant());
        Thread.sleep(LOOK_MS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        break;
      } catch (RuntimeException unexpected) {
        // One failed look must not end the supervision of the link.
        LOG.warn("the plant link could not be looked after", unexpected);
        words = "the plant link failed: " + PlantSession.reason(unexpected) + ".";
        nextAttempt = clock.instant().plus(RETRY);
      }
    }
    close();
  }

  private void supervise(Instant now) {
    if (waits(now, nextAttempt, RETRY)) {
      return;
    }
    try {
      if (session == null) {
        session = PlantSession.open(settings, clock);
        LOG.info("connected to the plant at {}", settings.endpoint());
      }
      if (!session.active()) {
        words = "the session with the plant is interrupted.";
        granted.clear();
        return;
      }
      for (UnitSubscription subscription : subscriptions) {
        if (subscription.lost(now)) {
          subscription.create(session.client(), namespace(subscription.unit().unit()));
          nextGrants = Instant.MIN;
        }
      }
      words = "the plant is connected, but serves no value of this unit.";
      if (!waits(now, nextGrants, GRANTS)) {
        nextGrants = now.plus(GRANTS);
        readGrants();
      }
    } catch (UaException refused) {
      words = "the plant cannot be reached or refuses: " + PlantSession.reason(refused) + ".";
      LOG.warn("{}", words);
      granted.clear();
      nextAttempt = now.plus(RETRY);
    }
  }

  /** Never longer than the pause, also when the clock was set back. */
  private static boolean waits(Instant now, Instant next, Duration pause) {
    return now.isBefore(next) && Duration.between(now, next).compareTo(pause) <= 0;
  }

  private UShort namespace(Unit unit) throws UaException {
    UShort index = session.namespace(unit.namespaceUri());
    namespaces.put(unit.name(), index);
    return index;
  }

  private void readGrants() throws UaException {
    for (LiveUnit unit : units.values()) {
      for (Tag tag : unit.tags()) {
        if (tag.writable()) {
          String key = unit.unit().name() + " " + tag.name();
          if (session.writeGranted(node(unit, tag))) {
            granted.add(key);
          } else {
            granted.remove(key);
          }
        }
      }
    }
  }

  private NodeId node(LiveUnit unit, Tag tag) {
    return new NodeId(namespaces.get(unit.unit().name()), tag.nodeId());
  }

  void stop() {
    stopped = true;
  }

  private void close() {
    subscriptions.forEach(UnitSubscription::forget);
    PlantSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
    intake.stop();
  }

  LiveUnit unit(String name) {
    LiveUnit unit = units.get(name);
    if (unit == null) {
      throw new IllegalArgumentException("there is no unit " + name);
    }
    return unit;
  }

  LinkState link(String unit) {
    return unit(unit).link(clock.instant(), words);
  }

  Optional<BatchContext> batch(String unit) {
    return unit(unit).batch();
  }

  boolean live(String unit) {
    PlantSession open = session;
    return open != null && open.active() && unit(unit).live(clock.instant());
  }

  boolean writeGranted(String unit, String tag) {
    return live(unit) && granted.contains(unit + " " + unit(unit).tag(tag).name());
  }

  LevelFacts levelFacts(String unit) {
    boolean live = live(unit);
    LiveUnit own = unit(unit);
    boolean anyGranted =
        own.tags().stream().anyMatch(tag -> tag.writable() && writeGranted(unit, tag.name()));
    return new LevelFacts(live, live && own.actuator(), anyGranted);
  }

  ReadBack readBack(String unit, String tag) {
    LiveUnit own = unit(unit);
    Tag known = own.tag(tag);
    PlantSession open = session;
    if (open == null || !open.active() || namespaces.get(unit) == null) {
      return new ReadBack.Unreachable("There is no link to the plant: " + words);
    }
    return open.read(node(own, known));
  }

  /** Sends the write; everything else about it was checked before. */
  WriteOutcome write(PlantWrite write) {
    LiveUnit own = unit(write.unit());
    PlantSession open = session;
    if (open == null || !live(write.unit())) {
      return new WriteOutcome.NotSent("PLT-04", "Nothing was sent. There is no link: " + words);
    }
    return open.write(node(own, own.tag(write.tag())), write.value(), "VT-" + write.auditEntryId());
  }
}
