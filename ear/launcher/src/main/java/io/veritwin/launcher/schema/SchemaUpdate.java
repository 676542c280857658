package io.veritwin.launcher.schema;

import io.veritwin.launcher.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Applies every database change found in the class path, as the schema's owner, and notes in table
 * {@code schema_version} the digest of the changes applied, so that an application built with other
 * changes refuses to work on this schema (URS-615).
 *
 * <p>The digest is the SHA-256, in hexadecimal, over every {@code db/*.sql} in the order of the
 * names: the name in UTF-8, a line feed, the file's bytes, a line feed.
 */
public final class SchemaUpdate {

  private static final String MASTER = "io/veritwin/launcher/schema/master.xml";
  private static final String ROLES = "db/0000-create-roles.sql";
  private static final String ENGINE = "org/camunda/bpm/engine/db/liquibase/camunda-changelog.xml";

  // Liquibase tells every step; the launcher says what matters. The field keeps the level alive.
  private static final Logger LIQUIBASE = Logger.getLogger("liquibase");

  static {
    LIQUIBASE.setLevel(Level.WARNING);
  }

  private SchemaUpdate() {}

  /** The roles of a Veritwin database, to be made once by the superuser before any change. */
  public static String roles() throws IOException {
    try (InputStream script = SchemaUpdate.class.getClassLoader().getResourceAsStream(ROLES)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Brings the schema up to date.
   *
   * @return true when something was to be done
   */
  public static boolean apply(String url, String owner, String password)
      throws SQLException, IOException {
    ClassLoader classes = SchemaUpdate.class.getClassLoader();
    String changes = digest(changes(classes));
    String engine = digest(resource(classes, ENGINE));
    try (Connection connection = DriverManager.getConnection(url, owner, password)) {
      if (isApplied(connection, changes, engine)) {
        return false;
      }
      // Liquibase commits by itself and leaves its connection in a state of its own.
      try (Connection ofLiquibase = DriverManager.getConnection(url, owner, password)) {
        update(ofLiquibase, classes);
      }
      note(connection, changes, engine);
      return true;
    }
  }

  private static void update(Connection connection, ClassLoader classes) {
    try {
      Scope.child(
          Map.of(
              Scope.Attr.ui.name(), new LoggerUIService(),
              Scope.Attr.resourceAccessor.name(), new ClassLoaderResourceAccessor(classes)),
          () -> {
            Database database =
                DatabaseFactory.getInstance()
                    .findCorrectDatabaseImplementation(new JdbcConnection(connection));
            new CommandScope(UpdateCommandStep.COMMAND_NAME)
                .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                .addArgumentValue(UpdateCommandStep.CHANGELOG_FILE_ARG, MASTER)
                .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                .execute();
          });
    } catch (LiquibaseException e) {
      throw new CannotStart("Not started. The database changes failed: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isApplied(Connection connection, String changes, String engine)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery("select to_regclass('public.schema_version') is not null")) {
        table.next();
        if (!table.getBoolean(1)) {
          return false;
        }
      }
      try (ResultSet row =
          statement.executeQuery(
              "select changes_digest, engine_digest from schema_version order by id desc limit 1")) {
        return row.next() && row.getString(1).equals(changes) && row.getString(2).equals(engine);
      }
    }
  }

  private static void note(Connection connection, String changes, String engine)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table if not exists schema_version (
            id bigint generated always as identity primary key,
            changes_digest text not null,
            engine_digest text not null,
            applied_at timestamptz not null default now())
          """);
      statement.execute("grant select on schema_version to veritwin_app, veritwin_reader");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into schema_version (changes_digest, engine_digest) values (?, ?)")) {
      insert.setString(1, changes);
      insert.setString(2, engine);
      insert.executeUpdate();
    }
  }

  /** Every change file by name, from every jar and folder of the class path that has some. */
  static SortedMap<String, byte[]> changes(ClassLoader classes) throws IOException {
    SortedMap<String, byte[]> found = new TreeMap<>();
    for (URL folder : Collections.list(classes.getResources("db"))) {
      if (folder.openConnection() instanceof JarURLConnection jar) {
        jar.setUseCaches(false);
        try (var file = jar.getJarFile()) {
          for (var entry : Collections.list(file.entries())) {
            if (entry.getName().matches("db/[^/]+\\.sql")) {
              try (InputStream content = file.getInputStream(entry)) {
                found.put(entry.getName(), content.readAllBytes());
              }
            }
          }
        }
      } else {
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
          for (Path file :
              (Iterable<Path>) files.filter(f -> f.toString().endsWith(".sql"))::iterator) {
            found.put("db/" + file.getFileName(), Files.readAllBytes(file));
          }
        } catch (URISyntaxException e) {
          throw new IOException(e);
        }
      }
    }
    return found;
  }

  private static SortedMap<String, byte[]> resource(ClassLoader classes, String name)
      throws IOException {
    try (InputStream content = classes.getResourceAsStream(name)) {
      return new TreeMap<>(Map.of(name, content.readAllBytes()));
    }
  }

  static String digest(SortedMap<String, byte[]> files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, content) -> {
            sha.update((name + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(content);
            sha.update((byte) '\n');
          });
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
