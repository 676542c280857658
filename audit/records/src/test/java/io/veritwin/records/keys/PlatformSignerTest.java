package io.veritwin.records.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.veritwin.records.keys.PlatformSigner.SignatureCheck;
import io.veritwin.records.platform.TestPki;
import io.veritwin.records.site.Settings;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform's signatures and time stamps, checked by themselves and by openssl. */
class PlatformSignerTest {

  private static final byte[] CONTENT = "a record".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final Map<String, String> properties = new HashMap<>();
  private TestPki pki;
  private PlatformKeys keys;
  private PlatformSigner signer;
  private TimeStamps stamps;

  @BeforeEach
  void aPlatform() {
    pki = TestPki.create(folder, "localhost:8443/log");
    properties.put("veritwin.pki", folder.toString());
    properties.put("veritwin.pki.password", TestPki.PASSWORD);
    restart();
  }

  private void restart() {
    keys = new PlatformKeys();
    keys.settings = new Settings(properties::get);
    stamps = new TimeStamps();
    stamps.keys = keys;
    stamps.settings = keys.settings;
    stamps.clock = Clock.systemUTC();
    signer = new PlatformSigner();
    signer.keys = keys;
    signer.timeStamps = stamps;
    signer.clock = Clock.systemUTC();
  }

  private static SignerInformation only(byte[] cms) throws Exception {
    return new CMSSignedData(cms).getSignerInfos().getSigners().iterator().next();
  }

  @Test
  @Verifies("URS-155")
  void aSignatureIsDetachedCadesInDerWithATimeStamp() throws Exception {
    byte[] cms = signer.sign(CONTENT);
    SignatureCheck check = signer.verify(cms, CONTENT);
    assertTrue(check.valid(), check.sentence());
    assertEquals("CN=Veritwin test platform-signing", check.signer());
    assertTrue(check.stampedAt().isAfter(Instant.now().minusSeconds(60)));
    assertArrayEquals(ASN1Primitive.fromByteArray(cms).getEncoded(ASN1Encoding.DER), cms);
    assertTrue(only(cms).getSignedAttributes().get(CMSAttributes.signingTime) != null);
    assertTrue(new CMSSignedData(cms).getSignedContent() == null, "detached");
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i + part.length <= all.length; i++) {
      if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("the part does not stand in the signature");
  }

  // PAdES keeps the signing time in the PDF's own dictionary.
  @Test
  @Verifies("URS-155")
  void aPdfsSignatureHasNoSigningTimeAndVerifiesPadded() throws Exception {
    byte[] cms = signer.signPdf(new ByteArrayInputStream(CONTENT));
    assertEquals(null, only(cms).getSignedAttributes().get(CMSAttributes.signingTime));
    SignatureCheck check = signer.verify(Arrays.copyOf(cms, cms.length + 500), CONTENT);
    assertTrue(check.valid(), check.sentence());
  }

  @Test
  @Verifies("URS-155")
  void alteredContentOrSignatureIsRefused() throws Exception {
    byte[] cms = signer.sign(CONTENT);
    assertEquals(
        "The signature is not over this content, or it was altered.",
        signer.verify(cms, "another".getBytes(StandardCharsets.UTF_8)).sentence());
    for (byte[] part :
        new byte[][] {
          only(cms).getSignature(),
          only(cms).getEncodedSignedAttributes(),
          keys.signing().certificate().getTBSCertificate(),
        }) {
      // The attributes stand in the CMS with another first byte than where they are signed.
      int place = indexOf(cms, Arrays.copyOfRange(part, 1, part.length)) + part.length / 2;
      byte[] altered = cms.clone();
      altered[place] ^= 1;
      assertFalse(signer.verify(altered, CONTENT).valid(), "byte " + place);
    }
    assertEquals(
        "The signature cannot be decoded.", signer.verify(new byte[] {1, 2}, CONTENT).sentence());
  }

