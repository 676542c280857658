package io.veritwin.records.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.platform.TestPki;
import io.veritwin.records.site.Settings;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform's key in a PKCS#11 device: SoftHSM, a program by others that acts as one. */
class SigningDeviceTest {

  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
  private static final byte[] CONTENT = "a record".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  @Verifies("URS-135")
  void aKeyInADeviceSignsAndCannotBeReadFromIt() throws Exception {
    String configured = System.getenv("SOFTHSM2_CONF");
    Assumptions.assumeTrue(Files.exists(LIBRARY) && configured != null, "no SoftHSM here");
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    Files.createDirectories(Path.of(configured).getParent());
    Files.writeString(
        Path.of(configured), "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        "site",
        "--pin",
        "4711",
        "--so-pin",
        "0815");
    Path device = folder.resolve("device.cfg");
    Files.writeString(device, "name = Site\nlibrary = " + LIBRARY + "\nslotListIndex = 0\n");
    TestPki pki = TestPki.create(folder.resolve("pki"), "localhost:8443/log");
    moveIntoDevice(pki.folder().resolve("platform-signing.p12"), device);

    Map<String, String> properties = new HashMap<>();
    properties.put("veritwin.pki", pki.folder().toString());
    properties.put("veritwin.pki.password", TestPki.PASSWORD);
    properties.put("veritwin.signing.pkcs11", device.toString());
    properties.put("veritwin.signing.pkcs11.pin", "4711");
    PlatformSigner signer = signer(properties);
    assertNull(signer.keys.signing().key().getEncoded(), "the key left the device");
    byte[] cms = signer.sign(CONTENT);
    assertTrue(signer.verify(cms, CONTENT).valid(), signer.verify(cms, CONTENT).sentence());
    Path content = Files.write(folder.resolve("record"), CONTENT);
    Path signature = Files.write(folder.resolve("record.p7s"), cms);
    run(
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        signature.toString(),
        "-content",
        content.toString(),
        "-CAfile",
        pki.folder().resolve("ca.pem").toString(),
        "-purpose",
        "any",
        "-out",
        "/dev/null");

    properties.put("veritwin.signing.pkcs11.alias", "another");
    IllegalStateException missing =
        assertThrows(IllegalStateException.class, () -> signer(properties).sign(CONTENT));
    assertTrue(missing.getMessage().contains("no private key named another"), missing.toString());
    properties.remove("veritwin.signing.pkcs11.pin");
    assertEquals(
        "the system property veritwin.signing.pkcs11.pin is not set",
        assertThrows(IllegalStateException.class, () -> signer(properties).sign(CONTENT))
            .getMessage());
  }

  /** As whoever sets the site up: the file is gone afterwards. */
  private static void moveIntoDevice(Path file, Path device) throws Exception {
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      made.load(in, TestPki.PASSWORD.toCharArray());
    }
    KeyStore token =
        KeyStore.getInstance(
            "PKCS11", Security.getProvider("SunPKCS11").configure(device.toString()));
    token.load(null, "4711".toCharArray());
    token.setKeyEntry(
        "platform-signing",
        made.getKey("platform-signing", TestPki.PASSWORD.toCharArray()),
        null,
        made.getCertificateChain("platform-signing"));
    Files.delete(file);
  }

  private static PlatformSigner signer(Map<String, String> properties) {
    PlatformSigner signer = new PlatformSigner();
    signer.keys = new PlatformKeys();
    signer.keys.settings = new Settings(properties::get);
    signer.timeStamps = new TimeStamps();
    signer.timeStamps.keys = signer.keys;
    signer.timeStamps.settings = signer.keys.settings;
    signer.timeStamps.clock = Clock.systemUTC();
    signer.clock = Clock.systemUTC();
    return signer;
  }

  // A rotation takes effect while the site runs, and what was signed before still verifies.
  @Test
  @Verifies("URS-138")
  void aReplacedKeyFileIsTakenWithoutARestart() {
    TestPki pki = TestPki.create(folder.resolve("pki"), "localhost:8443/log");
    PlatformSigner signer =
        signer(
            Map.of(
                "veritwin.pki",
                pki.folder().toString(),
                "veritwin.pki.password",
                TestPki.PASSWORD));
    var before = signer.keys.signing().certificate();
    byte[] cms = signer.sign(CONTENT);
    pki.newSigningKey();
    assertTrue(!before.equals(signer.keys.signing().certificate()));
    assertTrue(signer.verify(cms, CONTENT).valid());
    assertTrue(signer.verify(signer.sign(CONTENT), CONTENT).valid());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
  }
}
