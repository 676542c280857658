package io.veritwin.records.watch;

import io.veritwin.records.log.ReadLog;
import io.veritwin.records.site.ApplicationArchive;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/**
 * The database's schema against the changes this application was built with (URS-115): an
 * application on a schema it does not know could leave out a guard that it believes is there.
 */
@ApplicationScoped
public class CompareSchema implements Watch {

  /** Application and schema do not belong together. */
  static final String OTHER = "SCH-01";

  @Inject ApplicationArchive archive;
  @Inject ReadLog log;
  @Inject SiteAlarms alarms;

  @Override
  public String rule() {
    return "SCH-02";
  }

  @Override
  public String what() {
    return "the database's schema";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void look() throws Exception {
    Optional<ApplicationArchive.Contents> contents = archive.contents();
    if (contents.isPresent()) {
      compare(contents.get().schemaChanges());
    }
  }

  void compare(String ours) {
    Optional<String> applied = log.schemaChanges();
    if (applied.equals(Optional.of(ours))) {
      alarms.end(OTHER);
    } else {
      alarms.raise(
          OTHER,
          "Nothing is signed or written to the plant. The database has the changes %s, this application was built with %s; the administrator brings the schema up to date, or starts the application that belongs to it."
              .formatted(
                  applied.map(CompareSchema::shortened).orElse("of nobody"), shortened(ours)),
          true);
    }
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }
}
