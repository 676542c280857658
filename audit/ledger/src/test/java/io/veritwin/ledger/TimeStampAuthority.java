package io.veritwin.ledger;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamp authority of its own for tests, with a root that issued its certificate. */
public final class TimeStampAuthority {

  public static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

  // Wide, because Bouncy Castle's maker of stamps also states the clock's own time.
  private static final Date VALID_FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final Date VALID_TO = Date.from(Instant.parse("2090-01-01T00:00:00Z"));

  private final String signatureAlgorithm;
  private final KeyPair rootKey;
  private final KeyPair key;
  private final X509Certificate root;
  private final X509Certificate certificate;

  private TimeStampAuthority(String keyAlgorithm, int bits, KeyPurposeId purpose) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm);
    generator.initialize(bits);
    signatureAlgorithm = "SHA256with" + (keyAlgorithm.equals("EC") ? "ECDSA" : keyAlgorithm);
    rootKey = generator.generateKeyPair();
    key = generator.generateKeyPair();
    X500Name rootName = new X500Name("CN=Test Root");
    root = certificate(rootName, rootName, 1, rootKey.getPublic(), rootKey.getPrivate(), null);
    certificate =
        certificate(
            rootName,
            new X500Name("CN=Test Time-Stamp Authority"),
            2,
            key.getPublic(),
            rootKey.getPrivate(),
            purpose);
  }

  public static TimeStampAuthority rsa() throws Exception {
    return new TimeStampAuthority("RSA", 2048, KeyPurposeId.id_kp_timeStamping);
  }

  public static TimeStampAuthority ellipticCurve() throws Exception {
    return new TimeStampAuthority("EC", 256, KeyPurposeId.id_kp_timeStamping);
  }

  /** One whose certificate is for TLS servers. */
  public static TimeStampAuthority withoutTheRight() throws Exception {
    return new TimeStampAuthority("EC", 256, KeyPurposeId.id_kp_serverAuth);
  }

  public X509Certificate root() {
    return root;
  }

  public byte[] rootPem() throws Exception {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(root);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** A revocation list of the root; revoking the authority's certificate if asked to. */
  public X509CRL crl(boolean revoking) throws Exception {
    X509v2CRLBuilder crl = new X509v2CRLBuilder(new X500Name("CN=Test Root"), Date.from(NOW));
    crl.setNextUpdate(VALID_TO);
    if (revoking) {
      crl.addCRLEntry(BigInteger.TWO, Date.from(NOW), 1);
    }
    return new JcaX509CRLConverter()
        .getCRL(
            crl.build(new JcaContentSignerBuilder(signatureAlgorithm).build(rootKey.getPrivate())));
  }

  /** The authority's answer over the digest, dated {@code at}. */
  public byte[] answer(byte[] sha256, Instant at) throws Exception {
    TimeStampTokenGenerator tokens =
        new TimeStampTokenGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder()
                .build(signatureAlgorithm, key.getPrivate(), certificate),
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            new ASN1ObjectIdentifier("1.2.3.4"));
    tokens.addCertificates(new JcaCertStore(List.of(certificate)));
    TimeStampRequestGenerator requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    TimeStampRequest request = requests.generate(TSPAlgorithms.SHA256, sha256);
    return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
        .generate(request, BigInteger.ONE, Date.from(at))
        .getEncoded();
  }

  /**
   * A bare token put together by hand, for an authority to which Bouncy Castle's own maker refuses
   * one for want of the right.
   */
  public byte[] forcedToken(byte[] sha256, Instant at) throws Exception {
    TSTInfo info =
        new TSTInfo(
            new ASN1ObjectIdentifier("1.2.3.4"),
            new MessageImprint(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), sha256),
            new ASN1Integer(1),
            new ASN1GeneralizedTime(Date.from(at)),
            null,
            null,
            null,
            null,
            null);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    Attribute signingCertificate =
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2,
            new DERSet(new SigningCertificateV2(new ESSCertIDv2(digest))));
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(
                    new AttributeTable(new DERSet(signingCertificate))))
            .build(
                new JcaContentSignerBuilder(signatureAlgorithm).build(key.getPrivate()),
                certificate));
    generator.addCertificates(new JcaCertStore(List.of(certificate)));
    return generator
        .generate(
            new CMSProcessableByteArray(PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded()),
            true)
        .getEncoded();
  }

  private X509Certificate certificate(
      X500Name issuer,
      X500Name subject,
      int serial,
      PublicKey subjectKey,
      PrivateKey issuerKey,
      KeyPurposeId purpose)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer, BigInteger.valueOf(serial), VALID_FROM, VALID_TO, subject, subjectKey);
    if (purpose == null) {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } else {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder(signatureAlgorithm).build(issuerKey)));
  }
}
