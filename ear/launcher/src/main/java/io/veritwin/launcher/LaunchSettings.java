package io.veritwin.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the person who starts the site may choose, all by system properties (URS-603, URS-604).
 *
 * @param data the folder that keeps everything between two starts
 * @param reset empty that folder first
 * @param ports where the parts listen, on the loopback interface
 * @param distribution the built parts
 * @param postgres an external database in place of the embedded one
 * @param issuer an external identity provider in place of the embedded one
 * @param plant an external OPC UA server in place of the simulator
 * @param trust folder with the authorities ({@code *.pem}) of those external parts and their
 *     revocation lists ({@code *.crl})
 * @param replay a measured batch which the simulator replays beside the virtual plant
 * @param signing where notices about signing go, and when a right to sign is locked: properties of
 *     the server, passed on as they are
 */
public record LaunchSettings(
    Path data,
    boolean reset,
    Ports ports,
    Distribution distribution,
    Optional<ExternalPostgres> postgres,
    Optional<ExternalIssuer> issuer,
    Optional<ExternalPlant> plant,
    Optional<Path> trust,
    Optional<Replay> replay,
    Map<String, String> signing) {

  /** Ports of the loopback interface. */
  public record Ports(int https, int keycloak, int postgres, int plant, int management) {}

  /** Where the build left what is started. */
  public record Distribution(Path wildfly, Path keycloak, Path application, Path simulator) {}

  /** A database whose roles and empty schema the administrator has made. */
  public record ExternalPostgres(
      String url, String ownerUser, String ownerPassword, String appUser, String appPassword) {}

  /** A realm that knows the clients veritwin-web, veritwin-sign and veritwin-trail. */
  public record ExternalIssuer(
      URI issuer, String webSecret, String signSecret, String trailSecret) {}

  /**
   * A measured batch to replay.
   *
   * @param folder the folder of the batches' files
   * @param run the batch's number
   * @param speed process seconds in one second, 1 to 3600
   */
  public record Replay(Path folder, int run, double speed) {}

  /** An OPC UA server with the tags of the contract. */
  public record ExternalPlant(URI endpoint, String user, String password) {}

  /** The name of each port's property, with what listens there, in the order of {@link Ports}. */
  static final Map<String, Integer> DEFAULT_PORTS =
      Map.of(
          "veritwin.port.https", 8443,
          "veritwin.port.keycloak", 8543,
          "veritwin.port.postgres", 5543,
          "veritwin.port.plant", 4840,
          "veritwin.port.management", 9993);

  /**
   * Reads the settings.
   *
   * @throws CannotStart when a value cannot be read or one of a group is missing
   */
  public static LaunchSettings from(Properties properties) {
    Reader reader = new Reader(properties);
    if (!reader.text("veritwin.site.kind", "demonstration").equals("demonstration")) {
      throw new CannotStart(
          "Not started. This command starts demonstration sites only; a GxP site brings its own"
              + " certificates, database and identity provider and starts the server with them.");
    }
    return new LaunchSettings(
        Path.of(
                reader.text(
                    "veritwin.data", Path.of(reader.needed("user.home"), ".veritwin").toString()))
            .toAbsolutePath()
            .normalize(),
        reader.flag("veritwin.reset"),
        new Ports(
            reader.port("veritwin.port.https"),
            reader.port("veritwin.port.keycloak"),
            reader.port("veritwin.port.postgres"),
            reader.port("veritwin.port.plant"),
            reader.port("veritwin.port.management")),
        new Distribution(
            Path.of(reader.needed("veritwin.parts.wildfly")),
            Path.of(reader.needed("veritwin.parts.keycloak")),
            Path.of(reader.needed("veritwin.parts.application")),
            Path.of(reader.needed("veritwin.parts.simulator"))),
        reader
            .optional("veritwin.postgres.url")
            .map(
                url ->
                    new ExternalPostgres(
                        url,
                        reader.text("veritwin.postgres.owner.user", "veritwin_owner"),
                        reader.with("veritwin.postgres.url", "veritwin.postgres.owner.password"),
                        reader.text("veritwin.postgres.app.user", "veritwin_app"),
                        reader.with("veritwin.postgres.url", "veritwin.postgres.app.password"))),
        reader
            .optional("veritwin.oidc.issuer")
            .map(
                issuer ->
                    new ExternalIssuer(
                        URI.create(issuer),
                        reader.with("veritwin.oidc.issuer", "veritwin.oidc.web.secret"),
                        reader.with("veritwin.oidc.issuer", "veritwin.oidc.sign.secret"),
                        reader.with("veritwin.oidc.issuer", "veritwin.oidc.trail.secret"))),
        reader
            .optional("veritwin.plant.endpoint")
            .map(
                endpoint ->
                    new ExternalPlant(
                        URI.create(endpoint),
                        reader.with("veritwin.plant.endpoint", "veritwin.plant.user"),
                        reader.with("veritwin.plant.endpoint", "veritwin.plant.password"))),
        reader.optional("veritwin.trust").map(folder -> Path.of(folder).toAbsolutePath()),
        reader
            .optional("veritwin.replay")
            .map(
                folder ->
                    new Replay(
                        Path.of(folder).toAbsolutePath().normalize(),
                        (int) reader.number("veritwin.replay.run", 7, 1, 99),
                        reader.number("veritwin.replay.speed", 60, 1, 3600))),
        reader.startingWith("veritwin.mail.", "veritwin.sign."));
  }

  /** The address people type, without a trailing slash. */
  public String address() {
    return "https://localhost:" + ports.https();
  }

  /** Reads one property at a time and names it when it cannot be read. */
  private record Reader(Properties properties) {

    Optional<String> optional(String name) {
      return Optional.ofNullable(properties.getProperty(name))
          .map(String::strip)
          .filter(text -> !text.isEmpty());
    }

    String text(String name, String otherwise) {
      return optional(name).orElse(otherwise);
    }

    /** Every property of these families that is set. */
    Map<String, String> startingWith(String... families) {
      Map<String, String> found = new TreeMap<>();
      for (String name : properties.stringPropertyNames()) {
        if (Stream.of(families).anyMatch(name::startsWith)) {
          optional(name).ifPresent(value -> found.put(name, value));
        }
      }
      if (found.containsKey("veritwin.mail.host")) {
        with("veritwin.mail.host", "veritwin.mail.from");
        with("veritwin.mail.host", "veritwin.mail.to");
      }
      return found;
    }

    String needed(String name) {
      return optional(name)
          .orElseThrow(() -> new CannotStart("Not started. The property " + name + " is missing."));
    }

    String with(String first, String name) {
      return optional(name)
          .orElseThrow(
              () -> new CannotStart("Not started. With " + first + " also give " + name + "."));
    }

    boolean flag(String name) {
      String value = text(name, "false");
      if (!value.equals("true") && !value.equals("false")) {
        throw new CannotStart("Not started. " + name + " is true or false, not " + value + ".");
      }
      return value.equals("true");
    }

    double number(String name, double otherwise, double low, double high) {
      String value = text(name, String.valueOf(otherwise));
      if (!value.matches("[0-9]{1,5}(\\.[0-9]{1,3})?")
          || Double.parseDouble(value) < low
          || Double.parseDouble(value) > high) {
        throw new CannotStart(
            "Not started. %s lies between %.0f and %.0f, and is not %s."
                .formatted(name, low, high, value));
      }
      return Double.parseDouble(value);
    }

    int port(String name) {
      String value = text(name, String.valueOf(DEFAULT_PORTS.get(name)));
      if (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > 65535) {
        throw new CannotStart("Not started. " + name + " is a port, not " + value + ".");
      }
      return Integer.parseInt(value);
    }
  }
}
