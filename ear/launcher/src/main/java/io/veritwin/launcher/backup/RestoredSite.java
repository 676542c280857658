package io.veritwin.launcher.backup;

import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.SiteMemory;
import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.launcher.parts.Foundation;
import io.veritwin.launcher.parts.Postgres;
import io.veritwin.launcher.parts.Processes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A backup restored beside the site into a folder of its own, with nothing running but its
 * database; removed when it is closed.
 */
final class RestoredSite implements AutoCloseable {

  private final Path folder;
  private final DataFolder data;
  private final Processes processes;
  private final Postgres postgres;
  private final Secrets secrets;
  private final byte[] revocations;

  private RestoredSite(
      Path folder,
      DataFolder data,
      Processes processes,
      Postgres postgres,
      Secrets secrets,
      byte[] revocations) {
    this.folder = folder;
    this.data = data;
    this.processes = processes;
    this.postgres = postgres;
    this.secrets = secrets;
    this.revocations = revocations;
  }

  static RestoredSite of(Path backup, Optional<Passphrase> passphrase) throws Exception {
    Path folder = Files.createTempDirectory("veritwin-restored");
    try {
      Path root = folder.resolve("site");
      Backup.restore(backup, passphrase, root);
      byte[] revocations = Files.readAllBytes(root.resolve("pki/ca.crl"));
      return start(folder, DataFolder.open(root, false), revocations);
    } catch (Exception e) {
      DataFolder.deleteTree(folder);
      throw e;
    }
  }

  private static RestoredSite start(Path folder, DataFolder data, byte[] revocations)
      throws Exception {
    Processes processes =
        new Processes(data.folder("logs"), (part, exitCode, log) -> System.err.println(part));
    try {
      Secrets secrets = new Secrets(data.file("secrets.properties"), new SecureRandom());
      Foundation foundation =
          new Foundation(
              processes,
              data,
              SiteCertificates.of(data, secrets),
              secrets,
              new SiteMemory(data.file("site.properties")));
      return new RestoredSite(
          folder, data, processes, Postgres.start(foundation, freePort()), secrets, revocations);
    } catch (Exception e) {
      processes.close();
      data.close();
      throw e;
    }
  }

  Path root() {
    return data.root();
  }

  /** The authority's revocation list as the backup has it; starting has made another. */
  byte[] revocations() {
    return revocations.clone();
  }

  /** A connection that can read and nothing else. */
  Connection read() throws SQLException, IOException {
    Connection connection =
        DriverManager.getConnection(
            postgres.url("veritwin"), "veritwin_reader", secrets.of("postgres.veritwin_reader"));
    connection.setAutoCommit(false);
    return connection;
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    processes.close();
    data.close();
    DataFolder.deleteTree(folder);
  }
}
