package io.veritwin.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** What a site must remember between two starts, in {@code site.properties} of the data folder. */
public final class SiteMemory {

  /** The name of the site's log, which its checkpoints and its key bear. */
  public static final String LOG_ORIGIN = "log.origin";

  private final Path file;
  private final Properties known = new Properties();

  public SiteMemory(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        known.load(reader);
      }
    }
  }

  public synchronized Optional<String> recall(String name) {
    return Optional.ofNullable(known.getProperty(name));
  }

  public synchronized void remember(String name, String value) throws IOException {
    known.setProperty(name, value);
    try (Writer writer = Files.newBufferedWriter(file)) {
      known.store(writer, "What this site remembers between two starts");
    }
  }
}
