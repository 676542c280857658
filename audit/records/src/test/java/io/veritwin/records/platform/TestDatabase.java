package io.veritwin.records.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.postgresql.PGConnection;

/**
 * A real PostgreSQL with fsync on, one for the whole test run; each test class gets a database of
 * its own, migrated as the owner.
 */
public final class TestDatabase {

  /** Who connects. */
  public enum Role {
    SUPERUSER("postgres"),
    OWNER("veritwin_owner"),
    APPLICATION("veritwin_app"),
    READER("veritwin_reader");

    private final String user;

    Role(String user) {
      this.user = user;
    }

    public String user() {
      return user;
    }
  }

  private static final List<String> MIGRATIONS =
      List.of(
          "/db/0100-create-audit-trail.sql",
          "/db/0110-create-electronic-signatures.sql",
          "/db/0120-create-identity-events.sql",
          "/db/0130-create-retention.sql",
          "/db/0131-dispose-by-signature.sql",
          "/db/0140-index-audit-trail.sql",
          "/db/0141-place-entries-in-sets.sql",
          "/db/0142-search-beside-the-trail.sql",
          "/db/0143-ask-by-key.sql",
          "/db/0160-create-signing-rights.sql",
          "/db/0161-create-security-notices.sql",
          "/db/0162-create-delegations.sql",
          "/db/0163-keep-what-was-shown.sql",
          "/db/0170-create-inspector-accesses.sql",
          "/db/0180-create-trail-reviews.sql",
          "/db/0181-create-saved-searches.sql",
          "/db/0190-withdraw-training.sql",
          "/db/test-create-batch-sheet.sql");
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static EmbeddedPostgres server;

  private final String name;
  private final String url;

  private TestDatabase(String name) {
    this(name, "jdbc:postgresql://localhost:" + server.getPort() + "/" + name);
  }

  private TestDatabase(String name, String url) {
    this.name = name;
    this.url = url;
  }

  /** A new database with the module's own schema. */
  public static TestDatabase create() {
    return create(List.of());
  }

  /** The same with the schema of a module that builds on this one, from its resources. */
  public static TestDatabase create(List<String> moreMigrations) {
    start();
    TestDatabase database = new TestDatabase("test" + NUMBER.incrementAndGet());
    superuser("create database " + database.name + " owner veritwin_owner");
    for (String migration : MIGRATIONS) {
      database.execute(Role.OWNER, text(migration));
    }
    for (String migration : moreMigrations) {
      database.execute(Role.OWNER, text(migration));
    }
    return database;
  }

  /** A new database whose every file lies in this empty folder, on a disk of its own. */
  public static TestDatabase createOn(Path folder) {
    start();
    String name = "test" + NUMBER.incrementAndGet();
    superuser("create tablespace " + name + " location '" + folder + "'");
    superuser("create database " + name + " owner veritwin_owner tablespace " + name);
    TestDatabase database = new TestDatabase(name);
    for (String migration : MIGRATIONS) {
      database.execute(Role.OWNER, text(migration));
    }
    return database;
  }

  /** Takes such a database off its disk. */
  public void drop() {
    superuser("drop database " + name + " with (force)");
    superuser("drop tablespace " + name);
  }

  /** A new database as an earlier version of the platform made it: its first changes only. */
  public static TestDatabase createOfVersion(int changes) {
    start();
    TestDatabase database = new TestDatabase("test" + NUMBER.incrementAndGet());
    superuser("create database " + database.name + " owner veritwin_owner");
    MIGRATIONS.subList(0, changes).forEach(m -> database.execute(Role.OWNER, text(m)));
    database.execute(Role.OWNER, text(MIGRATIONS.get(MIGRATIONS.size() - 1)));
    return database;
  }

