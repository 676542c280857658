package io.veritwin.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.Visitor.Page;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole site by the command that people give, with its real parts: started, used, stopped,
 * started again, killed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LaunchIT {

  /** RFC 7636, appendix B: the verifier of the proof key, and its SHA-256. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @TempDir static Path home;

  private static Map<String, Integer> ports;
  private static LaunchedSite site;

  @BeforeAll
  static void start() throws IOException {
    ports = LaunchedSite.freePorts();
    site = LaunchedSite.command(ports, home.resolve("site")).readUntil("ready after");
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (site.isRunning()) {
      site.kill();
    }
  }

  @Test
  @Order(1)
  @Verifies("URS-600")
  void theCommandPrintsALinePerPartAndAtLastReadyAndTheAddress() throws IOException {
    for (String part :
        List.of("certificates", "database", "plant", "schema", "identity", "server")) {
      assertEquals(
          1,
          site.printed().stream()
              .filter(line -> line.matches(" +[0-9]+\\.[0-9] s +" + part + " +\\S.*"))
              .count(),
          part + " in " + site.printed());
    }
    for (Account account : Account.ALL) {
      assertTrue(
          site.printed().stream()
              .anyMatch(
                  line -> line.matches(" +" + account.user() + " +" + account.password() + " .*")),
          account.user());
    }
    assertTrue(
        site.lastLine()
            .matches(
                "Veritwin is ready after [0-9]+ s, [0-9.]+ GB: https://localhost:%d/"
                    .formatted(site.port("https"))),
        site.lastLine());
    try (Stream<Path> samples = Files.list(site.data("samples"))) {
      assertTrue(samples.count() >= 8);
    }
  }

  @Test
  @Order(1)
  @Verifies("URS-609")
  void theDatabaseSaysThatItKeepsWhatIsCommitted() {
    assertTrue(
        site.printed().stream()
            .anyMatch(
                line -> line.contains("fsync=on, synchronous_commit=on, full_page_writes=on")));
  }

  @Test
  @Order(1)
  @Verifies("URS-617")
  void theWholeSiteHoldsNoMoreMemoryThanItMay() {
    Matcher figures = Pattern.compile("after ([0-9]+) s, ([0-9.]+) GB").matcher(site.lastLine());
    assertTrue(figures.find());
    assertTrue(Double.parseDouble(figures.group(2)) <= 2.5, site.lastLine());
    assertTrue(Double.parseDouble(figures.group(2)) > 0.5, "nothing was measured");
  }

  @Test
  @Order(1)
  @Verifies("URS-606")
  void noPasswordStandsOnACommandLine() throws IOException {
    List<String> secrets;
    try (Stream<String> lines = Files.lines(site.data("secrets.properties"))) {
      secrets =
          lines
              .filter(line -> line.contains("="))
              .map(line -> line.substring(line.indexOf('=') + 1))
              .toList();
    }
    assertTrue(secrets.size() >= 10);
    List<String> commandLines =
        ProcessHandle.allProcesses()
            .map(ProcessHandle::info)
            .flatMap(info -> info.commandLine().stream())
            .toList();
    for (String secret : secrets) {
      assertTrue(commandLines.stream().noneMatch(line -> line.contains(secret)));
    }
  }

  @Test
  @Order(1)
  @Verifies("URS-615")
  void everyHttpsPortSpeaksTlsWithTheSitesCertificateAndNothingElse() throws Exception {
    for (String part : List.of("https", "keycloak", "management")) {
      try (SSLSocket tls =
          (SSLSocket)
              Visitor.trusting(site.data("pki/ca.pem"))
                  .getSocketFactory()
                  .createSocket("localhost", site.port(part))) {
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        assertTrue(Set.of("TLSv1.3", "TLSv1.2").contains(tls.getSession().getProtocol()), part);
      }
      assertFalse(answersPlainHttp(site.port(part)), part + " answers without TLS");
    }
  }

  private static boolean answersPlainHttp(int port) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout(3000);
      plain
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream answer = plain.getInputStream();
      // A TLS alert begins with 0x15; a refusal of plain HTTP in words is no page either.
      String said = new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
      return said.startsWith("HTTP/1.1 2") || said.startsWith("HTTP/1.1 3");
    } catch (SocketException | SocketTimeoutException closed) {
      return false;
    }
  }

  @Test
  @Order(1)
  @Verifies("URS-615")
  void nothingListensBeyondThisMachine() throws IOException {
    List<InetAddress> own =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    for (int port : ports.values()) {
      for (InetAddress address : own) {
        assertThrows(
            IOException.class,
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 1000);
              }
            },
            address + ":" + port);
      }
    }
  }

  @Test
  @Order(2)
  @Verifies({"URS-614", "URS-616"})
  void aPersonLogsInByTlsAndTheSessionsCookieIsProtected() throws Exception {
    Visitor operator = new Visitor(site.data("pki/ca.pem"));
    List<String> cookies =
        new ArrayList<>(operator.open("https://localhost:" + site.port("https") + "/").cookies());
    Page home = logIn(operator, "operator");
    cookies.addAll(home.cookies());

    assertEquals(200, home.status());
    assertEquals(site.port("https"), home.uri().getPort());
    assertTrue(home.body().contains("Marta Reuter"), home.body());
    String session =
        cookies.stream()
            .filter(cookie -> cookie.startsWith("JSESSIONID="))
            .findFirst()
            .orElseThrow();
    String flags = session.toLowerCase(Locale.ROOT);
    assertTrue(
        flags.contains("secure") && flags.contains("httponly") && flags.contains("samesite=lax"),
        session);
    assertTrue(home.headers().firstValue("Strict-Transport-Security").isPresent());
  }

  @Test
  @Order(2)
  @Verifies("URS-614")
  void serverAndRealmEndAnIdleSessionAfterAQuarterOfAnHour() throws IOException {
    assertTrue(
        Files.readString(site.data("wildfly/configuration/standalone.xml"))
            .contains("default-session-timeout=\"15\""));
    Path realm =
        Path.of(System.getProperty("veritwin.parts.keycloak"))
            .resolve("data/import/veritwin-realm.json");
    assertTrue(Files.readString(realm).contains("\"ssoSessionIdleTimeout\": 900"));
  }

  @Test
  @Order(2)
  @Verifies("URS-616")
  void everyAccountHasItsPersonNumberAndExactlyItsRole() throws Exception {
    Map<String, String> numbers =
        Map.of(
            "engineer", "10311",
            "qa", "10122",
            "qa2", "10127",
            "operator", "10482",
            "operator2", "10491",
            "inspector", "90004",
            "admin", "10007");
    for (Account account : Account.ALL) {
      Visitor person = new Visitor(site.data("pki/ca.pem"));
      URI callback =
          person
              .submit(
                  person.open(signing(account.user(), digest(), Map.of())),
                  Map.of("username", account.user(), "password", account.password()))
              .uri();
      String tokens = tokens(person, callback);
      String claims = payload("id_token", tokens);
      assertTrue(
          claims.contains("\"personNumber\":\"" + numbers.get(account.user()) + "\""), claims);
      assertTrue(claims.contains("\"name\":\"" + account.person() + "\""), claims);
      String role = account.user().replaceAll("[0-9]", "");
      Matcher roles =
          Pattern.compile("\"realm_access\":\\{\"roles\":\\[([^]]*)]")
              .matcher(payload("access_token", tokens));
      assertTrue(roles.find(), claims);
      List<String> ours =
          Stream.of("engineer", "qa", "operator", "inspector", "admin")
              .filter(name -> roles.group(1).contains("\"" + name + "\""))
              .toList();
      assertEquals(List.of(role), ours, account.user());
    }
  }

  /** The running site's database server, identity provider and plant serve a second site. */
  @Test
  @Order(2)
  @Verifies("URS-604")
  void databaseIdentityProviderAndPlantCanBeExternalOnes() throws Exception {
    String address = "https://localhost:" + site.port("https");
    Map<String, Integer> others = LaunchedSite.freePorts();
    String otherAddress = "https://localhost:" + others.get("https");
    letTheRealmKnow(List.of(address, otherAddress));
    String url = makeAnotherDatabase();
    Path data = folderWithTheClientCertificateThatThePlantTrusts();
    Path trust = Files.createDirectories(home.resolve("trust"));
    for (String file : List.of("ca.pem", "ca.crl")) {
      Files.copy(site.data("pki/" + file), trust.resolve(file));
    }
    LaunchedSite second =
        LaunchedSite.command(
            others,
            data,
            Map.ofEntries(
                Map.entry("veritwin.trust", trust.toString()),
                Map.entry("veritwin.postgres.url", url),
                Map.entry(
                    "veritwin.postgres.owner.password", site.secret("postgres.veritwin_owner")),
                Map.entry("veritwin.postgres.app.password", site.secret("postgres.veritwin_app")),
                Map.entry(
                    "veritwin.oidc.issuer",
                    "https://localhost:" + site.port("keycloak") + "/realms/veritwin"),
                Map.entry("veritwin.oidc.web.secret", site.secret("oidc.web")),
                Map.entry("veritwin.oidc.sign.secret", site.secret("oidc.sign")),
                Map.entry("veritwin.oidc.trail.secret", site.secret("oidc.trail")),
                Map.entry(
                    "veritwin.plant.endpoint",
                    "opc.tcp://localhost:" + site.port("plant") + "/veritwin"),
                Map.entry("veritwin.plant.user", "veritwin"),
                Map.entry("veritwin.plant.password", site.secret("plant.veritwin"))));
    try {
      second.readUntil("ready after");
      assertTrue(second.lastLine().contains(otherAddress), second.lastLine());
      assertEquals(
          List.of(),
          second.printed().stream()
              .filter(l -> l.matches(".* s +(database|identity|plant) .*"))
              .toList(),
          "no part of its own was started");

      Visitor operator = new Visitor(data.resolve("pki/trusted.pem"), site.data("pki/ca.pem"));
      Page home =
          operator.submit(
              operator.open(otherAddress + "/"),
              Map.of("username", "operator", "password", "operator-demo-2026"));
      assertTrue(home.body().contains("Marta Reuter"), home.body());
      awaitPlantLink(operator, otherAddress);
    } finally {
      second.interrupt();
    }
  }

  private static void letTheRealmKnow(List<String> addresses) throws Exception {
    Administration administration = new Administration(site);
    for (Map.Entry<String, String> client :
        Map.of("veritwin-web", "/*", "veritwin-sign", "/sign/callback").entrySet()) {
      String found = administration.get("clients?clientId=" + client.getKey());
      String id = found.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
      administration.send(
          "PUT",
          "clients/" + id,
          addresses.stream()
              .map(address -> "\"" + address + client.getValue() + "\"")
              .collect(Collectors.joining(",", "{\"redirectUris\":[", "]}")));
    }
  }

  /** An empty database as an administrator would make it for the two roles. */
  private static String makeAnotherDatabase() throws Exception {
    String server =
        "jdbc:postgresql://127.0.0.1:%d/%%s?sslmode=verify-full&sslrootcert=%s"
            .formatted(site.port("postgres"), site.data("pki/ca.pem"));
    String password = site.secret("postgres.superuser");
    try (var connection =
            DriverManager.getConnection(server.formatted("postgres"), "postgres", password);
        var statement = connection.createStatement()) {
      statement.execute("create database another owner veritwin_owner");
      statement.execute("grant connect on database another to veritwin_app, veritwin_reader");
    }
    try (var connection =
            DriverManager.getConnection(server.formatted("another"), "postgres", password);
        var statement = connection.createStatement()) {
      statement.execute("alter schema public owner to veritwin_owner");
      statement.execute("grant usage on schema public to veritwin_app, veritwin_reader");
    }
    return server.formatted("another");
  }

  /** The plant trusts clients that its own authority vouches for; the second site brings one. */
  private static Path folderWithTheClientCertificateThatThePlantTrusts() throws IOException {
    Path data = Files.createDirectories(home.resolve("second"));
    Files.copy(site.data("veritwin-data-folder"), data.resolve("veritwin-data-folder"));
    Files.writeString(data.resolve("secrets.properties"), "pki=" + site.secret("pki") + "\n");
    Files.copy(
        site.data("pki/opcua-client.p12"),
        Files.createDirectories(data.resolve("pki")).resolve("opcua-client.p12"));
    return data;
  }

  private static void awaitPlantLink(Visitor operator, String address) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String live = "";
    while (!live.contains("\"state\":\"GOOD\"")) {
      String last = live;
      assertTrue(System.nanoTime() < end, () -> "no values of the plant: " + last);
      live = operator.open(address + "/api/units/BR-204/live").body();
      Thread.sleep(500);
    }
  }

  @Test
  @Order(3)
  @Verifies({"URS-612", "URS-613"})
  void theSigningPageShowsTheRecordsCodeAndFillsInNothing() throws Exception {
    Visitor operator = new Visitor(site.data("pki/ca.pem"));
    logIn(operator, "operator");

    String page = operator.open(signing("operator", digest(), Map.of())).body();

    assertTrue(page.contains("<p class=\"record-code\" id=\"record-code\">ba78 16bf</p>"), page);
    assertTrue(page.contains("Marta Reuter"), page);
    Matcher inputs = Pattern.compile("<input[^>]*>").matcher(page);
    int count = 0;
    while (inputs.find()) {
      count++;
      assertFalse(inputs.group().contains("value="), inputs.group());
    }
    assertEquals(2, count, "user name and password");
  }

  @Test
  @Order(3)
  @Verifies("URS-613")
  void anOpenSessionAloneDoesNotSign() throws Exception {
    Visitor operator = new Visitor(site.data("pki/ca.pem"));
    logIn(operator, "operator");

    URI silent = operator.open(signing("operator", digest(), Map.of("prompt", "none"))).uri();
    assertTrue(silent.getQuery().contains("error=login_required"), silent.toString());

    Page withoutPrompt =
        operator.open(signing("operator", digest(), Map.of("prompt", "", "max_age", "3600")));
    assertTrue(withoutPrompt.body().contains("id=\"password\""), withoutPrompt.uri().toString());
  }

  @Test
  @Order(3)
  @Verifies("URS-613")
  void aWrongPasswordDoesNotSign() throws Exception {
    Visitor operator = new Visitor(site.data("pki/ca.pem"));
    Page page = operator.open(signing("operator", digest(), Map.of()));

    Page refused =
        operator.submit(page, Map.of("username", "operator", "password", "not this one"));

    assertEquals(site.port("keycloak"), refused.uri().getPort());
    assertTrue(refused.body().contains("<strong>Not signed.</strong>"), refused.body());
  }

  @Test
  @Order(3)
  @Verifies("URS-613")
  void anotherPersonInTheSameBrowserIsSentBackWithoutHavingSigned() throws Exception {
    Visitor operator = new Visitor(site.data("pki/ca.pem"));
    logIn(operator, "operator");

    URI callback =
        operator
            .submit(
                operator.open(signing("operator", digest(), Map.of())),
                Map.of("username", "qa", "password", "qa-demo-2026"))
            .uri();

    assertFalse(callback.toString().contains("code="), callback.toString());
  }

  // Issue 4: the login session dies in mid-ceremony.
  @Test
  @Order(3)
  @Verifies({"URS-148", "URS-153"})
  void aLoginThatEndsInMidSigningSignsNothingByItselfAndTheSignerIsToldTheWayOn() throws Exception {
    Visitor terminal = new Visitor(site.data("pki/ca.pem"));
    logIn(terminal, "engineer");
    String ceremony = begin(terminal, "DS-204 rev 1");
    String start = address("/sign/start?ceremony=" + ceremony);
    String outcome = address("/sign/signed.xhtml?ceremony=" + ceremony);
    Page window = terminal.open(start);
    terminal.open(address("/logout"));
    assertEquals(site.port("keycloak"), terminal.open(outcome).uri().getPort(), "no page without");

    // Logged out in another window: the signing page is over, with whatever is typed there.
    String over = terminal.submit(window, credentials("engineer")).body();
    assertTrue(over.contains("Nothing was done") && over.contains("Back to Veritwin"), over);
    assertEquals("OPEN", ceremonyState(ceremony));
    logIn(terminal, "engineer");
    String open = terminal.open(outcome).body();
    assertTrue(open.contains("Not signed yet.") && open.contains("Continue to sign"), open);

    // The server's session is lost, the proof is not: signed by the proof, read after the login.
    window = terminal.open(start);
    terminal.forget("JSESSIONID");
    String signed = prove(terminal, window, "engineer").body();
    assertTrue(signed.contains("Signed") && signed.contains("Jonas Weidl"), signed);
    assertEquals("SIGNED", ceremonyState(ceremony));
    assertEquals("engineer", signerOf(ceremony));
  }

  // Issue 4: the second signer at the first one's terminal, whose window is still open.
  @Test
  @Order(4)
  @Verifies({"URS-144", "URS-190"})
  void theSecondSignerAtTheFirstOnesTerminalSignsInASessionOfTheirOwnOnly() throws Exception {
    Visitor terminal = new Visitor(site.data("pki/ca.pem"));
    logIn(terminal, "engineer");
    String theFirstOnes = begin(terminal, "DS-101 rev 1");
    Page window = terminal.open(address("/sign/start?ceremony=" + theFirstOnes));
    Page typedThere = prove(terminal, window, "qa");
    assertTrue(typedThere.body().contains("SIG-15"), typedThere.body());

    String left = begin(terminal, "DS-101 rev 1");
    Page leftOpen = terminal.open(address("/sign/start?ceremony=" + left));
    terminal.open(address("/logout"));
    logIn(terminal, "qa");
    String own = begin(terminal, "DS-204 rev 1");
    Page after = prove(terminal, terminal.open(address("/sign/start?ceremony=" + own)), "qa");
    assertTrue(after.body().contains("Dr. Ines Albrecht"), after.body());
    assertEquals("qa", signerOf(own));

    // The window that the first one left open signs nothing in the second one's session.
    assertFalse(terminal.submit(leftOpen, credentials("qa")).uri().toString().contains("code="));
    assertFalse(
        terminal.submit(leftOpen, credentials("engineer")).uri().toString().contains("code="));
    assertEquals("OPEN", ceremonyState(left));
    assertEquals(
        "0",
        inDatabase(
            "veritwin",
            "select count(*) from electronic_signature where record_id = 'DS-101 rev 1'"));
  }

  private static String address(String path) {
    return "https://localhost:" + site.port("https") + path;
  }

  /** Begins to sign a design space, in the session of this terminal. */
  private static String begin(Visitor terminal, String designSpace) throws Exception {
    String answer =
        terminal
            .ask(
                address("/api/ceremonies"),
                "{\"act\":\"approve-design-space\",\"record\":\""
                    + designSpace
                    + "\",\"choices\":{}}")
            .body();
    Matcher ceremony = Pattern.compile("\"ceremony\":\"([^\"]+)\"").matcher(answer);
    assertTrue(ceremony.find(), answer);
    return ceremony.group(1);
  }

  private static Map<String, String> credentials(String account) {
    return Map.of("username", account, "password", account + "-demo-2026");
  }

  /** Types both components, and follows the answer into the application. */
  private static Page prove(Visitor terminal, Page proof, String account) throws Exception {
    Page answer = terminal.submit(proof, credentials(account));
    assertEquals("/sign/callback", answer.uri().getPath(), answer.body());
    return terminal.open(answer.uri().toString());
  }

  private static String ceremonyState(String ceremony) throws Exception {
    return inDatabase(
        "veritwin", "select state from signing_ceremony where id = '" + ceremony + "'");
  }

  private static String signerOf(String ceremony) throws Exception {
    return inDatabase(
        "veritwin",
        "select signer_username from electronic_signature where ceremony_id = '" + ceremony + "'");
  }

  @Test
  @Order(3)
  @Verifies("URS-612")
  void aRequestWithoutTheDigestOfARecordIsRefused() throws Exception {
    Page refused =
        new Visitor(site.data("pki/ca.pem")).open(signing("operator", "any-nonce", Map.of()));

    assertEquals(400, refused.status());
    assertTrue(refused.body().contains("names no record to sign"), refused.body());
  }

  @Test
  @Order(4)
  @Verifies("URS-614")
  void afterFiveFailedAttemptsEvenTheRightPasswordIsRefusedForAWhile() throws Exception {
    Visitor stranger = new Visitor(site.data("pki/ca.pem"));
    Page page = stranger.open("https://localhost:" + site.port("https") + "/");
    for (int attempt = 0; attempt < 5; attempt++) {
      page = stranger.submit(page, Map.of("username", "operator2", "password", "guess " + attempt));
    }

    Page refused =
        stranger.submit(page, Map.of("username", "operator2", "password", "operator2-demo-2026"));

    assertEquals(site.port("keycloak"), refused.uri().getPort());
    assertTrue(refused.body().contains("locked for some minutes"), refused.body());
  }

  @Test
  @Order(5)
  @Verifies("URS-118")
  void whatTheIdentityProviderLoggedStandsInTheTrail() throws Exception {
    awaitEntry("LOGGED_IN", "convert_from(canonical, 'UTF8') like '%\"origin\":\"127.0.0.1\"%'");
    awaitEntry("IDENTITY_LOGIN", "sentence like '%to be operator, for veritwin-web%'");
    awaitEntry("IDENTITY_LOGIN_FAILED", "refused and record_id = 'operator2'");
    awaitEntry("IDENTITY_LOCKED_OUT", "record_id = 'operator2'");
    assertEquals(
        "none",
        inDatabase(
            "veritwin",
            "select coalesce(string_agg(sentence, '; '), 'none') from audit_entry where event ="
                + " 'SITE_ALARM_RAISED'"));
    // An administrator's change, with the new state and without what must stay secret.
    Administration administration = new Administration(site);
    String inspector = administration.get("users?username=inspector&exact=true");
    String id = inspector.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    administration.send(
        "PUT",
        "users/" + id + "/reset-password",
        "{\"type\":\"password\",\"value\":\"another-secret-2026\",\"temporary\":false}");
    awaitEntry("IDENTITY_ADMINISTRATED", "record_id = 'users/" + id + "/reset-password'");
    assertEquals(
        "0",
        inDatabase(
            "veritwin",
            "select count(*) from audit_entry where position('another-secret-2026' in"
                + " convert_from(canonical, 'UTF8')) > 0"));
  }

  @Test
  @Order(5)
  @Verifies("URS-118")
  void theAccountThatReadsTheEventsCanDoNothingElse() throws Exception {
    Administration reader =
        new Administration(site, "veritwin", "veritwin-trail", site.secret("oidc.trail"));
    assertTrue(reader.get("events?max=1").startsWith("["));
    assertEquals(403, reader.status("GET", "users"));
    assertEquals(403, reader.status("DELETE", "events"));
    assertEquals(403, reader.status("PUT", "events/config"));
  }

  @Test
  @Order(6)
  @Verifies("URS-118")
  void aClearedLogOfTheIdentityProviderIsFoundAndSoIsOneThatIsSwitchedOff() throws Exception {
    Administration administration = new Administration(site);
    administration.send("DELETE", "events", "");
    awaitEntry("IDENTITY_EVENTS_MISSING", "true");
    String config = administration.get("events/config");
    administration.send(
        "PUT",
        "events/config",
        config.replace("\"eventsEnabled\":true", "\"eventsEnabled\":false"));
    awaitEntry("SITE_ALARM_RAISED", "record_id = 'IDP-03'");
    administration.send("PUT", "events/config", config);
    awaitEntry("SITE_ALARM_ENDED", "record_id = 'IDP-03'");
  }

  @Test
  @Order(5)
  @Verifies("URS-137")
  void theRealmsKeysAreNotInTheDatabaseAndNobodyCanImpersonate() throws Exception {
    assertEquals(
        "java-keystore 3 without key material",
        inDatabase(
            "keycloak",
            "select string_agg(distinct c.provider_id, ',') || ' ' || count(distinct c.id) ||"
                + " case when count(k.id) filter (where k.name in ('privateKey', 'secret')) = 0"
                + " then ' without key material' else ' with key material' end"
                + " from component c left join component_config k on k.component_id = c.id"
                + " join realm r on r.id = c.realm_id where r.name = 'veritwin' and"
                + " c.provider_type = 'org.keycloak.keys.KeyProvider'"));
    Administration administration = new Administration(site);
    String operator = administration.get("users?username=operator&exact=true");
    String id = operator.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    assertTrue(
        administration.status("POST", "users/" + id + "/impersonation") >= 400,
        "an administrator became the operator");
  }

  @Test
  @Order(5)
  @Verifies({"URS-115", "URS-117"})
  void theRunningApplicationKnowsItsSchemaAndItsComponents() throws Exception {
    awaitEntry("COMPONENTS_CHANGED", "convert_from(canonical, 'UTF8') like '%records-%.jar%'");
    awaitEntry(
        "COMPONENTS_CHANGED", "convert_from(canonical, 'UTF8') like '%\"origin\":\"server\"%'");
    awaitEntry("CONFIGURATION_CHANGED", "true");
    awaitEntry("CERTIFICATES_CHANGED", "true");
  }

  // The real site, running, with everything that a person would do to keep it safe.
  @Test
  @Order(6)
  @Verifies({"URS-160", "URS-162", "URS-163", "URS-138", "URS-139"})
  void aRunningSiteIsBackedUpDrilledAndGetsANewKeyAndAllOfItStandsInTheTrail() throws Exception {
    Path data = home.resolve("site");
    Path backup = home.resolve("backup");
    Path secret = home.resolve("passphrase");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "correct horse battery staple\n");
    String passphrase = "backup.passphrase.file=" + secret;
    String unlocked = LaunchedSite.administer(data, "command=backup", "backup=" + backup);
    assertTrue(unlocked.startsWith("1: ") && unlocked.contains("passphrase"), unlocked);
    String taken = LaunchedSite.administer(data, "command=backup", "backup=" + backup, passphrase);
    assertTrue(taken.startsWith("0: ") && taken.contains("while it was running"), taken);
    String drill = LaunchedSite.administer(data, "command=drill", "backup=" + backup, passphrase);
    System.out.println(drill);
    assertTrue(drill.startsWith("0: ") && drill.contains("The drill holds"), drill);
    assertTrue(drill.contains("The passphrase opened every part"), drill);
    String again = LaunchedSite.administer(data, "command=backup", "backup=" + backup, passphrase);
    assertTrue(again.startsWith("1: ") && again.contains("is not empty"), again);
    String unknown = LaunchedSite.administer(data, "command=explode");
    assertTrue(unknown.startsWith("1: Nothing was done."), unknown);
    String key = LaunchedSite.administer(data, "command=revoke-key", "key=platform-signing");
    assertTrue(key.startsWith("0: ") && key.contains("key compromise"), key);
    awaitEntry("OPERATION_REPORTED", "record_id like 'backup-%'");
    awaitEntry(
        "OPERATION_REPORTED", "record_id like 'drill-%' and sentence like 'The drill holds%'");
    awaitEntry("OPERATION_REPORTED", "record_id like 'key-%'");
    awaitEntry("CERTIFICATES_CHANGED", "sentence like '% change% of certificates'");
  }

  private static void awaitEntry(String event, String condition) throws Exception {
    String query =
        "select count(*) from audit_entry where event = '" + event + "' and " + condition;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (inDatabase("veritwin", query).equals("0")) {
      assertTrue(
          System.nanoTime() < end,
          () -> {
            try {
              return "no entry "
                  + event
                  + " where "
                  + condition
                  + "; events are "
                  + inDatabase(
                      "veritwin",
                      "select string_agg(event || ': ' || sentence, '; ') from"
                          + " (select * from audit_entry order by id desc limit 40) e");
            } catch (Exception e) {
              return e.toString();
            }
          });
      Thread.sleep(250);
    }
  }

  private static String inDatabase(String database, String query) throws Exception {
    String user = database.equals("veritwin") ? "veritwin_reader" : "keycloak";
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=verify-full&sslrootcert=%s"
                    .formatted(site.port("postgres"), database, site.data("pki/ca.pem")),
                user,
                site.secret("postgres." + user));
        var row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  @Order(7)
  @Verifies("URS-601")
  void aSecondCommandIsRefusedInOneSentenceAndHarmsNothing() throws Exception {
    LaunchedSite second =
        LaunchedSite.command(ports, home.resolve("refused")).readUntil("never printed");

    assertEquals(1, second.exitCode());
    assertEquals("Not started.", second.printed().get(0));
    assertTrue(
        second
            .printed()
            .contains(
                ("  Port %d, meant for the pages, is in use; end the program that uses it or choose"
                        + " another port with -Dveritwin.port.https=PORT.")
                    .formatted(site.port("https"))),
        second.printed().toString());
    assertTrue(Files.notExists(home.resolve("refused")));
    assertEquals(
        200,
        new Visitor(site.data("pki/ca.pem"))
            .open("https://localhost:" + site.port("https") + "/")
            .status());
  }

  @Test
  @Order(8)
  @Verifies("URS-602")
  void ctrlCEndsEveryPart() throws Exception {
    assertTrue(site.processes().size() >= 4, site.processes().toString());

    site.interrupt();

    assertEquals("Veritwin is stopped.", site.lastLine());
    assertEquals(List.of(), site.processes());
    for (int port : ports.values()) {
      assertTrue(isFree(port), "port " + port);
    }
  }

  @Test
  @Order(9)
  @Verifies({"URS-605", "URS-617"})
  void theNextStartFindsTheDataOfTheFirst() throws Exception {
    byte[] authority = Files.readAllBytes(site.data("pki/ca.pem"));

    site = LaunchedSite.command(ports, home.resolve("site")).readUntil("ready after");

    assertTrue(
        site.printed().stream().anyMatch(line -> line.matches(".* schema +up to date")),
        site.printed().toString());
    assertTrue(MessageDigest.isEqual(authority, Files.readAllBytes(site.data("pki/ca.pem"))));
    // The realm is the first start's: the lock of the account still holds.
    Visitor stranger = new Visitor(site.data("pki/ca.pem"));
    Page home = logIn(stranger, "operator");
    assertEquals(200, home.status());
    assertEquals(site.port("https"), home.uri().getPort());
  }

  @Test
  @Order(10)
  @Verifies("URS-602")
  void everyPartEndsWhenTheCommandIsKilled() throws Exception {
    assertTrue(site.processes().size() >= 4, site.processes().toString());

    site.kill();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!site.processes().isEmpty()) {
      assertTrue(System.nanoTime() < end, site.processes().toString());
      Thread.sleep(200);
    }
  }

  @Test
  @Order(11)
  @Verifies("URS-607")
  void everyKeyOfTheSiteOpensWithTheSitesPassword() throws Exception {
    for (String name : List.of("platform-signing", "tsa", "opcua-client", "plant-server")) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream file = Files.newInputStream(site.data("pki/" + name + ".p12"))) {
        store.load(file, site.secret("pki").toCharArray());
      }
      assertTrue(store.isKeyEntry(name), name);
      assertEquals(2, store.getCertificateChain(name).length, name);
      ((X509Certificate) store.getCertificate(name)).checkValidity();
    }
  }

  private static Page logIn(Visitor person, String user) throws Exception {
    return person.submit(
        person.open("https://localhost:" + site.port("https") + "/"), credentials(user));
  }

  /** What the application asks for one signature; {@code changed} replaces or, empty, removes. */
  private static String signing(String user, String nonce, Map<String, String> changed) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("client_id", "veritwin-sign");
    fields.put("response_type", "code");
    fields.put("scope", "openid profile");
    fields.put("redirect_uri", "https://localhost:" + site.port("https") + "/sign/callback");
    fields.put("state", "a-state");
    fields.put("nonce", nonce);
    fields.put("prompt", "login");
    fields.put("max_age", "0");
    fields.put("code_challenge", CHALLENGE);
    fields.put("code_challenge_method", "S256");
    fields.put("login_hint", user);
    fields.putAll(changed);
    fields.values().removeIf(String::isEmpty);
    return "https://localhost:%d/realms/veritwin/protocol/openid-connect/auth?%s"
        .formatted(site.port("keycloak"), Visitor.encoded(fields));
  }

  /** SHA-256 of "abc", which begins with ba7816bf. */
  private static String digest() throws Exception {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256").digest("abc".getBytes(StandardCharsets.UTF_8)));
  }

  /** Exchanges the code that a signature's answer carries, as the application would. */
  private static String tokens(Visitor person, URI callback) throws Exception {
    Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(callback.toString());
    assertTrue(code.find(), callback.toString());
    Page answer =
        person.post(
            "https://localhost:%d/realms/veritwin/protocol/openid-connect/token"
                .formatted(site.port("keycloak")),
            Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code.group(1),
                "redirect_uri",
                "https://localhost:" + site.port("https") + "/sign/callback",
                "client_id",
                "veritwin-sign",
                "client_secret",
                site.secret("oidc.sign"),
                "code_verifier",
                VERIFIER));
    assertEquals(200, answer.status(), answer.body());
    return answer.body();
  }

  /** The claims of one of the tokens. */
  private static String payload(String which, String tokens) {
    Matcher token = Pattern.compile("\"" + which + "\":\"([^\"]+)\"").matcher(tokens);
    assertTrue(token.find(), tokens);
    return new String(
        Base64.getUrlDecoder().decode(token.group(1).split("\\.")[1]), StandardCharsets.UTF_8);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }
}
