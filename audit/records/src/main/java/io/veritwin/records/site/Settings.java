package io.veritwin.records.site;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The installation's configuration: system properties of the server, read here and nowhere else. A
 * value that is missing or cannot be read stops the part that needs it with a sentence that names
 * the property.
 */
@ApplicationScoped
public class Settings {

  private final UnaryOperator<String> properties;

  /** Reads the system properties of the server. */
  public Settings() {
    this(System::getProperty);
  }

  /** Reads other properties, for a test or a command. */
  public Settings(UnaryOperator<String> properties) {
    this.properties = properties;
  }

  /** {@code veritwin.site.kind}: "demonstration" (default) or "gxp". */
  public SiteKind siteKind() {
    String kind = optional("veritwin.site.kind", "demonstration");
    return switch (kind) {
      case "demonstration" -> SiteKind.DEMONSTRATION;
      case "gxp" -> SiteKind.GXP;
      default ->
          throw new IllegalStateException(
              "veritwin.site.kind is \"demonstration\" or \"gxp\", not \"" + kind + "\"");
    };
  }

  /** {@code veritwin.site.name}, printed on pages and records. */
  public String siteName() {
    return optional("veritwin.site.name", "Demonstration site");
  }

  /** {@code veritwin.address}: where people reach the application, without a trailing slash. */
  public URI address() {
    return URI.create(optional("veritwin.address", "https://localhost:8443"));
  }

  /**
   * The log's name in checkpoints and in the verifier key: host and port of the address, then
   * "/log". It must never change while the log lives.
   */
  public String logOrigin() {
    return optional("veritwin.log.origin", address().getAuthority() + "/log");
  }

  /**
   * {@code veritwin.log.mirror}: the folder that holds the copy of the log outside the database.
   */
  public Path logMirror() {
    return Path.of(required("veritwin.log.mirror"));
  }

