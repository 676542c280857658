package io.veritwin.records.platform;

import io.veritwin.ledger.checkpoint.LogKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A small authority of its own, as a demonstration site makes one at its first start. */
public final class TestPki {

  public static final String PASSWORD = "test-only";

  private final Path folder;
  private final KeyPair authorityKey;
  private final X509Certificate authority;
  private X509Certificate signing;

  private TestPki(Path folder, KeyPair key, X509Certificate authority) {
    this.folder = folder;
    this.authorityKey = key;
    this.authority = authority;
  }

  public static TestPki create(Path folder, String logOrigin) {
    try {
      Files.createDirectories(folder);
      KeyPair key = keyPair();
      TestPki pki =
          new TestPki(folder, key, certificate(key, key, "Veritwin test authority", "ca"));
      Files.writeString(folder.resolve("ca.pem"), pem(pki.authority));
      pki.newSigningKey();
      pki.store("tsa", "tsa");
      pki.revoke(null);
      Files.writeString(
          folder.resolve("log-key.pem"), LogKey.create(logOrigin, new SecureRandom()).toPem());
      return pki;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One that another process has made; it can be used and not changed. */
  public static TestPki existing(Path folder) {
    return new TestPki(folder, null, null);
  }

  public Path folder() {
    return folder;
  }

  /** Puts another signing key in the place of the present one. */
  public void newSigningKey() {
    try {
      signing = store("platform-signing", "signing");
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Revokes the signing certificate as of {@code from}; {@code null} revokes nothing. */
  public void revoke(Instant from) {
    try {
      X509v2CRLBuilder crl =
          new JcaX509v2CRLBuilder(authority, Date.from(Instant.now().minus(1, ChronoUnit.HOURS)));
      crl.setNextUpdate(Date.from(Instant.now().plus(365, ChronoUnit.DAYS)));
      if (from != null) {
        crl.addCRLEntry(signing.getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
      }
      Files.write(
          folder.resolve("ca.crl"),
          new JcaX509CRLConverter().getCRL(crl.build(signer(authorityKey))).getEncoded());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the key of an OPC UA application on this host, {@code name}.p12. */
  public void opcUaApplication(String name, String uri) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      store(name, generator.generateKeyPair(), uri);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate store(String name, String kind)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    return store(name, keyPair(), kind);
  }

  private X509Certificate store(String name, KeyPair key, String kind)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    X509Certificate certificate = certificate(key, authorityKey, "Veritwin test " + name, kind);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        name, key.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {certificate, authority});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD.toCharArray());
    try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
      bytes.writeTo(out);
    }
    return certificate;
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static org.bouncycastle.operator.ContentSigner signer(KeyPair key)
      throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate());
  }

  private static X509Certificate certificate(
      KeyPair key, KeyPair issuerKey, String name, String kind)
      throws GeneralSecurityException, CertIOException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=Veritwin test authority"),
            new BigInteger(96, new SecureRandom()),
            Date.from(now.minus(400, ChronoUnit.DAYS)),
            Date.from(now.plus(3650, ChronoUnit.DAYS)),
            new X500Name("CN=" + name),
            key.getPublic());
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(issuerKey.getPublic()));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(key.getPublic()));
    switch (kind) {
      case "ca" -> {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        builder.addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      }
      case "tsa" -> {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
            Extension.extendedKeyUsage,
            true,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
      }
      case "signing" ->
          builder.addExtension(
              Extension.keyUsage,
              true,
              new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
      default -> opcUa(builder, kind);
    }
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(issuerKey)));
  }

  /** OPC UA part 6, 6.2.2: an application is named by a URI and by its host. */
  private static void opcUa(JcaX509v3CertificateBuilder builder, String uri)
      throws CertIOException {
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            KeyUsage.digitalSignature
                | KeyUsage.nonRepudiation
                | KeyUsage.keyEncipherment
                | KeyUsage.dataEncipherment));
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.uniformResourceIdentifier, uri),
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
