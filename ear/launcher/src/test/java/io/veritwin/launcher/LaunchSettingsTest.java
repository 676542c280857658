package io.veritwin.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LaunchSettingsTest {

  @Test
  @Verifies("URS-603")
  void withoutPropertiesEverythingHasItsDefault() {
    LaunchSettings settings = LaunchSettings.from(properties());

    assertEquals(Path.of("/home/marta/.veritwin"), settings.data());
    assertEquals(new LaunchSettings.Ports(8443, 8543, 5543, 4840, 9993), settings.ports());
    assertEquals("https://localhost:8443", settings.address());
    assertTrue(
        settings.postgres().isEmpty() && settings.issuer().isEmpty() && settings.plant().isEmpty());
  }

  @Test
  @Verifies("URS-603")
  void portsAndDataFolderFollowTheirProperties() {
    LaunchSettings settings =
        LaunchSettings.from(
            properties(
                "veritwin.data", "/data/site",
                "veritwin.reset", "true",
                "veritwin.port.https", "1",
                "veritwin.port.keycloak", "2",
                "veritwin.port.postgres", "3",
                "veritwin.port.plant", "4",
                "veritwin.port.management", "65535"));

    assertEquals(Path.of("/data/site"), settings.data());
    assertTrue(settings.reset());
    assertEquals(new LaunchSettings.Ports(1, 2, 3, 4, 65535), settings.ports());
  }

  @Test
  @Verifies("URS-603")
  void aValueThatCannotBeReadIsRefusedByItsName() {
    assertRefused(
        "Not started. veritwin.port.plant is a port, not 65536.", "veritwin.port.plant", "65536");
    assertRefused(
        "Not started. veritwin.port.plant is a port, not many.", "veritwin.port.plant", "many");
    assertRefused(
        "Not started. veritwin.reset is true or false, not yes.", "veritwin.reset", "yes");
  }

  @Test
  @Verifies({"URS-185", "URS-186"})
  void mailAndLockoutArePassedToTheServerAndAHalfMailServerIsRefused() {
    LaunchSettings settings =
        LaunchSettings.from(
            properties(
                "veritwin.mail.host", "mail.plant.example",
                "veritwin.mail.from", "veritwin@plant.example",
                "veritwin.mail.to", "qa@plant.example",
                "veritwin.sign.failures", "5"));

    assertEquals(
        Map.of(
            "veritwin.mail.host", "mail.plant.example",
            "veritwin.mail.from", "veritwin@plant.example",
            "veritwin.mail.to", "qa@plant.example",
            "veritwin.sign.failures", "5"),
        settings.signing());
    assertRefused(
        "Not started. With veritwin.mail.host also give veritwin.mail.from.",
        "veritwin.mail.host",
        "mail.plant.example");
  }

  @Test
  @Verifies("URS-279")
  void aMeasuredBatchIsReplayedAtASpeedThatAPersonChooses() {
    assertTrue(LaunchSettings.from(properties()).replay().isEmpty());
    assertEquals(
        new LaunchSettings.Replay(Path.of("/data/yeast"), 7, 60),
        LaunchSettings.from(properties("veritwin.replay", "/data/yeast")).replay().orElseThrow());
    assertEquals(
        new LaunchSettings.Replay(Path.of("/data/yeast"), 6, 1.5),
        LaunchSettings.from(
                properties(
                    "veritwin.replay", "/data/yeast",
                    "veritwin.replay.run", "6",
                    "veritwin.replay.speed", "1.5"))
            .replay()
            .orElseThrow());
    for (String speed : List.of("0", "3601", "fast", "-60")) {
      CannotStart refused =
          assertThrows(
              CannotStart.class,
              () ->
                  LaunchSettings.from(
                      properties(
                          "veritwin.replay", "/data/yeast", "veritwin.replay.speed", speed)));
      assertEquals(
          "Not started. veritwin.replay.speed lies between 1 and 3600, and is not " + speed + ".",
          refused.getMessage());
    }
  }

  @Test
  @Verifies("URS-604")
  void eachPartCanBeReplaced() {
    LaunchSettings settings =
        LaunchSettings.from(
            properties(
                "veritwin.postgres.url", "jdbc:postgresql://db.example/veritwin",
                "veritwin.postgres.owner.password", "o",
                "veritwin.postgres.app.password", "a",
                "veritwin.oidc.issuer", "https://id.example/realms/site",
                "veritwin.oidc.web.secret", "w",
                "veritwin.oidc.sign.secret", "s",
                "veritwin.oidc.trail.secret", "t",
                "veritwin.plant.endpoint", "opc.tcp://plant.example:4840",
                "veritwin.plant.user", "twin",
                "veritwin.plant.password", "p"));

    assertEquals(
        new LaunchSettings.ExternalPostgres(
            "jdbc:postgresql://db.example/veritwin", "veritwin_owner", "o", "veritwin_app", "a"),
        settings.postgres().orElseThrow());
    assertEquals(
        new LaunchSettings.ExternalIssuer(
            URI.create("https://id.example/realms/site"), "w", "s", "t"),
        settings.issuer().orElseThrow());
    assertEquals(
        new LaunchSettings.ExternalPlant(URI.create("opc.tcp://plant.example:4840"), "twin", "p"),
        settings.plant().orElseThrow());
  }

  @Test
  @Verifies("URS-604")
  void whatAReplacedPartNeedsIsNamedWhenItIsMissing() {
    assertRefused(
        "Not started. With veritwin.plant.endpoint also give veritwin.plant.user.",
        "veritwin.plant.endpoint",
        "opc.tcp://plant.example:4840");
    assertRefused(
        "Not started. With veritwin.postgres.url also give veritwin.postgres.owner.password.",
        "veritwin.postgres.url",
        "jdbc:postgresql://db.example/veritwin");
    assertRefused(
        "Not started. With veritwin.oidc.issuer also give veritwin.oidc.web.secret.",
        "veritwin.oidc.issuer",
        "https://id.example/realms/site");
  }

  @Test
  @Verifies("URS-604")
  void aGxpSiteIsNotStartedByThisCommand() {
    assertTrue(
        assertThrows(
                CannotStart.class,
                () -> LaunchSettings.from(properties("veritwin.site.kind", "gxp")))
            .getMessage()
            .startsWith("Not started. This command starts demonstration sites only"));
  }

  private static void assertRefused(String sentence, String... given) {
    assertEquals(
        sentence,
        assertThrows(CannotStart.class, () -> LaunchSettings.from(properties(given))).getMessage());
  }

  /** The properties of a build, with those given. */
  static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    properties.setProperty("user.home", "/home/marta");
    for (String part : new String[] {"wildfly", "keycloak", "application", "simulator"}) {
      properties.setProperty("veritwin.parts." + part, "/build/" + part);
    }
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