  /**
   * Takes over the rows of another database, as far as this version has tables and columns for
   * them: what its platform would have left here.
   */
  public void takeRowsOf(TestDatabase other) {
    List<String> tables =
        List.of(
            answer(
                    "select string_agg(tablename, ' ' order by tablename) from pg_tables where"
                        + " schemaname = 'public'")
                .split(" "));
    String triggers =
        answer(
            "select string_agg(format('alter table %s enable always trigger %I', tgrelid::regclass,"
                + " tgname), ';') from pg_trigger where tgenabled = 'A'");
    tables.forEach(t -> execute(Role.SUPERUSER, "alter table " + t + " disable trigger all"));
    try (Connection from = other.connect(Role.SUPERUSER);
        Connection to = connect(Role.SUPERUSER)) {
      for (String table : tables) {
        String columns =
            answer(
                "select string_agg(column_name, ', ') from information_schema.columns where"
                    + " table_schema = 'public' and is_generated = 'NEVER' and table_name = '"
                    + table
                    + "'");
        StringWriter rows = new StringWriter();
        from.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy " + table + " (" + columns + ") to stdout", rows);
        to.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy " + table + " (" + columns + ") from stdin",
                new StringReader(rows.toString()));
      }
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
    tables.forEach(t -> execute(Role.SUPERUSER, "alter table " + t + " enable trigger all"));
    execute(Role.SUPERUSER, triggers);
    execute(
        Role.SUPERUSER,
        "select setval('audit_entry_id_seq', (select max(id) + 64 from audit_entry))");
  }

  /**
   * Brings such a database up to date, as the schema's owner does before a later version starts.
   */
  public void upgradeFromVersion(int changes) {
    MIGRATIONS
        .subList(changes, MIGRATIONS.size() - 1)
        .forEach(migration -> execute(Role.OWNER, text(migration)));
  }

  /** The same rows as this one has now, as a restored backup would. */
  public TestDatabase copy() {
    TestDatabase copy = new TestDatabase("test" + NUMBER.incrementAndGet());
    superuser("create database " + copy.name + " template " + name + " owner veritwin_owner");
    return copy;
  }

  private static synchronized void start() {
    if (server != null) {
      return;
    }
    try {
      server =
          EmbeddedPostgres.builder()
              .setPort(freePort())
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", "300")
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    superuser(text("/db/0000-create-roles.sql"));
    superuser("alter database postgres set synchronous_commit = on");
    if (!superuserAnswer("show fsync").equals("on")
        || !superuserAnswer("show synchronous_commit").equals("on")) {
      throw new IllegalStateException("PostgreSQL runs without fsync: durability is not tested");
    }
  }

  /** Below the ports that clients are given; modules tested side by side begin at their own. */
  private static int freePort() throws IOException {
    int first = 20_000 + (int) (ProcessHandle.current().pid() % 1_000) * 10;
    for (int port = first; port < first + 1_000; port++) {
      try (ServerSocket probe = new ServerSocket(port)) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new IOException("no free port between " + first + " and " + (first + 999));
  }

  public String url() {
    return url;
  }

  /** One that another process has made and keeps running. */
  public static TestDatabase existing(String url) {
    return new TestDatabase("another process's", url);
  }

  public Connection connect(Role role) throws SQLException {
    return DriverManager.getConnection(url(), role.user(), "");
  }

  /** Runs statements in one transaction. */
  public void execute(Role role, String sql) {
    try (Connection connection = connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Commits the statements as one transaction, deferred constraints included. */
  public void commit(Role role, String... statements) throws SQLException {
    try (Connection connection = connect(role);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  /** What the database said when it refused such a transaction. */
  public SQLException refusal(Role role, String... statements) {
    return Assertions.assertThrows(SQLException.class, () -> commit(role, statements));
  }

  /** The first column of the first row, as text. */
  public String answer(String sql) {
    try (Connection connection = connect(Role.SUPERUSER);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  public long count(String table) {
    return Long.parseLong(answer("select count(*) from " + table));
  }

  private static void superuser(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String superuserAnswer(String sql) {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = TestDatabase.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