  // CAdES: without this, another certificate of the same key could be put in the signer's place.
  @Test
  @Verifies("URS-155")
  void aSignatureThatDoesNotNameItsCertificateIsRefused() throws Exception {
    CMSSignedDataGenerator plain = new CMSSignedDataGenerator();
    plain.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(keys.signing().key()),
                keys.signing().certificate()));
    plain.addCertificates(new JcaCertStore(keys.signing().chain()));
    byte[] cms = plain.generate(new CMSProcessableByteArray(CONTENT), false).getEncoded();
    assertEquals(
        "The signature is not bound to its signer's certificate.",
        signer.verify(cms, CONTENT).sentence());
  }

  @Test
  @Verifies("URS-156")
  void aSignatureOutlivesARotationAndALaterRevocation() {
    byte[] cms = signer.sign(CONTENT);
    pki.revoke(Instant.now().plusSeconds(3600));
    assertTrue(signer.verify(cms, CONTENT).valid());
    pki.newSigningKey();
    restart();
    assertTrue(signer.verify(cms, CONTENT).valid());
    assertTrue(signer.verify(signer.sign(CONTENT), CONTENT).valid());
  }

  // The list is made anew at each start, so it is younger than what it must vouch for.
  @Test
  @Verifies("URS-156")
  void aSignatureOlderThanTheNewestRevocationListStillVerifies() {
    Clock threeDaysAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-3));
    stamps.clock = threeDaysAgo;
    signer.clock = threeDaysAgo;
    byte[] cms = signer.sign(CONTENT);
    byte[] stamp = stamps.stamp(CONTENT);
    restart();
    SignatureCheck check = signer.verify(cms, CONTENT);
    assertTrue(check.valid(), check.sentence());
    assertTrue(stamps.verify(stamp, CONTENT).isAccepted());
    // Superseded a day ago, that is after the signature: it stands.
    pki.revoke(Instant.now().minus(Duration.ofDays(1)));
    assertTrue(signer.verify(cms, CONTENT).valid());
    // Revoked as of a time before it: it does not.
    pki.revoke(Instant.now().minus(Duration.ofDays(4)));
    assertFalse(signer.verify(cms, CONTENT).valid());
  }

  @Test
  @Verifies("URS-156")
  void aSignatureByARevokedKeyIsRefused() {
    pki.revoke(Instant.now().minusSeconds(3600));
    SignatureCheck check = signer.verify(signer.sign(CONTENT), CONTENT);
    assertFalse(check.valid());
    assertTrue(check.sentence().startsWith("The signer's certificate is not trusted"));
  }

  @Test
  @Verifies("URS-155")
  void aSignatureByAnotherAuthorityIsRefused() {
    byte[] cms = signer.sign(CONTENT);
    pki = TestPki.create(folder, "localhost:8443/log");
    restart();
    assertFalse(signer.verify(cms, CONTENT).valid());
  }

  @Test
  @Verifies("URS-157")
  void aStampFixesTheTimeOfItsContentOnly() {
    byte[] stamp = stamps.stamp(CONTENT);
    assertTrue(stamps.verify(stamp, CONTENT).isAccepted());
    assertEquals(
        "The time stamp is not for this checkpoint.",
        stamps.verify(stamp, new byte[] {1}).refusal().orElseThrow());
  }

  @Test
  @Verifies("URS-157")
  void aGxpSiteAsksItsExternalAuthorityAndHasNoOther() throws Exception {
    properties.put("veritwin.site.kind", "gxp");
    assertThrows(IllegalStateException.class, () -> stamps.stamp(CONTENT));
    TimeStamps authority = stamps(Map.of());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = authority.answer(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      properties.put("veritwin.tsa.url", "http://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertTrue(stamps.verify(stamps.stamp(CONTENT), CONTENT).isAccepted());
    } finally {
      server.stop(0);
    }
    assertThrows(IllegalStateException.class, () -> stamps.stamp(CONTENT));
  }

  private TimeStamps stamps(Map<String, String> more) {
    Map<String, String> own = new HashMap<>(properties);
    own.put("veritwin.site.kind", "demonstration");
    own.putAll(more);
    TimeStamps demonstration = new TimeStamps();
    demonstration.settings = new Settings(own::get);
    demonstration.keys = keys;
    demonstration.clock = Clock.systemUTC();
    return demonstration;
  }

  /** Other people's tools accept what the platform signs. */
  @Test
  @Verifies({"URS-155", "URS-157"})
  void opensslVerifiesSignatureAndStamp() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no openssl here");
    Path content = Files.write(folder.resolve("record.json"), CONTENT);
    Path cms = Files.write(folder.resolve("record.p7s"), signer.sign(CONTENT));
    Path stamp = Files.write(folder.resolve("record.tsr"), stamps.stamp(CONTENT));
    String ca = folder.resolve("ca.pem").toString();
    run(
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        cms.toString(),
        "-content",
        content.toString(),
        "-CAfile",
        ca,
        "-purpose",
        "any",
        "-out",
        "/dev/null");
    run(
        "openssl",
        "ts",
        "-verify",
        "-in",
        stamp.toString(),
        "-data",
        content.toString(),
        "-CAfile",
        ca);
    Files.write(content, "altered".getBytes(StandardCharsets.UTF_8));
    assertThrows(
        AssertionError.class,
        () ->
            run(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                cms.toString(),
                "-content",
                content.toString(),
                "-CAfile",
                ca,
                "-purpose",
                "any",
                "-out",
                "/dev/null"));
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
  }
}
