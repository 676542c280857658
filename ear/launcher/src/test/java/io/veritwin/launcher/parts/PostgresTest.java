package io.veritwin.launcher.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.SiteMemory;
import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.launcher.schema.SchemaUpdate;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database itself, with the real changes of every module. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresTest {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  @TempDir static Path home;

  private static Foundation site;
  private static Postgres postgres;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    site = foundation();
    postgres = Postgres.start(site, port);
  }

  @AfterAll
  static void stop() throws IOException {
    site.processes().close();
    site.data().close();
  }

  @Test
  @Order(1)
  @Verifies("URS-609")
  void theRunningServerKeepsWhatIsCommitted() throws Exception {
    assertEquals(
        Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on"),
        postgres.durability());
  }

  @Test
  @Order(1)
  @Verifies("URS-610")
  void withoutTlsOrPasswordNobodyIsLetIn() throws Exception {
    String plain = "jdbc:postgresql://127.0.0.1:%d/veritwin?sslmode=disable".formatted(port);
    String password = site.secrets().of("postgres.veritwin_app");

    SQLException withoutTls =
        assertThrows(
            SQLException.class, () -> DriverManager.getConnection(plain, "veritwin_app", password));
    assertTrue(withoutTls.getMessage().contains("no encryption"), withoutTls.getMessage());
    SQLException wrongPassword =
        assertThrows(
            SQLException.class,
            () ->
                DriverManager.getConnection(
                    postgres.url("veritwin"), "veritwin_app", "veritwin_app"));
    assertEquals("28P01", wrongPassword.getSQLState());
  }

  @Test
  @Order(1)
  @Verifies("URS-610")
  void eachRoleReachesOnlyItsOwnDatabase() {
    assertEquals(
        INSUFFICIENT_PRIVILEGE,
        assertThrows(SQLException.class, () -> connect("veritwin", "keycloak")).getSQLState());
    assertEquals(
        INSUFFICIENT_PRIVILEGE,
        assertThrows(SQLException.class, () -> connect("keycloak", "veritwin_app")).getSQLState());
  }

  @Test
  @Order(2)
  @Verifies("URS-611")
  void theOwnerBringsTheSchemaUpToDateOnceAndNotesItsDigest() throws Exception {
    String owner = site.secrets().of("postgres.veritwin_owner");

    assertTrue(SchemaUpdate.apply(postgres.url("veritwin"), "veritwin_owner", owner));
    assertFalse(SchemaUpdate.apply(postgres.url("veritwin"), "veritwin_owner", owner));

    try (Connection application = connect("veritwin", "veritwin_app");
        Statement statement = application.createStatement();
        ResultSet noted =
            statement.executeQuery("select changes_digest, engine_digest from schema_version")) {
      assertTrue(noted.next());
      assertTrue(noted.getString(1).matches("[0-9a-f]{64}"));
      assertTrue(noted.getString(2).matches("[0-9a-f]{64}"));
      assertFalse(noted.next());
    }
  }

  @Test
  @Order(3)
  @Verifies("URS-610")
  void theApplicationChangesRowsAndNeverTheSchema() throws Exception {
    try (Connection application = connect("veritwin", "veritwin_app");
        Statement statement = application.createStatement()) {
      assertEquals(
          1,
          statement.executeUpdate(
              "insert into act_ge_property (name_, value_, rev_) values ('tried', 'yes', 1)"));
      for (String change :
          new String[] {
            "create table planted (id int)",
            "alter table act_ge_property add planted int",
            "drop table act_ge_property",
            "truncate act_ge_property",
            "insert into schema_version (changes_digest, engine_digest) values ('a', 'b')"
          }) {
        assertEquals(
            INSUFFICIENT_PRIVILEGE,
            assertThrows(SQLException.class, () -> statement.execute(change)).getSQLState(),
            change);
      }
    }
  }

  @Test
  @Order(4)
  @Verifies("URS-605")
  void committedRowsSurviveARestart() throws Exception {
    site.processes().close();
    site.data().close();
    site = foundation();
    postgres = Postgres.start(site, port);

    try (Connection application = connect("veritwin", "veritwin_app");
        Statement statement = application.createStatement();
        ResultSet row =
            statement.executeQuery("select value_ from act_ge_property where name_ = 'tried'")) {
      assertTrue(row.next());
      assertEquals("yes", row.getString(1));
    }
  }

  private static Connection connect(String database, String role) throws SQLException, IOException {
    return DriverManager.getConnection(
        postgres.url(database), role, site.secrets().of("postgres." + role));
  }

  private static Foundation foundation() throws Exception {
    DataFolder data = DataFolder.open(home.resolve("site"), false);
    Secrets secrets = new Secrets(data.file("secrets.properties"), new SecureRandom());
    return new Foundation(
        new Processes(data.folder("logs"), (part, exitCode, log) -> {}),
        data,
        SiteCertificates.of(data, secrets),
        secrets,
        new SiteMemory(data.file("site.properties")));
  }
}
