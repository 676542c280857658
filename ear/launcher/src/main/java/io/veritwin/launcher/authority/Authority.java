package io.veritwin.launcher.authority;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The authority itself: one RSA key (OPC UA's Basic256Sha256 knows no elliptic curve, so neither
 * may the issuer of its certificates) that signs end certificates and the revocation list. Made at
 * first start; its key lies outside the folder that the application reads.
 */
final class Authority {

  static final Duration LIFE = Duration.ofDays(3650);
  static final Duration LIFE_OF_A_CERTIFICATE = Duration.ofDays(800);

  private static final String ALIAS = "authority";
  // A clock that was set back a little must not make a new certificate "not yet valid".
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final Clock clock;
  private final SecureRandom random;

  private Authority(PrivateKey key, X509Certificate certificate, Clock clock, SecureRandom random) {
    this.key = key;
    this.certificate = certificate;
    this.clock = clock;
    this.random = random;
  }

  /** Opens the authority kept in a PKCS#12 file, or makes it and keeps it there. */
  static Authority open(Path file, char[] password, Clock clock, SecureRandom random)
      throws GeneralSecurityException, IOException {
    if (Files.exists(file)) {
      KeyStore kept = KeyFiles.load(file, password);
      return new Authority(
          (PrivateKey) kept.getKey(ALIAS, password),
          (X509Certificate) kept.getCertificate(ALIAS),
          clock,
          random);
    }
    KeyPair pair = rsa(3072, random);
    // Two sites have two authorities: with one name for both, a revocation list would be looked for
    // by the name and tried with the wrong key.
    X500Name name = name("Veritwin demonstration authority %08x".formatted(random.nextInt()));
    try {
      Instant now = clock.instant();
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              serial(random),
              Date.from(now.minus(CLOCK_TOLERANCE)),
              Date.from(now.plus(LIFE)),
              name,
              pair.getPublic());
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(pair.getPublic()));
      X509Certificate own =
          new JcaX509CertificateConverter()
              .getCertificate(builder.build(signer(pair.getPrivate())));
      KeyFiles.storeKey(file, ALIAS, pair.getPrivate(), List.of(own), password);
      return new Authority(pair.getPrivate(), own, clock, random);
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A new key and its certificate. */
  Issued issue(Certificate wanted) throws GeneralSecurityException, IOException {
    KeyPair pair =
        switch (wanted.purpose()) {
          case OPC_UA, IDENTITY_TOKENS -> rsa(2048, random);
          case SERVER, PLATFORM_SIGNING, TIME_STAMPING -> p256(random);
        };
    Instant now = clock.instant();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            certificate,
            serial(random),
            Date.from(now.minus(CLOCK_TOLERANCE)),
            Date.from(now.plus(LIFE_OF_A_CERTIFICATE)),
            new javax.security.auth.x500.X500Principal(name(wanted.commonName()).getEncoded()),
            pair.getPublic());
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(wanted.purpose())));
    List<KeyPurposeId> extended = extendedUsage(wanted.purpose());
    if (!extended.isEmpty()) {
      builder.addExtension(
          Extension.extendedKeyUsage,
          wanted.purpose() == Certificate.Purpose.TIME_STAMPING,
          new ExtendedKeyUsage(extended.toArray(KeyPurposeId[]::new)));
    }
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(certificate));
    List<GeneralName> names = names(wanted);
    if (!names.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
    }
    try {
      return new Issued(
          pair.getPrivate(),
          List.of(
              new JcaX509CertificateConverter().getCertificate(builder.build(signer(key))),
              certificate));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /**
   * The list of what was revoked, also where that is nothing, so that offline validation finds one;
   * valid as long as a certificate.
   */
  byte[] revocationList(Revocations revoked) throws GeneralSecurityException, IOException {
    Instant now = clock.instant();
    try {
      JcaX509v2CRLBuilder builder =
          new JcaX509v2CRLBuilder(certificate, Date.from(now.minus(CLOCK_TOLERANCE)));
      builder.setNextUpdate(Date.from(now.plus(LIFE_OF_A_CERTIFICATE)));
      revoked
          .all()
          .forEach(
              (serial, at) -> builder.addCRLEntry(serial, Date.from(at), revoked.reason(serial)));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
      builder.addExtension(
          Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(now.getEpochSecond())));
      return builder.build(signer(key)).getEncoded();
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  /** A private key with its certificate first and the authority's last. */
  record Issued(PrivateKey key, List<X509Certificate> chain) {}

  private static int usage(Certificate.Purpose purpose) {
    return switch (purpose) {
      case SERVER, TIME_STAMPING, IDENTITY_TOKENS -> KeyUsage.digitalSignature;
      case PLATFORM_SIGNING -> KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
      // OPC 10000-6, table 36: all four, for both sides of a secure channel.
      case OPC_UA ->
          KeyUsage.digitalSignature
              | KeyUsage.nonRepudiation
              | KeyUsage.keyEncipherment
              | KeyUsage.dataEncipherment;
    };
  }

  private static List<KeyPurposeId> extendedUsage(Certificate.Purpose purpose) {
    return switch (purpose) {
      case SERVER -> List.of(KeyPurposeId.id_kp_serverAuth);
      case OPC_UA -> List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);
      case TIME_STAMPING -> List.of(KeyPurposeId.id_kp_timeStamping);
      case PLATFORM_SIGNING, IDENTITY_TOKENS -> List.of();
    };
  }

  private static List<GeneralName> names(Certificate wanted) {
    List<GeneralName> names = new ArrayList<>();
    wanted
        .applicationUri()
        .ifPresent(uri -> names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
    switch (wanted.purpose()) {
      case SERVER, OPC_UA -> {
        names.add(new GeneralName(GeneralName.dNSName, "localhost"));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
      }
      case PLATFORM_SIGNING, TIME_STAMPING, IDENTITY_TOKENS -> {
        // Stand for no machine.
      }
    }
    return names;
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, "Veritwin demonstration site")
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(127, random).setBit(126);
  }

  private static ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withRSA").build(key);
  }

  private static KeyPair rsa(int bits, SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits, random);
    return generator.generateKeyPair();
  }

  private static KeyPair p256(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }
}
