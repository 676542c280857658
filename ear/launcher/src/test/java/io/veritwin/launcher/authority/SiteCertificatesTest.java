package io.veritwin.launcher.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.CannotStart;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.tsp.TSPUtil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteCertificatesTest {

  private static final String PASSWORD = "between the parts";
  private static final Instant FIRST_START = Instant.parse("2026-11-20T09:00:00Z");

  @TempDir static Path folder;

  @BeforeAll
  static void firstStart() throws GeneralSecurityException, IOException {
    start(FIRST_START);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wildfly",
        "keycloak",
        "postgres",
        "plant-server",
        "opcua-client",
        "platform-signing",
        "tsa"
      })
  @Verifies("URS-607")
  void everyCertificateLeadsToTheAuthorityAndIsNotRevoked(String name) throws Exception {
    List<X509Certificate> chain = chain(name);
    X509Certificate authority = authority();
    assertEquals(authority, chain.get(1));

    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(crl()))));
    parameters.setRevocationEnabled(true);
    parameters.setDate(Date.from(FIRST_START));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(chain.subList(0, 1)),
            parameters);
  }

  @Test
  @Verifies("URS-607")
  void aServerCertificateNamesThisMachineAndServesOnlyTls() throws Exception {
    X509Certificate server = chain("wildfly").get(0);

    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), server.getExtendedKeyUsage());
    assertEquals(
        List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1")),
        List.copyOf(server.getSubjectAlternativeNames()));
    assertEquals(-1, server.getBasicConstraints());
  }

  @Test
  @Verifies("URS-607")
  void anOpcUaCertificateNamesItsApplicationAndFitsBasic256Sha256() throws Exception {
    for (String name : List.of("plant-server", "opcua-client")) {
      X509Certificate application = chain(name).get(0);
      String uri = name.equals("plant-server") ? "urn:veritwin:plant" : "urn:veritwin:client";

      assertTrue(
          application.getSubjectAlternativeNames().contains(List.of(6, uri)),
          application.getSubjectAlternativeNames().toString());
      assertTrue(((RSAPublicKey) application.getPublicKey()).getModulus().bitLength() >= 2048);
      assertEquals("SHA256withRSA", application.getSigAlgName());
      // Digital signature, non-repudiation, key and data encipherment; OPC 10000-6.
      assertEquals(
          List.of(true, true, true, true, false, false, false, false, false), usage(application));
      assertEquals(
          List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"), application.getExtendedKeyUsage());
    }
  }

  @Test
  @Verifies("URS-608")
  void theTimeStampAuthorityIsForTimeStampsAlone() throws Exception {
    X509Certificate tsa = chain("tsa").get(0);

    // Bouncy Castle's own reading of RFC 3161, 2.3: exactly one purpose, and critical.
    TSPUtil.validateCertificate(new JcaX509CertificateHolder(tsa));
    assertTrue(tsa.getCriticalExtensionOIDs().contains("2.5.29.37"));
    assertEquals(List.of("1.3.6.1.5.5.7.3.8"), tsa.getExtendedKeyUsage());
  }

  @Test
  @Verifies("URS-608")
  void thePlatformSignsWithNonRepudiation() throws Exception {
    X509Certificate platform = chain("platform-signing").get(0);

    assertEquals(
        List.of(true, true, false, false, false, false, false, false, false), usage(platform));
    assertNotEquals(platform.getPublicKey(), chain("tsa").get(0).getPublicKey());
  }

  @Test
  @Verifies("URS-608")
  void theRevocationListIsTheAuthoritysAndNamesNobody() throws Exception {
    X509CRL list = crl();
    list.verify(authority().getPublicKey());

    assertEquals(null, list.getRevokedCertificates());
    assertTrue(list.getNextUpdate().toInstant().isAfter(FIRST_START.plus(Duration.ofDays(365))));
  }

  @Test
  @Verifies("URS-606")
  void onlyTheOwnerCanReadAKey() throws IOException {
    List<String> everyoneMayRead = List.of("ca.pem", "ca.crl", "postgres.pem");
    try (Stream<Path> files = Files.list(folder.resolve("pki"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (!everyoneMayRead.contains(file.getFileName().toString())) {
          assertEquals(
              "rw-------",
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
              file.toString());
        }
      }
    }
  }

  @Test
  @Verifies("URS-607")
  void theLogKeyIsEd25519() throws Exception {
    String pem = Files.readString(folder.resolve("pki/log-key.pem"));
    byte[] der =
        Base64.getMimeDecoder()
            .decode(pem.replaceAll("-----[A-Z ]+-----", "").getBytes(StandardCharsets.US_ASCII));

    assertEquals(
        "EdDSA",
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new PKCS8EncodedKeySpec(der))
            .getAlgorithm());
  }

  @Test
  @Verifies("URS-607")
  void aLaterStartKeepsWhatIsGoodAndReplacesWhatEndsSoon(@TempDir Path other) throws Exception {
    start(other, FIRST_START);
    X509Certificate first = chain(other, "wildfly").get(0);
    byte[] logKey = Files.readAllBytes(other.resolve("pki/log-key.pem"));
    byte[] authority = Files.readAllBytes(other.resolve("pki/ca.pem"));

    start(other, FIRST_START.plus(Duration.ofDays(700)));
    assertEquals(first, chain(other, "wildfly").get(0));

    Instant nearTheEnd = FIRST_START.plus(Duration.ofDays(750));
    start(other, nearTheEnd);
    X509Certificate second = chain(other, "wildfly").get(0);
    assertFalse(second.getNotAfter().toInstant().isBefore(nearTheEnd.plus(Duration.ofDays(365))));
    second.verify(authority(other).getPublicKey());
    assertTrue(Arrays.equals(authority, Files.readAllBytes(other.resolve("pki/ca.pem"))));
    assertTrue(Arrays.equals(logKey, Files.readAllBytes(other.resolve("pki/log-key.pem"))));
  }

  // P11-04, and decision 0002: a revocation is for ever, whatever the next start makes anew.
  @Test
  @Verifies("URS-138")
  void aRotatedKeysCertificateStaysRevokedAndItsChainIsArchived(@TempDir Path other)
      throws Exception {
    start(other, FIRST_START);
    X509Certificate old = chain(other, "platform-signing").get(0);
    Instant later = FIRST_START.plus(Duration.ofDays(90));
    String said = rotate(other, "platform-signing", true, later);
    X509Certificate now = chain(other, "platform-signing").get(0);
    assertNotEquals(old.getPublicKey(), now.getPublicKey());
    now.verify(authority(other).getPublicKey());
    assertTrue(said.contains("key compromise"), said);
    start(other, later.plus(Duration.ofDays(30)));
    X509CRL list = crl(other);
    assertEquals(
        later, list.getRevokedCertificate(old.getSerialNumber()).getRevocationDate().toInstant());
    assertEquals(
        java.security.cert.CRLReason.KEY_COMPROMISE,
        list.getRevokedCertificate(old.getSerialNumber()).getRevocationReason());
    assertEquals(null, list.getRevokedCertificate(now.getSerialNumber()));
    Path archived =
        other.resolve(
            "pki/archive/platform-signing-" + old.getSerialNumber().toString(16) + ".pem");
    assertEquals(
        old,
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(archived))));
    assertTrue(
        assertThrows(CannotStart.class, () -> rotate(other, "wildfly", false, later))
            .getMessage()
            .contains("not wildfly"));
  }

  private static String rotate(Path site, String key, boolean compromised, Instant now)
      throws GeneralSecurityException, IOException {
    return SiteCertificates.rotate(
        site.resolve("authority/authority.p12"),
        "the authority's own",
        site.resolve("pki"),
        PASSWORD,
        key,
        compromised,
        Clock.fixed(now, ZoneOffset.UTC),
        new SecureRandom());
  }

  @Test
  @Verifies("URS-137")
  void theRealmsKeysLieWhereTheApplicationDoesNotReadAndStayAsTheyAre(@TempDir Path other)
      throws Exception {
    start(other, FIRST_START);
    for (int starts = 0; starts < 2; starts++) {
      RealmKeys.ensure(
          other.resolve("authority/authority.p12"),
          "the authority's own",
          other.resolve("realm-keys"),
          "the realm's own",
          Clock.fixed(FIRST_START, ZoneOffset.UTC),
          new SecureRandom());
    }
    Path file = other.resolve("realm-keys/veritwin/realm-keys.p12");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    KeyStore store = KeyFiles.load(file, "the realm's own".toCharArray());
    X509Certificate signing = (X509Certificate) store.getCertificate("realm-signing");
    assertEquals(2048, ((RSAPublicKey) signing.getPublicKey()).getModulus().bitLength());
    assertTrue(store.isKeyEntry("realm-sessions") && store.isKeyEntry("realm-encryption"));
  }

  private static void start(Instant now) throws GeneralSecurityException, IOException {
    start(folder, now);
  }

  private static void start(Path site, Instant now) throws GeneralSecurityException, IOException {
    SiteCertificates.ensure(
        Files.createDirectories(site.resolve("authority")).resolve("authority.p12"),
        "the authority's own",
        Files.createDirectories(site.resolve("pki")),
        PASSWORD,
        Clock.fixed(now, ZoneOffset.UTC),
        new SecureRandom());
  }

  private static List<X509Certificate> chain(String name) throws Exception {
    return chain(folder, name);
  }

  private static List<X509Certificate> chain(Path site, String name) throws Exception {
    KeyStore store = KeyFiles.load(site.resolve("pki/" + name + ".p12"), PASSWORD.toCharArray());
    return Arrays.stream(store.getCertificateChain(name)).map(X509Certificate.class::cast).toList();
  }

  private static X509Certificate authority() throws Exception {
    return authority(folder);
  }

  private static X509Certificate authority(Path site) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(site.resolve("pki/ca.pem"))));
  }

  private static X509CRL crl() throws Exception {
    return crl(folder);
  }

  private static X509CRL crl(Path site) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(Files.readAllBytes(site.resolve("pki/ca.crl"))));
  }

  private static List<Boolean> usage(X509Certificate certificate) {
    boolean[] bits = certificate.getKeyUsage();
    return Stream.iterate(0, i -> i + 1).limit(bits.length).map(i -> bits[i]).toList();
  }
}
