package io.veritwin.plant.opcua;

import io.veritwin.plant.BatchContext;
import io.veritwin.plant.GapStored;
import io.veritwin.plant.LevelFacts;
import io.veritwin.plant.LinkState;
import io.veritwin.plant.PlantConnection;
import io.veritwin.plant.PlantGateway;
import io.veritwin.plant.PlantRegister;
import io.veritwin.plant.PlantWrite;
import io.veritwin.plant.ReadBack;
import io.veritwin.plant.ReadingStore;
import io.veritwin.plant.ReadingStored;
import io.veritwin.plant.Tag;
import io.veritwin.plant.Unit;
import io.veritwin.plant.WriteOutcome;
import io.veritwin.plant.WriteUses;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.site.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plant gateway of the running application. It starts with the application and never keeps it
 * from starting: register, settings and link are opened by threads of its own, again and again
 * until they can be.
 */
@ApplicationScoped
public class OpcUaGateway implements PlantGateway, PlantConnection {

  private static final Logger LOG = LoggerFactory.getLogger(OpcUaGateway.class);
  private static final long RETRY_MS = 2000;
  private static final String STARTING = "The plant gateway has not started yet.";

  @Inject Settings settings;
  @Inject Clock clock;
  @Inject PlantRegister register;
  @Inject ReadingStore store;
  @Inject WriteUses uses;
  @Inject PlatformKeys keys;
  @Inject Event<ReadingStored> readings;
  @Inject Event<GapStored> gaps;

  @Resource(lookup = "java:jboss/ee/concurrency/executor/default")
  ManagedExecutorService threads;

  private volatile PlantLink link;
  private volatile boolean stopped;

  /** Opens the link when the application has started. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    threads.execute(this::keepLink);
  }

  private void keepLink() {
    while (!stopped && link == null) {
      try {
        link = open();
      } catch (RuntimeException notYet) {
        LOG.warn("the plant gateway cannot start yet", notYet);
        pause();
      }
    }
    if (!stopped) {
      threads.execute(link.intake());
      link.run();
    }
  }

  private PlantLink open() {
    Map<Unit, List<Tag>> tags = new LinkedHashMap<>();
    register.units().forEach(unit -> tags.put(unit, register.tags(unit.name())));
    LinkSettings how =
        new LinkSettings(
            settings.plantEndpoint(),
            settings.plantUser(),
            settings.plantPassword(),
            settings.pki(),
            settings.pkiPassword());
    return new PlantLink(how, clock, tags, store, this::tell);
  }

  private void pause() {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private void tell(ReadingStore.Stored stored) {
    stored.readings().forEach(reading -> readings.fireAsync(new ReadingStored(reading)));
    stored.gaps().forEach(gap -> gaps.fireAsync(new GapStored(gap)));
  }

  @PreDestroy
  void stop() {
    stopped = true;
    if (link != null) {
      link.stop();
    }
  }

  @Override
  public WriteOutcome write(PlantWrite write) {
    PlantLink open = link;
    return open == null
        ? new WriteOutcome.NotSent("PLT-04", "Nothing was sent. " + STARTING)
        : new GuardedWrite(open, uses, clock, keys.logKey().verifierKey()).write(write);
  }

  @Override
  public ReadBack readBack(String unit, String tag) {
    PlantLink open = link;
    return open == null ? new ReadBack.Unreachable(STARTING) : open.readBack(unit, tag);
  }

  @Override
  public boolean reachable(String unit) {
    PlantLink open = link;
    return open != null && open.live(unit);
  }

  @Override
  public boolean hasActuator(String unit, String tag) {
    PlantLink open = link;
    return open != null
        && open.unit(unit).tags().stream().anyMatch(t -> t.name().equals(tag) && t.writable())
        && open.levelFacts(unit).actuator();
  }

  @Override
  public boolean writeGranted(String unit, String tag) {
    PlantLink open = link;
    return open != null && open.writeGranted(unit, tag);
  }

  @Override
  public LinkState link(String unit) {
    PlantLink open = link;
    return open == null
        ? new LinkState(unit, false, null, null, List.of(), STARTING, clock.instant())
        : open.link(unit);
  }

  @Override
  public Optional<BatchContext> batch(String unit) {
    PlantLink open = link;
    return open == null ? Optional.empty() : open.batch(unit);
  }

  @Override
  public LevelFacts levelFacts(String unit) {
    PlantLink open = link;
    return open == null ? new LevelFacts(false, false, false) : open.levelFacts(unit);
  }
}
