package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a backup of a site's data folder, running or stopped, and puts one back (URS-160, URS-161).
 *
 * <p>A running database is copied by PostgreSQL's own way, between {@code pg_backup_start} and
 * {@code pg_backup_stop} with the write-ahead log of that time. The log's copy is taken before the
 * database, so the database of a backup holds everything that its copy of the log covers.
 */
public final class Backup {

  /** What a site consists of; logs, programs and what each start makes anew are left out. */
  private static final List<String> KEPT =
      List.of(
          "log-mirror",
          "authority",
          "pki",
          "realm-keys",
          "plant",
          "operations",
          "notices",
          "secrets.properties",
          "site.properties");

  private static final String CLUSTER = "postgres/cluster";
  private static final Set<String> OF_THE_RUNNING_SERVER =
      Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map");

  private Backup() {}

  /**
   * Takes a backup.
   *
   * @param data the site's folder
   * @param target a folder that does not exist or is empty, on another medium
   * @return one sentence about what was done
   * @throws CannotStart when it cannot be taken; the site is untouched
   */
  public static String take(Path data, Path target, Clock clock) throws IOException, SQLException {
    if (!Files.isDirectory(data.resolve(CLUSTER))) {
      throw new CannotStart(
          "No backup was taken. %s holds no site with a database of its own.".formatted(data));
    }
    requireEmpty(target, "No backup was taken.");
    Instant begun = clock.instant();
    Optional<DataFolder> stopped = DataFolder.ifUnused(data);
    for (String name : KEPT) {
      if (Files.exists(data.resolve(name))) {
        copy(data.resolve(name), target.resolve(name), Set.of());
      }
    }
    if (stopped.isPresent()) {
      try (DataFolder held = stopped.get()) {
        copy(held.root().resolve(CLUSTER), target.resolve(CLUSTER), Set.of("postmaster.pid"));
      }
    } else {
      copyRunning(data, target.resolve(CLUSTER));
    }
    Manifest.write(target, begun);
    return "A backup of %s, taken while it was %s, lies in %s (%d s). Keep it as safe as the site: it holds the site's keys."
        .formatted(
            data,
            stopped.isPresent() ? "stopped" : "running",
            target,
            java.time.Duration.between(begun, clock.instant()).toSeconds());
  }

  /**
   * Puts a backup into a new data folder.
   *
   * @param data a folder that does not exist or is empty
   * @throws CannotStart when the backup is not as it was taken, or the folder is in use
   */
  public static void restore(Path backup, Path data) throws IOException {
    requireEmpty(data, "Not restored.");
    Manifest.check(backup);
    Files.createDirectories(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    copy(backup, data, Set.of(Manifest.FILE));
    DataFolder.mark(data);
  }

  private static void requireEmpty(Path folder, String refused) throws IOException {
    if (Files.exists(folder)) {
      try (var entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new CannotStart(
              "%s %s is not empty; choose a new folder.".formatted(refused, folder));
        }
      }
    }
  }

  private static void copyRunning(Path data, Path target) throws IOException, SQLException {
    Path cluster = data.resolve(CLUSTER);
    List<String> running = Files.readAllLines(cluster.resolve("postmaster.pid"));
    String url =
        "jdbc:postgresql://127.0.0.1:%s/postgres?sslmode=verify-full&sslrootcert=%s"
            .formatted(running.get(3), data.resolve("pki/ca.pem"));
    String password =
        new Secrets(data.resolve("secrets.properties"), new SecureRandom())
            .of("postgres.superuser");
    try (Connection connection = DriverManager.getConnection(url, "postgres", password);
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('veritwin', true)");
      copy(cluster, target, OF_THE_RUNNING_SERVER, "pg_wal");
      try (ResultSet stopped =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        stopped.next();
        Files.writeString(target.resolve("backup_label"), stopped.getString(1));
      }
      // After the end, so that everything the backup needs to become whole is among it.
      copy(cluster.resolve("pg_wal"), target.resolve("pg_wal"), Set.of());
    }
  }

  private static void copy(Path from, Path to, Set<String> except) throws IOException {
    copy(from, to, except, "");
  }

  /** Copies a file or a folder; a file that vanishes meanwhile is the running server's business. */
  private static void copy(Path from, Path to, Set<String> except, String emptied)
      throws IOException {
    CopyOption[] asItIs = {StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS};
    Files.createDirectories(to.getParent());
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path made = to.resolve(from.relativize(folder).toString());
            if (!Files.exists(made)) {
              Files.createDirectory(
                  made,
                  PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(folder)));
            }
            if (folder.equals(from.resolve(emptied)) && !emptied.isEmpty()) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!(file.getParent().equals(from) && except.contains(file.getFileName().toString()))
                && !file.getFileName().toString().endsWith(".lock")) {
              try {
                Files.copy(file, to.resolve(from.relativize(file).toString()), asItIs);
              } catch (NoSuchFileException vanished) {
                return FileVisitResult.CONTINUE;
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }
}
