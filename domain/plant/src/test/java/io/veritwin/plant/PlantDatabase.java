package io.veritwin.plant;

import io.veritwin.records.platform.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL with the plant's tables, as the application's role sees it. */
public final class PlantDatabase {

  private static final List<String> MIGRATIONS =
      List.of(
          "/db/0200-create-plant-register.sql",
          "/db/0201-create-readings.sql",
          "/db/0202-create-tag-calibration.sql",
          "/db/0203-register-simulated-plant.sql");

  private final TestDatabase database;

  private PlantDatabase(TestDatabase database) {
    this.database = database;
  }

  public static PlantDatabase create() {
    return new PlantDatabase(migrate(TestDatabase.create()));
  }

  /** Adds the plant's tables to a database that has the trail's. */
  public static TestDatabase migrate(TestDatabase database) {
    for (String migration : MIGRATIONS) {
      database.execute(TestDatabase.Role.OWNER, text(migration));
    }
    return database;
  }

  private static String text(String resource) {
    try (InputStream in = PlantDatabase.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public TestDatabase database() {
    return database;
  }

  /** Connects as the application does. */
  public DataSource application() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser("veritwin_app");
    source.setPassword("");
    return source;
  }

  /** The seeded register, read without the entity manager. */
  public Map<Unit, List<Tag>> register() {
    Map<Unit, List<Tag>> register = new LinkedHashMap<>();
    try (Connection connection = application().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery("select * from unit order by name desc")) {
        while (row.next()) {
          Unit unit = new Unit();
          unit.name = row.getString("name");
          unit.title = row.getString("title");
          unit.product = row.getString("product");
          unit.nodePrefix = row.getString("node_prefix");
          unit.namespaceUri = row.getString("namespace_uri");
          unit.synthetic = row.getBoolean("synthetic");
          unit.replayed = row.getBoolean("replayed");
          register.put(unit, new ArrayList<>());
        }
      }
      for (Map.Entry<Unit, List<Tag>> entry : register.entrySet()) {
        try (ResultSet row =
            statement.executeQuery(
                "select * from tag where unit = '" + entry.getKey().name + "' order by position")) {
          while (row.next()) {
            Tag tag = new Tag();
            tag.unit = row.getString("unit");
            tag.name = row.getString("name");
            tag.nodeId = row.getString("node_id");
            tag.ucum = row.getString("ucum");
            tag.kind = TagKind.valueOf(row.getString("kind"));
            tag.euLow = row.getObject("eu_low", Double.class);
            tag.euHigh = row.getObject("eu_high", Double.class);
            tag.maximumAgeSeconds = row.getObject("maximum_age_s", Integer.class);
            tag.writable = row.getBoolean("writable");
            entry.getValue().add(tag);
          }
        }
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return register;
  }
}
