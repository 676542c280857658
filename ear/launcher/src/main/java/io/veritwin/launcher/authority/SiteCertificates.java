package io.veritwin.launcher.authority;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.Secrets;
import io.veritwin.launcher.authority.Certificate.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates and keys of a demonstration site, in one folder (URS-607, URS-608): {@code
 * ca.pem}, {@code ca.crl}, {@code truststore.p12}, a PKCS#12 file per key, PEM files for
 * PostgreSQL, and {@code log-key.pem}, the Ed25519 key of the audit log.
 *
 * <p>Made at first start. At a later start a certificate that ends within {@value #RENEW_DAYS} days
 * is replaced; the authority and the log's key never are.
 */
public final class SiteCertificates {

  /** The application URI of Veritwin's own OPC UA client. */
  public static final String CLIENT_URI = "urn:veritwin:client";

  /** The application URI of the simulated plant. */
  public static final String PLANT_URI = "urn:veritwin:plant";

  private static final int RENEW_DAYS = 60;
  private static final String LOG_KEY = "log-key.pem";

  static final List<Certificate> NEEDED =
      List.of(
          Certificate.server("wildfly"),
          Certificate.server("keycloak"),
          Certificate.server("postgres"),
          Certificate.opcUa("plant-server", "Veritwin plant simulator", PLANT_URI),
          Certificate.opcUa("opcua-client", "Veritwin plant gateway", CLIENT_URI),
          new Certificate(
              "platform-signing", "Veritwin platform", Purpose.PLATFORM_SIGNING, Optional.empty()),
          new Certificate(
              "tsa", "Veritwin time-stamp authority", Purpose.TIME_STAMPING, Optional.empty()));

  private final Path folder;
  private final char[] password;
  private final X509Certificate authority;

  private SiteCertificates(Path folder, char[] password, X509Certificate authority) {
    this.folder = folder;
    this.password = password;
    this.authority = authority;
  }

  /** The certificates in a site's data folder; makes what is missing or near its end. */
  public static SiteCertificates of(DataFolder data, Secrets secrets)
      throws GeneralSecurityException, IOException {
    return ensure(
        data.folder("authority").resolve("authority.p12"),
        secrets.of("authority"),
        data.folder("pki"),
        secrets.of("pki"),
        Clock.systemUTC(),
        new SecureRandom());
  }

  /**
   * Makes what is missing or near its end.
   *
   * @param authorityFile where the authority's own key is kept, outside {@code folder}
   * @param authorityPassword opens that file
   * @param folder what the parts read
   * @param password opens every PKCS#12 file of the folder
   */
  static SiteCertificates ensure(
      Path authorityFile,
      String authorityPassword,
      Path folder,
      String password,
      Clock clock,
      SecureRandom random)
      throws GeneralSecurityException, IOException {
    char[] secret = password.toCharArray();
    Authority authority =
        Authority.open(authorityFile, authorityPassword.toCharArray(), clock, random);
    Files.write(
        folder.resolve("ca.pem"),
        KeyFiles.pem("CERTIFICATE", authority.certificate().getEncoded()));
    Files.write(
        folder.resolve("ca.crl"),
        authority.revocationList(Revocations.open(revocationsBeside(authorityFile))));
    KeyFiles.storeTrust(folder.resolve("truststore.p12"), List.of(authority.certificate()), secret);
    Files.deleteIfExists(folder.resolve("trusted.pem"));
    Files.deleteIfExists(folder.resolve("trusted.crl"));
    Date soon = Date.from(clock.instant().plus(Duration.ofDays(RENEW_DAYS)));
    for (Certificate needed : NEEDED) {
      Path file = folder.resolve(needed.file() + ".p12");
      if (!Files.exists(file) || ends(file, needed.file(), secret).before(soon)) {
        Authority.Issued issued = authority.issue(needed);
        archive(folder, needed.file(), secret);
        KeyFiles.storeKey(file, needed.file(), issued.key(), issued.chain(), secret);
        if (needed.file().equals("postgres")) {
          writePem(folder, issued);
        }
      }
    }
    if (!Files.exists(folder.resolve(LOG_KEY))) {
      newLogKey(folder, random);
    }
    return new SiteCertificates(folder, secret, authority.certificate());
  }

  /** Makes a key for a new log, in the place of one that there may have been. */
  public static void newLogKey(Path folder, SecureRandom random) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, random);
      KeyFiles.writePrivate(
          folder.resolve(LOG_KEY),
          KeyFiles.pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java always offers Ed25519", e);
    }
  }

  /**
   * Trusts these authorities too, on the links only: what the site itself signs is vouched for by
   * its own authority alone. Written beside {@code ca.pem} as {@code trusted.pem} and {@code
   * trusted.crl}, each with the site's own in it.
   */
  public void trustAlso(ExternalAuthorities others) throws GeneralSecurityException, IOException {
    List<X509Certificate> all = new ArrayList<>(List.of(authority));
    all.addAll(others.certificates());
    KeyFiles.storeTrust(file("truststore.p12"), all, password);
    ByteArrayOutputStream certificates = new ByteArrayOutputStream();
    for (X509Certificate certificate : all) {
      certificates.write(KeyFiles.pem("CERTIFICATE", certificate.getEncoded()));
    }
    Files.write(file("trusted.pem"), certificates.toByteArray());
    ByteArrayOutputStream lists = new ByteArrayOutputStream();
    lists.write(Files.readAllBytes(file("ca.crl")));
    for (X509CRL list : others.revocations()) {
      lists.write(KeyFiles.pem("X509 CRL", list.getEncoded()));
    }
    Files.write(file("trusted.crl"), lists.toByteArray());
  }

  /**
   * Puts a new key and certificate in the place of one of the site's (URS-138). The old chain stays
   * in the folder {@code archive}; what it signed before still verifies.
   *
   * @param name of the key, for example "platform-signing"
   * @param compromised true to revoke the old certificate because somebody else may have its key;
   *     false when it is only replaced
   * @return one sentence about what was done
   * @throws CannotStart when there is no such key
   */
  public static String rotate(
      Path authorityFile,
      String authorityPassword,
      Path folder,
      String password,
      String name,
      boolean compromised,
      Clock clock,
      SecureRandom random)
      throws GeneralSecurityException, IOException {
    Certificate wanted =
        NEEDED.stream()
            .filter(needed -> needed.file().equals(name) && needed.purpose() != Purpose.SERVER)
            .findFirst()
            .orElseThrow(
                () ->
                    new CannotStart(
                        "Nothing was changed. A key is platform-signing, tsa, opcua-client or"
                            + " plant-server, not "
                            + name
                            + "."));
    char[] secret = password.toCharArray();
    Authority authority =
        Authority.open(authorityFile, authorityPassword.toCharArray(), clock, random);
    Path file = folder.resolve(name + ".p12");
    X509Certificate old = (X509Certificate) KeyFiles.load(file, secret).getCertificate(name);
    Authority.Issued issued = authority.issue(wanted);
    archive(folder, name, secret);
    KeyFiles.storeKey(file, name, issued.key(), issued.chain(), secret);
    Revocations revocations = Revocations.open(revocationsBeside(authorityFile));
    revocations.add(old.getSerialNumber(), clock.instant(), compromised);
    Files.write(folder.resolve("ca.crl"), authority.revocationList(revocations));
    return "%s has a new certificate, serial %s; the old one, serial %s, is revoked as of now (%s) and kept in %s."
        .formatted(
            name,
            issued.chain().get(0).getSerialNumber().toString(16),
            old.getSerialNumber().toString(16),
            compromised ? "key compromise" : "superseded",
            folder.resolve("archive"));
  }

  private static Path revocationsBeside(Path authorityFile) {
    return authorityFile.resolveSibling("revoked.properties");
  }

  /** Keeps the chain of a key that is about to be replaced; its private key is not kept. */
  private static void archive(Path folder, String name, char[] password)
      throws GeneralSecurityException, IOException {
    Path file = folder.resolve(name + ".p12");
    if (Files.exists(file)) {
      ByteArrayOutputStream chain = new ByteArrayOutputStream();
      X509Certificate own = null;
      for (java.security.cert.Certificate certificate :
          KeyFiles.load(file, password).getCertificateChain(name)) {
        own = own == null ? (X509Certificate) certificate : own;
        chain.write(KeyFiles.pem("CERTIFICATE", certificate.getEncoded()));
      }
      Files.write(
          Files.createDirectories(folder.resolve("archive"))
              .resolve(name + "-" + own.getSerialNumber().toString(16) + ".pem"),
          chain.toByteArray());
    }
  }

  public Path folder() {
    return folder;
  }

  /** A file of the folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Opens every PKCS#12 file of the folder. */
  public String password() {
    return new String(password);
  }

  /** Trusts the site's authority and nobody else. */
  public SSLContext trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static Date ends(Path file, String alias, char[] password)
      throws GeneralSecurityException, IOException {
    return ((X509Certificate) KeyFiles.load(file, password).getCertificate(alias)).getNotAfter();
  }

  private static void writePem(Path folder, Authority.Issued issued)
      throws GeneralSecurityException, IOException {
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    for (X509Certificate certificate : issued.chain()) {
      chain.write(KeyFiles.pem("CERTIFICATE", certificate.getEncoded()));
    }
    Files.write(folder.resolve("postgres.pem"), chain.toByteArray());
    KeyFiles.writePrivate(
        folder.resolve("postgres-key.pem"), KeyFiles.pem("PRIVATE KEY", issued.key().getEncoded()));
  }
}
