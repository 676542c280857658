package io.veritwin.launcher;

import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.launcher.backup.ArchivePackage;
import io.veritwin.launcher.backup.Backup;
import io.veritwin.launcher.backup.Drill;
import io.veritwin.launcher.backup.Passphrase;
import io.veritwin.launcher.backup.SuccessorLog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What an administrator can do to a site besides starting it: {@code -Dveritwin.command=} backup,
 * restore, drill, archive, rotate-key, revoke-key or begin-log. What was done to a site is left as
 * a report in its folder {@code operations}, from where the running application takes it into the
 * trail.
 */
final class Commands {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Properties properties;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final Clock clock;

  Commands(Properties properties, Map<String, String> environment, PrintStream out, Clock clock) {
    this.properties = properties;
    this.environment = environment;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Carries out the command that the properties name.
   *
   * @return true when it was done and everything holds
   * @throws CannotStart when it was not done; the sentence says why
   */
  boolean carryOut() throws Exception {
    String command = properties.getProperty("veritwin.command");
    switch (command) {
      case "backup" -> {
        // Before anything is begun: a person may have to be asked.
        Passphrase passphrase = passphrase(true);
        report(
            "backup",
            Backup.take(data(), path("veritwin.backup"), passphrase, clock, new SecureRandom()));
      }
      case "restore" -> {
        Backup.restore(path("veritwin.backup"), passphraseOf(path("veritwin.backup")), data());
        out.println("Restored into " + data() + "; start it with -Dveritwin.data=" + data() + ".");
        out.println(
            "Where the lost site wrote entries after this backup, first give the command begin-log:"
                + " checkpoints that others hold would contradict the log if it went on under its name.");
      }
      case "drill" -> {
        Drill.Report drill =
            Drill.of(path("veritwin.backup"), passphraseOf(path("veritwin.backup")), clock);
        report("drill", drill.text().strip());
        return drill.holds();
      }
      case "archive" ->
          out.println(
              ArchivePackage.make(
                  path("veritwin.backup"),
                  passphraseOf(path("veritwin.backup")),
                  path("veritwin.archive"),
                  clock));
      case "rotate-key" -> report("key", rotate(false));
      case "revoke-key" -> report("key", rotate(true));
      case "begin-log" -> report("log", beginLog());
      default ->
          throw new CannotStart(
              "Nothing was done. veritwin.command is backup, restore, drill, archive, rotate-key,"
                  + " revoke-key or begin-log, not "
                  + command
                  + ".");
    }
    return true;
  }

  private Optional<Passphrase> passphraseOf(Path backup) throws IOException {
    return Backup.isEncrypted(backup) ? Optional.of(passphrase(false)) : Optional.empty();
  }

  /** The passphrase; a person who chooses it types it twice. */
  private Passphrase passphrase(boolean chosen) throws IOException {
    return Passphrase.find(
        properties,
        environment,
        data(),
        words -> {
          Optional<String> typed = typed(words);
          if (chosen && typed.isPresent() && !typed.equals(typed("The same once more: "))) {
            throw new CannotStart("Nothing was done. The two passphrases differ; begin again.");
          }
          return typed;
        });
  }

  private static Optional<String> typed(String words) {
    return Optional.ofNullable(System.console())
        .map(console -> console.readPassword(words))
        .map(String::valueOf);
  }

  private String rotate(boolean compromised) throws Exception {
    Path data = data();
    if (!Files.exists(data.resolve("authority/authority.p12"))) {
      throw new CannotStart("Nothing was changed. " + data + " holds no site with keys.");
    }
    Secrets secrets = new Secrets(data.resolve("secrets.properties"), new SecureRandom());
    return SiteCertificates.rotate(
        data.resolve("authority/authority.p12"),
        secrets.of("authority"),
        data.resolve("pki"),
        secrets.of("pki"),
        needed("veritwin.key"),
        compromised,
        clock,
        new SecureRandom());
  }

  private String beginLog() throws IOException {
    Optional<Path> newestKnown =
        Optional.ofNullable(properties.getProperty("veritwin.checkpoint")).map(Path::of);
    return SuccessorLog.begin(data(), needed("veritwin.reason"), newestKnown, new SecureRandom());
  }

  /** Prints what was done, and leaves it for the trail where there is a site. */
  private void report(String what, String text) throws IOException {
    out.println(text);
    Path data = data();
    if (Files.isDirectory(data.resolve("pki"))) {
      Files.writeString(
          Files.createDirectories(data.resolve("operations"))
              .resolve(what + "-" + STAMP.format(clock.instant()) + ".txt"),
          text + "\n");
    }
  }

  private Path data() {
    return Path.of(
            properties.getProperty(
                "veritwin.data", Path.of(needed("user.home"), ".veritwin").toString()))
        .toAbsolutePath()
        .normalize();
  }

  private Path path(String name) {
    return Path.of(needed(name)).toAbsolutePath().normalize();
  }

  private String needed(String name) {
    String value = properties.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new CannotStart("Nothing was done. Give -D" + name + "=… as well.");
    }
    return value.strip();
  }
}
