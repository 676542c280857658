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

  private RestoredSite(
      Path folder, DataFolder data, Processes processes, Postgres postgres, Secrets secrets) {
    this.folder = folder;
    this.data = data;
    this.processes = processes;
    this.postgres = postgres;
    this.secrets = secrets;
  }

  static RestoredSite of(Path backup) throws Exception {
    Path folder = Files.createTempDirectory("veritwin-restored");
    try {
      Path root = folder.resolve("site");
      Backup.restore(backup, root);
      return start(folder, DataFolder.open(root, false));
    } catch (Exception e) {
      DataFolder.deleteTree(folder);
      throw e;
    }
  }

  private static RestoredSite start(Path folder, DataFolder data) throws Exception {
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
          folder, data, processes, Postgres.start(foundation, freePort()), secrets);
    } catch (Exception e) {
      processes.close();
      data.close();
      throw e;
    }
  }

  Path root() {
    return data.root();
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
