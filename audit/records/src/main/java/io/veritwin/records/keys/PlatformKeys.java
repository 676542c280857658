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
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The keys and certificates in the folder {@code veritwin.pki}: the signing key
 * (platform-signing.p12), the time-stamp authority's (tsa.p12), the log's (log-key.pem), the
 * authority's certificate (ca.pem) and its revocation list (ca.crl). A key is read again when its
 * file was replaced, so a rotation needs no restart; the revocation list is read anew each time.
 *
 * <p>With {@code veritwin.signing.pkcs11} the signing key stays in a device and only signs there.
 */
@ApplicationScoped
public class PlatformKeys {

  @Inject Settings settings;

  private final Map<String, Loaded> loaded = new HashMap<>();
  private Identity inDevice;
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

    /** Signs with the key: in its device where it never leaves it. */
    ContentSigner signer() throws OperatorCreationException {
      JcaContentSignerBuilder signer =
          new JcaContentSignerBuilder(
              key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
      // With a key at hand Bouncy Castle needs a fifth of the time of the platform's own provider.
      return (key.getEncoded() == null ? signer : signer.setProvider(SOFTWARE)).build(key);
    }
  }

  private static final Provider SOFTWARE = new BouncyCastleProvider();

  /** A key as its file held it when it was last replaced. */
  private record Loaded(FileTime replaced, Identity identity) {}

  synchronized Identity signing() {
    if (settings.signingDevice().isPresent()) {
      if (inDevice == null) {
        inDevice = inDevice(settings.signingDevice().get());
      }
      return inDevice;
    }
    return fromFile("platform-signing");
  }

  synchronized Identity timeStamping() {
    return fromFile("tsa");
  }

  private Identity fromFile(String name) {
    Path file = settings.pki().resolve(name + ".p12");
    try {
      FileTime replaced = Files.getLastModifiedTime(file);
      Loaded known = loaded.get(name);
      if (known == null || !known.replaced().equals(replaced)) {
        known = new Loaded(replaced, load(name));
        loaded.put(name, known);
      }
      return known.identity();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The key in a PKCS#11 device: a handle, never the key itself. */
  private static Identity inDevice(Settings.SigningDevice device) {
    Provider provider =
        Security.getProvider("SunPKCS11").configure(device.configuration().toString());
    try {
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, device.pin());
      // The signature is computed by whatever provider takes the handle.
      Security.addProvider(provider);
      return identity(store, device.alias(), device.pin(), device.configuration());
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(device.configuration(), e);
    }
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
      return identity(store, name, password, file);
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file, e);
    } finally {
      Arrays.fill(password, ' ');
    }
  }

  private static Identity identity(KeyStore store, String name, char[] password, Path from)
      throws GeneralSecurityException {
    if (!(store.getKey(name, password) instanceof PrivateKey key)) {
      throw new IllegalStateException(from + " holds no private key named " + name);
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : store.getCertificateChain(name)) {
      chain.add((X509Certificate) certificate);
    }
    return new Identity(key, List.copyOf(chain));
  }

  private static IllegalStateException unreadable(Path file, Exception cause) {
    return new IllegalStateException("the key file " + file + " cannot be read", cause);
  }
}
