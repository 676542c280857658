package io.veritwin.launcher.parts;

import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.authority.SiteCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The embedded identity provider: Keycloak in production mode, by TLS only, with a database and a
 * role of its own. It imports the demonstration realm at first start and keeps it from then on
 * (URS-611).
 */
public final class Keycloak {

  /** The service account with which the launcher follows a changed address. */
  private static final String LAUNCHER_CLIENT = "veritwin-launcher";

  /** Remembered: the address of the pages that the realm's clients know. */
  private static final String KNOWN_ADDRESS = "keycloak.pages";

  private final String address;
  private final Https https;
  private final Secrets secrets;

  private Keycloak(String address, Https https, Secrets secrets) {
    this.address = address;
    this.https = https;
    this.secrets = secrets;
  }

  /** Address of the embedded realm when Keycloak listens at this port. */
  public static URI issuer(int port) {
    return URI.create("https://localhost:" + port + "/realms/veritwin");
  }

  /**
   * Starts Keycloak and returns when the realm answers.
   *
   * @param home where the build left it
   * @param databaseUrl its own database
   * @param pages the address of the application's pages, to which a person returns after login
   */
  public static void start(Foundation site, Path home, int port, String databaseUrl, String pages)
      throws IOException, InterruptedException, GeneralSecurityException {
    String address = "https://localhost:" + port;
    Secrets secrets = site.secrets();
    SiteCertificates certificates = site.certificates();
    Map<String, String> environment = new HashMap<>();
    environment.put("KC_DB_URL", databaseUrl);
    environment.put("KC_DB_USERNAME", "keycloak");
    environment.put("KC_DB_PASSWORD", secrets.of("postgres.keycloak"));
    environment.put("KC_DB_POOL_INITIAL_SIZE", "1");
    environment.put("KC_DB_POOL_MIN_SIZE", "1");
    environment.put("KC_DB_POOL_MAX_SIZE", "20");
    environment.put("KC_HOSTNAME", address);
    environment.put("KC_HTTP_HOST", "127.0.0.1");
    environment.put("KC_HTTPS_PORT", String.valueOf(port));
    environment.put("KC_HTTPS_KEY_STORE_FILE", certificates.file("keycloak.p12").toString());
    environment.put("KC_HTTPS_KEY_STORE_PASSWORD", certificates.password());
    environment.put("KC_CACHE", "local");
    environment.put("KC_BOOTSTRAP_ADMIN_CLIENT_ID", LAUNCHER_CLIENT);
    environment.put("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", secrets.of("keycloak.launcher"));
    environment.put("VERITWIN_ADDRESS", pages);
    environment.put("VERITWIN_WEB_SECRET", secrets.of("oidc.web"));
    environment.put("VERITWIN_SIGN_SECRET", secrets.of("oidc.sign"));
    environment.put("VERITWIN_TRAIL_SECRET", secrets.of("oidc.trail"));
    environment.put("VERITWIN_REALM_KEYS_PASSWORD", secrets.of("realm.keys"));
    environment.put(
        "KC_SPI_KEYS__JAVA_KEYSTORE__KEYSTORES_PATH", site.data().folder("realm-keys").toString());
    environment.put(
        "JAVA_OPTS",
        "-Xms96m -Xmx320m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:MaxMetaspaceSize=256m"
            + " -XX:+ExitOnOutOfMemoryError -Djava.net.preferIPv4Stack=true -Dfile.encoding=UTF-8"
            + " -Djava.security.egd=file:/dev/urandom");
    List<String> command =
        new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString(), "start", "--optimized"));
    Optional<String> known = site.memory().recall(KNOWN_ADDRESS);
    if (known.isEmpty()) {
      command.add("--import-realm");
    }
    ChildProcess process = site.processes().start("keycloak", "TERM", environment, command);
    Https https = new Https(certificates.trust());
    process.awaitReady(
        Duration.ofSeconds(180),
        () -> https.status(issuer(port) + "/.well-known/openid-configuration") == 200);
    if (known.isPresent() && !known.get().equals(pages)) {
      new Keycloak(address, https, secrets).follow(known.get(), pages);
    }
    site.memory().remember(KNOWN_ADDRESS, pages);
  }

  /** The pages have moved to another port: people must be able to return there after login. */
  private void follow(String before, String now) throws IOException, InterruptedException {
    String answer =
        https.post(
            address + "/realms/master/protocol/openid-connect/token",
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                LAUNCHER_CLIENT,
                "client_secret",
                secrets.of("keycloak.launcher")));
    String bearer = field("access_token", answer);
    for (String client : List.of("veritwin-web", "veritwin-sign")) {
      String clients = address + "/admin/realms/veritwin/clients";
      String found = https.get(clients + "?clientId=" + client, bearer);
      String one = https.get(clients + "/" + field("id", found), bearer);
      https.put(clients + "/" + field("id", found), bearer, one.replace(before, now));
    }
  }

  private static String field(String name, String json) throws IOException {
    Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new IOException("Keycloak's answer has no " + name);
    }
    return matcher.group(1);
  }
}
