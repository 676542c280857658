package io.veritwin.simulator.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for tests: writes the files a site's PKI folder has (ca.pem, ca.crl,
 * plant-server.p12, opcua-client.p12).
 */
public final class TestAuthority {

  /** Opens every PKCS#12 file it writes. */
  public static final String PASSWORD = "test-pki-password";

  private final KeyPair key = newKey();
  private final X500Name name;
  private final X509Certificate certificate;
  private long serial = 1;

  /** A new authority with a name of its own. */
  public TestAuthority(String commonName) {
    try {
      name = new X500Name("CN=" + commonName + ", O=Veritwin test");
      JcaX509v3CertificateBuilder builder = builder(name, key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature));
      certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (IOException | GeneralSecurityException | OperatorCreationException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Writes a site's whole PKI folder. */
  public static TestAuthority writeSite(Path folder) {
    TestAuthority authority = new TestAuthority("Test site authority");
    authority.writeAuthority(folder);
    authority.writeEntity(folder, "plant-server", "urn:veritwin:test:plant-server");
    authority.writeEntity(folder, "opcua-client", "urn:veritwin:test:opcua-client");
    return authority;
  }

  /** Writes ca.pem and ca.crl, which revokes {@code revoked}. */
  public void writeAuthority(Path folder, X509Certificate... revoked) {
    writeAuthority(folder, Instant.now().plus(Duration.ofDays(2)), revoked);
  }

  /** Writes ca.pem and a ca.crl that is out of date from {@code nextUpdate} on. */
  public void writeAuthority(Path folder, Instant nextUpdate, X509Certificate... revoked) {
    try {
      write(folder.resolve("ca.pem"), certificate);
      Date now = Date.from(Instant.now().minusSeconds(60));
      JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(certificate, now);
      list.setNextUpdate(Date.from(nextUpdate));
      for (X509Certificate one : revoked) {
        list.addCRLEntry(one.getSerialNumber(), now, CRLReason.keyCompromise);
      }
      write(folder.resolve("ca.crl"), new JcaX509CRLConverter().getCRL(list.build(signer())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void write(Path file, Object pem) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter out = new JcaPEMWriter(text)) {
      out.writeObject(pem);
    }
    Files.writeString(file, text.toString());
  }

  /** Writes {@code alias}.p12 with a certificate of this authority for {@code uri}. */
  public X509Certificate writeEntity(Path folder, String alias, String uri) {
    try {
      KeyPair entity = newKey();
      JcaX509v3CertificateBuilder builder =
          builder(new X500Name("CN=" + alias + ", O=Veritwin test"), entity);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
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
      X509Certificate issued =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          alias,
          entity.getPrivate(),
          PASSWORD.toCharArray(),
          new X509Certificate[] {issued, certificate});
      try (OutputStream out = Files.newOutputStream(folder.resolve(alias + ".p12"))) {
        store.store(out, PASSWORD.toCharArray());
      }
      return issued;
    } catch (IOException | GeneralSecurityException | OperatorCreationException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKey)
      throws IOException, GeneralSecurityException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial++),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(Duration.ofDays(2))),
            subject,
            subjectKey.getPublic());
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        extensions.createSubjectKeyIdentifier(subjectKey.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(key.getPublic()));
    return builder;
  }

  private ContentSigner signer() throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withRSA").build(key.getPrivate());
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