  /** {@code veritwin.log.former}: the folder of the logs that the present one succeeds. */
  public Optional<Path> formerLogs() {
    String folder = optional("veritwin.log.former", "");
    return folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder));
  }

  /** {@code veritwin.operations}: the folder of reports about backups and drills. */
  public Optional<Path> operations() {
    String folder = optional("veritwin.operations", "");
    return folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder));
  }

  /** {@code veritwin.oidc.issuer}: the realm that vouches for persons. */
  public URI oidcIssuer() {
    return URI.create(optional("veritwin.oidc.issuer", "https://localhost:8543/realms/veritwin"));
  }

  /** {@code veritwin.oidc.sign.client}: the confidential client of the signing ceremony. */
  public String signClient() {
    return optional("veritwin.oidc.sign.client", "veritwin-sign");
  }

  /** {@code veritwin.oidc.sign.secret}: the signing client's secret. */
  public String signSecret() {
    return required("veritwin.oidc.sign.secret");
  }

  /** {@code veritwin.oidc.sign.acr}: the authentication class a signature must have. */
  public String signAcr() {
    return optional("veritwin.oidc.sign.acr", "1");
  }

  /** {@code veritwin.oidc.trail.client}: the service account that reads the provider's events. */
  public String trailClient() {
    return optional("veritwin.oidc.trail.client", "veritwin-trail");
  }

  /** {@code veritwin.oidc.trail.secret}: that account's secret. */
  public String trailSecret() {
    return required("veritwin.oidc.trail.secret");
  }

  /** {@code veritwin.pki}: the folder of certificates and keys. */
  public Path pki() {
    return Path.of(required("veritwin.pki"));
  }

  /** {@code veritwin.pki.password}: opens every PKCS#12 file in {@link #pki()}. */
  public char[] pkiPassword() {
    return required("veritwin.pki.password").toCharArray();
  }

  /**
   * A PKCS#11 device with the platform's signing key.
   *
   * @param configuration the file that names its library and slot, as Java's SunPKCS11 reads it
   * @param alias of the key in the device
   */
  public record SigningDevice(Path configuration, char[] pin, String alias) {}

  /**
   * {@code veritwin.signing.pkcs11} with {@code veritwin.signing.pkcs11.pin} and {@code
   * veritwin.signing.pkcs11.alias}: the device; without it the key lies in {@link #pki()}.
   */
  public Optional<SigningDevice> signingDevice() {
    String configuration = optional("veritwin.signing.pkcs11", "");
    return configuration.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SigningDevice(
                Path.of(configuration),
                required("veritwin.signing.pkcs11.pin").toCharArray(),
                optional("veritwin.signing.pkcs11.alias", "platform-signing")));
  }

  /**
   * {@code veritwin.tsa.url}: the external time-stamp authority. Without one a demonstration site
   * stamps with an authority of its own; a GxP site must have one.
   */
  public Optional<URI> timeStampAuthority() {
    String url =
        siteKind() == SiteKind.GXP
            ? required("veritwin.tsa.url")
            : optional("veritwin.tsa.url", "");
    return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
  }

  /**
   * The independent copy of the checkpoints, on another host.
   *
   * @param address where it listens; ends with a slash
   * @param verifierKey its public key, as it prints it
   */
  public record Witness(URI address, String verifierKey) {}

  /**
   * {@code veritwin.witness.url} and {@code veritwin.witness.vkey}: the log's witness. A GxP site
   * must have one.
   */
  public Optional<Witness> witness() {
    String url =
        siteKind() == SiteKind.GXP
            ? required("veritwin.witness.url")
            : optional("veritwin.witness.url", "");
    return url.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Witness(
                URI.create(url.endsWith("/") ? url : url + "/"),
                required("veritwin.witness.vkey")));
  }

  /**
   * {@code veritwin.preset.accounts}: the accounts that the set-up of a demonstration site made, by
   * user name; their rights to sign are preset and labelled so. None on a GxP site, whatever is
   * set.
   */
  public Set<String> presetAccounts() {
    String names = optional("veritwin.preset.accounts", "");
    return siteKind() == SiteKind.GXP || names.isEmpty() ? Set.of() : Set.of(names.split("[ ,]+"));
  }

  /** {@code veritwin.sign.failures}: so many refused authentications lock a right to sign. */
  public int signingFailures() {
    return Math.toIntExact(number("veritwin.sign.failures", 3, 1, 100));
  }

  /** {@code veritwin.sign.failures.minutes}: the time within which they count. */
  public Duration signingFailuresWithin() {
    return Duration.ofMinutes(number("veritwin.sign.failures.minutes", 15, 1, 10_080));
  }

  /**
   * The server that takes mail to security and QA.
   *
   * @param startTls true when the connection must be encrypted before anything is said
   * @param user of the server; empty when it asks for none
   * @param to addresses, separated by commas
   */
  public record MailServer(
      String host,
      int port,
      boolean startTls,
      String user,
      String password,
      String from,
      String to) {}

  /**
   * {@code veritwin.mail.host} with {@code .port}, {@code .starttls}, {@code .user}, {@code
   * .password}, {@code .from} and {@code .to}: the mail server. A GxP site must have one.
   */
  public Optional<MailServer> mailServer() {
    String host =
        siteKind() == SiteKind.GXP
            ? required("veritwin.mail.host")
            : optional("veritwin.mail.host", "");
    return host.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MailServer(
                host,
                Math.toIntExact(number("veritwin.mail.port", 25, 1, 65_535)),
                Boolean.parseBoolean(optional("veritwin.mail.starttls", "true")),
                optional("veritwin.mail.user", ""),
                optional("veritwin.mail.password", ""),
                required("veritwin.mail.from"),
                required("veritwin.mail.to")));
  }

  /**
   * {@code veritwin.notices}: where a demonstration site without a mail server writes its notices
   * to security and QA.
   */
  public Path noticeFolder() {
    return Path.of(required("veritwin.notices"));
  }

  /** {@code veritwin.plant.endpoint}: the plant's OPC UA server. */
  public URI plantEndpoint() {
    return URI.create(optional("veritwin.plant.endpoint", "opc.tcp://localhost:4840/veritwin"));
  }

  /** {@code veritwin.plant.user}: the account at the plant's server. */
  public String plantUser() {
    return required("veritwin.plant.user");
  }

  /** {@code veritwin.plant.password}: the password of that account. */
  public char[] plantPassword() {
    return required("veritwin.plant.password").toCharArray();
  }

  /** What the trail notes about the configuration; a secret is neither read nor named here. */
  private static final List<String> NOTED =
      List.of(
          "veritwin.site.kind",
          "veritwin.site.name",
          "veritwin.address",
          "veritwin.log.origin",
          "veritwin.log.mirror",
          "veritwin.log.former",
          "veritwin.oidc.issuer",
          "veritwin.oidc.sign.client",
          "veritwin.oidc.sign.acr",
          "veritwin.oidc.trail.client",
          "veritwin.preset.accounts",
          "veritwin.sign.failures",
          "veritwin.sign.failures.minutes",
          "veritwin.mail.host",
          "veritwin.mail.port",
          "veritwin.mail.starttls",
          "veritwin.mail.from",
          "veritwin.mail.to",
          "veritwin.notices",
          "veritwin.pki",
          "veritwin.signing.pkcs11",
          "veritwin.signing.pkcs11.alias",
          "veritwin.tsa.url",
          "veritwin.witness.url",
          "veritwin.witness.vkey",
          "veritwin.postgres.url",
          "veritwin.postgres.app.user",
          "veritwin.plant.endpoint",
          "veritwin.plant.user",
          "user.timezone");

  /** The configuration in force, without secrets; "default" where nothing is set. */
  public SortedMap<String, String> inForce() {
    SortedMap<String, String> all = new TreeMap<>();
    NOTED.forEach(name -> all.put(name, optional(name, "default")));
    return all;
  }

  private String optional(String name, String otherwise) {
    String value = properties.apply(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  private long number(String name, long otherwise, long least, long most) {
    String value = optional(name, String.valueOf(otherwise));
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, with the range.
    }
    throw new IllegalStateException(
        name + " is a whole number from " + least + " to " + most + ", not \"" + value + "\"");
  }

  private String required(String name) {
    String value = properties.apply(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("the system property " + name + " is not set");
    }
    return value.strip();
  }
}
