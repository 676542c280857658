package io.veritwin.systemtest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plant seen with node-opcua, another vendor's OPC UA client, so that the product is not its
 * own witness. Installed once into the build folder by the machine's npm.
 */
final class IndependentClient {

  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();
  private static final Path SOURCES = Path.of("src", "test", "node").toAbsolutePath();

  private final List<String> connection;

  private IndependentClient(List<String> connection) {
    this.connection = connection;
  }

  /** Connects as the engineering station, with the certificate the plant trusts. */
  static IndependentClient of(RunningSite site) {
    try {
      install();
      Path pki = site.data().resolve("pki");
      Properties secrets = read(site.data().resolve("secrets.properties"));
      String password = secrets.getProperty("pki");
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(
          new ByteArrayInputStream(Files.readAllBytes(pki.resolve("opcua-client.p12"))),
          password.toCharArray());
      Path certificate =
          pem("certificate", "CERTIFICATE", keys.getCertificate("opcua-client").getEncoded());
      Path key =
          pem(
              "key",
              "PRIVATE KEY",
              keys.getKey("opcua-client", password.toCharArray()).getEncoded());
      Properties users = read(site.data().resolve("plant").resolve("users.properties"));
      return new IndependentClient(
          List.of(
              "node",
              "opcua.js",
              "opc.tcp://localhost:" + site.plant() + "/veritwin",
              certificate.toString(),
              key.toString(),
              pki.toString(),
              "engineer-station",
              users.getProperty("engineer-station")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void install() throws IOException {
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "opcua.js")) {
      Files.copy(
          SOURCES.resolve(file),
          FOLDER.resolve(file),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
      Command npm =
          Command.run(
              FOLDER,
              List.of(
                  "npm",
                  "install",
                  "--ignore-scripts",
                  "--no-audit",
                  "--no-fund",
                  "--no-package-lock"));
      if (npm.exitStatus() != 0) {
        throw new IllegalStateException("node-opcua could not be installed: " + npm.output());
      }
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return properties;
  }

  private static Path pem(String name, String kind, byte[] der) throws IOException {
    Path file = FOLDER.resolve(name + ".pem");
    Files.writeString(
        file,
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(
                kind,
                Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                    .encodeToString(der),
                kind));
    return file;
  }

  /** Reads a node's numeric value. */
  double read(String node) {
    String said = run(List.of("read", node));
    Matcher value = Pattern.compile("\"value\":(-?[0-9.eE+-]+)").matcher(said);
    if (!value.find()) {
      throw new IllegalStateException(node + " has no number: " + said);
    }
    return Double.parseDouble(value.group(1));
  }

  /** Writes a node and returns the status the server gave. */
  String write(String node, String type, String value) {
    return run(List.of("write", node, type, value));
  }

  private String run(List<String> act) {
    List<String> words = new ArrayList<>(connection);
    words.addAll(act);
    Command done = Command.run(FOLDER, words);
    if (done.exitStatus() != 0) {
      throw new IllegalStateException("the independent client failed: " + done.output());
    }
    return done.output().lines().reduce((first, last) -> last).orElseThrow();
  }
}
