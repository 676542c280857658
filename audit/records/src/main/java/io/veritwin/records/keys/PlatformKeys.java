package io.veritwin.records.keys;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The keys and certificates in the folder {@code veritwin.pki}: the signing key
 * (platform-signing.p12), the time-stamp authority's (tsa.p12), the log's (log-key.pem), the
 * authority's certificate (ca.pem) and its revocation list (ca.crl). Read at first use and kept;
 * the revocation list is read anew each time.
 */
@ApplicationScoped
public class PlatformKeys {

  @Inject Settings settings;

  private Identity signing;
  private Identity timeStamping;
  private LogKey log;

  /**
   * A private key with its certificate and chain.
   *
   * @param chain the certificate first, its authority last
   */
  record Identity(PrivateKey key, List<X509Certificate> chain) {

    X509Certificate certificate() {
      return chain.get(0);
    }
  }

  synchronized Identity signing() {
    if (signing == null) {
      signing = load("platform-signing");
    }
    return signing;
  }

  synchronized Identity timeStamping() {
    if (timeStamping == null) {
      timeStamping = load("tsa");
    }
    return timeStamping;
  }

  /** The key that signs the log's checkpoints. */
  public synchronized LogKey logKey() {
    if (log == null) {
      Path file = settings.pki().resolve("log-key.pem");
      try {
        log = LogKey.load(settings.logOrigin(), file);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return log;
  }

  /** The authorities whose certificates are trusted. */
  public List<X509Certificate> authorities() {
    return read(settings.pki().resolve("ca.pem"));
  }

  private static List<X509Certificate> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Trusts servers whose certificate those authorities vouch for, or where parts are not the site's
   * own the authorities in trusted.pem, and nobody else.
   */
  public SSLContext trust() {
    Path ofTheLinks = settings.pki().resolve("trusted.pem");
    List<X509Certificate> vouching = Files.exists(ofTheLinks) ? read(ofTheLinks) : authorities();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < vouching.size(); i++) {
        store.setCertificateEntry("authority-" + i, vouching.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the authorities of the links cannot be used", e);
    }
  }

  /** The same as a PEM file, for a bundle that is verified without this platform. */
  public byte[] authoritiesPem() {
    Path file = settings.pki().resolve("ca.pem");
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The revocation lists of those authorities; empty where there is none. */
  public List<X509CRL> revocations() {
    Path file = settings.pki().resolve("ca.crl");
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCRLs(in).stream()
          .map(X509CRL.class::cast)
          .toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    }
  }

  private Identity load(String name) {
    Path file = settings.pki().resolve(name + ".p12");
    char[] password = settings.pkiPassword();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      if (!(store.getKey(name, password) instanceof PrivateKey key)) {
        throw new IllegalStateException(file + " holds no private key named " + name);
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (Certificate certificate : store.getCertificateChain(name)) {
        chain.add((X509Certificate) certificate);
      }
      return new Identity(key, List.copyOf(chain));
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  private static IllegalStateException unreadable(Path file, Exception cause) {
    return new IllegalStateException("the key file " + file + " cannot be read", cause);
  }
}
