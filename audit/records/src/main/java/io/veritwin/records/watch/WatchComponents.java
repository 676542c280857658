package io.veritwin.records.watch;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.keys.KeyFacts;
import io.veritwin.records.log.ReadLog;
import io.veritwin.records.site.ApplicationArchive;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.FieldChange;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Components, configuration and certificates (URS-117): what differs from the last entry about them
 * becomes an entry with the values before and after, whoever changed it and while the platform was
 * up or down. The trail itself is the memory of how it was.
 */
@ApplicationScoped
public class WatchComponents implements Watch {

  /** A certificate ends soon. */
  static final String ENDING = "CRT-01";

  private static final Duration AHEAD = Duration.ofDays(30);

  @Inject ApplicationArchive archive;
  @Inject Settings settings;
  @Inject KeyFacts keyFacts;
  @Inject ReadLog log;
  @Inject AuditTrail trail;
  @Inject SiteAlarms alarms;
  @Inject Clock clock;

  @Override
  public String rule() {
    return "CRT-02";
  }

  @Override
  public String what() {
    return "components, configuration and certificates";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(20);
  }

  @Override
  public void look() throws IOException {
    note("COMPONENTS_CHANGED", "components", components());
    note("CONFIGURATION_CHANGED", "configuration", settings.inForce());
    note("CERTIFICATES_CHANGED", "certificates", keyFacts.inForce());
    Instant soon = clock.instant().plus(AHEAD);
    List<String> ending =
        keyFacts.ends().entrySet().stream()
            .filter(certificate -> certificate.getValue().isBefore(soon))
            .map(certificate -> certificate.getKey() + " on " + certificate.getValue())
            .toList();
    if (ending.isEmpty()) {
      alarms.end(ENDING);
    } else {
      alarms.raise(
          ENDING,
          "These certificates end soon: " + String.join(", ", ending) + ". Renew them.",
          false);
    }
  }

  private SortedMap<String, String> components() throws IOException {
    SortedMap<String, String> components = new TreeMap<>(log.databaseFacts());
    components.put("java", Runtime.version().toString());
    components.put(
        "operating system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    Optional<ApplicationArchive.Contents> contents = archive.contents();
    contents.ifPresent(c -> components.putAll(c.libraries()));
    return components;
  }

  private void note(String event, String what, SortedMap<String, String> now) {
    Map<String, String> before = log.detailsOfNewest(event).orElse(Map.of());
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    List<FieldChange> changes = new ArrayList<>();
    for (String name : names) {
      if (!Objects.equals(before.get(name), now.get(name))) {
        changes.add(new FieldChange(name, before.get(name), now.get(name)));
      }
    }
    if (!changes.isEmpty()) {
      trail.recordObservation(
          AuditEvent.of(
                  event,
                  new Machine("site watch"),
                  new RecordRef("site", what, 1),
                  before.isEmpty()
                      ? "Noted for the first time: " + now.size() + " " + what + " facts"
                      : changes.size()
                          + (changes.size() == 1 ? " change of " : " changes of ")
                          + what)
              .changing(before.isEmpty() ? List.of() : changes)
              .with(now));
    }
  }
}
