package io.veritwin.launcher.backup;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import java.io.IOException;
import java.nio.file.CopyOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a backup of a site's data folder, running or stopped, and puts one back (URS-160, URS-161).
 * What leaves the site is encrypted (URS-139).
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
          SuccessorLog.FOLDER,
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

  private static final String READ_ME_FILE = "READ-ME-FIRST.txt";
  private static final String READ_ME =
      """
      ENCRYPTED BACKUP OF A SITE

      backup.tar.gz.NNNNN.p7m  parts of one tar archive, compressed by gzip; each part is CMS
                               AuthEnvelopedData (RFC 5083), AES-256-GCM, for a passphrase.
      manifest.sha256          SHA-256 of every part; no secret.

      The passphrase is not here and not in the site. Without it nothing in this folder can be read.

      1. Every part is as it was written:  sha256sum --check manifest.sha256
      2. Without this product, into an empty folder NEW (P is the file with the passphrase):
           for part in backup.tar.gz.*.p7m; do
             openssl cms -decrypt -binary -inform DER -in "$part" -pwri_password "$(cat P)"
           done | tar -xz -C NEW
           (cd NEW && sha256sum --check --quiet manifest.sha256)
         Restoring takes NEW as it takes this folder.
      """;

  private Backup() {}

  /**
   * Takes a backup, encrypted with the passphrase.
   *
   * @param data the site's folder
   * @param target a folder that does not exist or is empty, on another medium
   * @return one sentence about what was done
   * @throws CannotStart when it cannot be taken; the site is untouched
   */
  public static String take(
      Path data, Path target, Passphrase passphrase, Clock clock, SecureRandom random)
      throws IOException, SQLException {
    return take(data, target, passphrase, clock, random, SealedParts.PART);
  }

  static String take(
      Path data,
      Path target,
      Passphrase passphrase,
      Clock clock,
      SecureRandom random,
      int partBytes)
      throws IOException, SQLException {
    if (!Files.isDirectory(data.resolve(CLUSTER))) {
      throw new CannotStart(
          "No backup was taken. %s holds no site with a database of its own.".formatted(data));
    }
    requireEmpty(target, "No backup was taken.");
    Instant begun = clock.instant();
    Optional<DataFolder> stopped = DataFolder.ifUnused(data);
    Files.createDirectories(target);
    try (PackedSite packed = PackedSite.into(target, passphrase, partBytes, random)) {
      for (String name : KEPT) {
        if (Files.exists(data.resolve(name))) {
          packed.add(data.resolve(name), name, Set.of(), "");
        }
      }
      if (stopped.isPresent()) {
        try (DataFolder held = stopped.get()) {
          packed.add(held.root().resolve(CLUSTER), CLUSTER, Set.of("postmaster.pid"), "");
        }
      } else {
        addRunning(data, packed);
      }
      packed.end(begun);
    }
    Files.writeString(target.resolve(READ_ME_FILE), READ_ME);
    Manifest.write(target, begun);
    return "A backup of %s, taken while it was %s, lies encrypted in %s (%d s). Keep its passphrase elsewhere: without it nobody can restore."
        .formatted(
            data,
            stopped.isPresent() ? "stopped" : "running",
            target,
            Duration.between(begun, clock.instant()).toSeconds());
  }

  /** Tells whether a passphrase is needed to restore; what was decrypted before needs none. */
  public static boolean isEncrypted(Path backup) throws IOException {
    return SealedParts.in(backup);
  }

  /**
   * Puts a backup into a new data folder, after all of it was read once and found as it was taken.
   *
   * @param passphrase what it was taken with; empty for a backup in clear
   * @param data a folder that does not exist or is empty
   * @throws CannotStart when the backup is not as it was taken, the passphrase is another one, or
   *     the folder is in use; nothing was written
   */
  public static void restore(Path backup, Optional<Passphrase> passphrase, Path data)
      throws IOException {
    requireEmpty(data, "Not restored.");
    Manifest.check(backup);
    if (!isEncrypted(backup)) {
      make(data);
      copy(backup, data, Set.of(Manifest.FILE));
    } else {
      Passphrase key =
          passphrase.orElseThrow(
              () ->
                  new CannotStart(
                      "Not restored. The backup in %s is encrypted; give its passphrase."
                          .formatted(backup)));
      PackedSite.check(backup, key);
      make(data);
      try {
        PackedSite.unpack(backup, key, data);
      } catch (IOException | RuntimeException changedMeanwhile) {
        DataFolder.deleteTree(data);
        throw changedMeanwhile;
      }
    }
    DataFolder.mark(data);
  }

  private static void make(Path data) throws IOException {
    Files.createDirectories(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
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

  private static void addRunning(Path data, PackedSite packed) throws IOException, SQLException {
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
      packed.add(cluster, CLUSTER, OF_THE_RUNNING_SERVER, "pg_wal");
      try (ResultSet stopped =
          statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        stopped.next();
        packed.add(CLUSTER + "/backup_label", stopped.getString(1));
      }
      // After the end, so that everything the backup needs to become whole is among it.
      packed.add(cluster.resolve("pg_wal"), CLUSTER + "/pg_wal", Set.of(), "");
    }
  }

  private static void copy(Path from, Path to, Set<String> except) throws IOException {
    CopyOption[] asItIs = {StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS};
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
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!(file.getParent().equals(from)
                && except.contains(file.getFileName().toString()))) {
              Files.copy(file, to.resolve(from.relativize(file).toString()), asItIs);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
