package io.veritwin.launcher.parts;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.authority.SiteCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The embedded database: PostgreSQL's own programs on a data directory of this site, reached by TLS
 * and password only, with every setting on that keeps a committed record through a power failure
 * (URS-609, URS-610).
 */
public final class Postgres {

  private static final String SUPERUSER = "postgres";

  /** What must hold before a record is trusted to the database. */
  private static final List<String> DURABILITY =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private final int port;
  private final Path authority;
  private final Secrets secrets;

  private Postgres(int port, Path authority, Secrets secrets) {
    this.port = port;
    this.authority = authority;
    this.secrets = secrets;
  }

  /** Starts the database, makes it at first start, and brings its roles up to date. */
  public static Postgres start(Foundation site, int port)
      throws IOException, InterruptedException, SQLException {
    Path folder = site.data().folder("postgres");
    Path bin = PostgresBinaries.unpack(folder);
    Path cluster = folder.resolve("cluster");
    if (!Files.exists(cluster)) {
      makeCluster(bin, folder, cluster, site.secrets());
    }
    Files.writeString(
        cluster.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    List<String> command = asOrdinaryUser();
    command.addAll(List.of(bin.resolve("postgres").toString(), "-D", cluster.toString()));
    settings(site.certificates(), port)
        .forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    // INT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
    ChildProcess process = site.processes().start("postgres", "INT", Map.of("TZ", "UTC"), command);
    Postgres postgres = new Postgres(port, site.certificates().file("ca.pem"), site.secrets());
    process.awaitReady(Duration.ofSeconds(60), postgres::answers);
    postgres.makeRoles();
    return postgres;
  }

  /** The JDBC address of one of its databases, with TLS verified against the site's authority. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=verify-full&sslrootcert=%s"
        .formatted(port, database, authority);
  }

  /**
   * Asks the running server for the settings that keep committed records, and returns them.
   *
   * @throws CannotStart when one is off
   */
  public Map<String, String> durability() throws IOException, SQLException {
    Map<String, String> found = new LinkedHashMap<>();
    try (Connection connection = asSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      for (String setting : DURABILITY) {
        try (ResultSet row = statement.executeQuery("show " + setting)) {
          row.next();
          found.put(setting, row.getString(1));
        }
      }
    }
    found.forEach(
        (setting, value) -> {
          if (!value.equals("on")) {
            throw new CannotStart(
                "Not started. The database runs with %s=%s, so a committed record could be lost; it must be on."
                    .formatted(setting, value));
          }
        });
    return found;
  }

  private static Map<String, String> settings(SiteCertificates certificates, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", String.valueOf(port));
    settings.put("unix_socket_directories", "");
    settings.put("ssl", "on");
    settings.put("ssl_cert_file", certificates.file("postgres.pem").toString());
    settings.put("ssl_key_file", certificates.file("postgres-key.pem").toString());
    settings.put("ssl_min_protocol_version", "TLSv1.2");
    settings.put("password_encryption", "scram-sha-256");
    DURABILITY.forEach(setting -> settings.put(setting, "on"));
    // A backup of the running database needs the log of its duration.
    settings.put("wal_keep_size", "512MB");
    settings.put("max_connections", "80");
    settings.put("shared_buffers", "96MB");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_line_prefix", "%m [%p] %u@%d ");
    return settings;
  }

  private static void makeCluster(Path bin, Path folder, Path cluster, Secrets secrets)
      throws IOException, InterruptedException {
    Path unfinished = folder.resolve("cluster-unfinished");
    DataFolder.deleteTree(unfinished);
    Path passwordFile = folder.resolve("password");
    Properties none = new Properties();
    Secrets.writePrivate(passwordFile, none, null);
    Files.writeString(passwordFile, secrets.of("postgres.superuser"));
    Path log = folder.resolve("initdb.log");
    List<String> command = asOrdinaryUser();
    command.addAll(
        List.of(
            bin.resolve("initdb").toString(),
            "--pgdata=" + unfinished,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums"));
    try {
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new CannotStart(
            "Not started. The database could not be made; what initdb said is in %s."
                .formatted(log));
      }
    } finally {
      Files.delete(passwordFile);
    }
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * PostgreSQL refuses to run as root; for root it runs in a user namespace in which it is nobody.
   */
  private static List<String> asOrdinaryUser() {
    return new ArrayList<>(
        System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
  }

  private boolean answers() {
    try (Connection connection = asSuperuser("postgres")) {
      return connection.isValid(5);
    } catch (SQLException | IOException notYet) {
      return false;
    }
  }

  private Connection asSuperuser(String database) throws SQLException, IOException {
    return DriverManager.getConnection(url(database), SUPERUSER, secrets.of("postgres.superuser"));
  }

  /**
   * Roles and databases. The owner changes the schema, the application only rows, the reader reads,
   * and the identity provider has a database and a role of its own.
   */
  private void makeRoles() throws SQLException, IOException {
    try (Connection connection = asSuperuser("postgres");
        Statement statement = connection.createStatement()) {
      for (String role : List.of("veritwin_owner", "veritwin_app", "veritwin_reader", "keycloak")) {
        if (!exists(statement, "select 1 from pg_roles where rolname = '" + role + "'")) {
          statement.execute("create role " + role + " login");
        }
        statement.execute(
            "alter role %s password '%s'".formatted(role, secrets.of("postgres." + role)));
      }
      makeDatabase(statement, "veritwin", "veritwin_owner");
      makeDatabase(statement, "keycloak", "keycloak");
      statement.execute("grant connect on database veritwin to veritwin_app, veritwin_reader");
    }
    try (Connection connection = asSuperuser("veritwin");
        Statement statement = connection.createStatement()) {
      statement.execute("alter schema public owner to veritwin_owner");
      statement.execute("grant usage on schema public to veritwin_app, veritwin_reader");
    }
  }

  private static void makeDatabase(Statement statement, String database, String owner)
      throws SQLException {
    if (!exists(statement, "select 1 from pg_database where datname = '" + database + "'")) {
      statement.execute("create database %s owner %s".formatted(database, owner));
    }
    statement.execute("revoke all on database " + database + " from public");
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
