package io.veritwin.records.watch;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.log.ReadLog;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.Digests;
import io.veritwin.records.trail.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an administrator did beside the platform (URS-163): backups, restore drills and key changes
 * leave a report in a folder, and each report becomes an entry, once.
 */
@ApplicationScoped
public class WatchOperations implements Watch {

  @Inject Settings settings;
  @Inject ReadLog log;
  @Inject AuditTrail trail;

  @Override
  public String rule() {
    return "OPS-01";
  }

  @Override
  public String what() {
    return "the reports of backups and drills";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(10);
  }

  @Override
  public void look() throws IOException {
    Optional<Path> folder = settings.operations();
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return;
    }
    List<Path> reports;
    try (Stream<Path> files = Files.list(folder.get())) {
      reports = files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    for (Path report : reports) {
      String name = report.getFileName().toString().replaceFirst("\\.txt$", "");
      if (!log.hasEntryOf("operation", name)) {
        byte[] bytes = Files.readAllBytes(report);
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        trail.recordObservation(
            AuditEvent.of(
                    "OPERATION_REPORTED",
                    new Machine("site watch"),
                    new RecordRef("operation", name, 1),
                    text.lines().reduce((first, last) -> last).orElse("An empty report."))
                .with(Map.of("report", text, "report.digest", Digests.hex(bytes))));
      }
    }
  }
}
