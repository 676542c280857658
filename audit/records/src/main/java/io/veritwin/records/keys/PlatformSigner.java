package io.veritwin.records.keys;

import io.veritwin.ledger.timestamp.TrustedChain;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.keys.PlatformKeys.Identity;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs with the platform's key and verifies such signatures: detached CMS, CAdES baseline T
 * (signing certificate bound by digest, RFC 3161 time stamp over the signature), DER. Never called
 * with a transaction open, as the time stamp may come from outside.
 */
@ApplicationScoped
public class PlatformSigner {

  @Inject PlatformKeys keys;
  @Inject TimeStamps timeStamps;
  @Inject Clock clock;

  /** A detached signature over {@code content} with the time of signing. */
  public byte[] sign(byte[] content) {
    Attribute signingTime =
        new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(clock.instant()))));
    return sign(content, List.of(signingTime));
  }

  /**
   * A detached signature over a PDF's byte range (PAdES): without the signing time, which PAdES
   * keeps in the PDF's own dictionary.
   */
  public byte[] signPdf(InputStream byteRange) throws IOException {
    return sign(byteRange.readAllBytes(), List.of());
  }

  /** The chain of the signing certificate up to its authority, PEM. */
  public String chainPem() {
    StringBuilder pem = new StringBuilder();
    try {
      for (X509Certificate certificate : keys.signing().chain()) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing certificate cannot be encoded", e);
    }
    return pem.toString();
  }

  /**
   * What a signature made now needs to be verified when its authorities are long gone (PAdES B-LT).
   *
   * @param certificates the signing key's and the time-stamp authority's chains
   * @param revocations the revocation lists that say of each that it was not revoked
   */
  public record LongTermEvidence(List<X509Certificate> certificates, List<X509CRL> revocations) {
    public LongTermEvidence {
      certificates = List.copyOf(certificates);
      revocations = List.copyOf(revocations);
    }
  }

  /**
   * The evidence as it is now. The time-stamp authority is asked for a stamp, as nothing else tells
   * whose certificate it uses.
   *
   * @throws IllegalStateException when a certificate's authority has no revocation list here
   */
  public LongTermEvidence longTermEvidence() {
    Set<X509Certificate> certificates = new LinkedHashSet<>(keys.signing().chain());
    certificates.addAll(timeStamps.certificates());
    certificates.addAll(keys.authorities());
    List<X509CRL> lists = keys.revocations();
    for (X509Certificate certificate : certificates) {
      X500Principal issuer = certificate.getIssuerX500Principal();
      boolean isRoot = certificate.getSubjectX500Principal().equals(issuer);
      if (!isRoot && lists.stream().noneMatch(l -> l.getIssuerX500Principal().equals(issuer))) {
        throw new IllegalStateException(
            "there is no revocation list of "
                + issuer.getName()
                + ", which a signature for decades needs; put it into ca.crl");
      }
    }
    return new LongTermEvidence(List.copyOf(certificates), lists);
  }

  private byte[] sign(byte[] content, List<Attribute> more) {
    Identity identity = keys.signing();
    try {
      ASN1EncodableVector signed = new ASN1EncodableVector();
      signed.add(signingCertificate(identity.certificate()));
      more.forEach(signed::add);
      var defaults = new DefaultSignedAttributeTableGenerator(new AttributeTable(signed));
      CMSAttributeTableGenerator attributes =
          more.isEmpty()
              ? parameters -> defaults.getAttributes(parameters).remove(CMSAttributes.signingTime)
              : defaults;
      JcaSignerInfoGeneratorBuilder signer =
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build());
      signer.setSignedAttributeGenerator(attributes);
      signer.setUnsignedAttributeGenerator(this::stamped);
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(signer.build(identity.signer(), identity.certificate()));
      generator.addCertificates(new JcaCertStore(identity.chain()));
      return generator
          .generate(new CMSProcessableByteArray(content), false)
          .getEncoded(ASN1Encoding.DER);
    } catch (CMSException | OperatorCreationException | GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the platform's key cannot sign", e);
    }
  }

  /** CAdES: which certificate signed is itself signed, so none can be put in its place. */
  private static Attribute signingCertificate(X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] digest = Digests.sha256(certificate.getEncoded());
    IssuerSerial issuer =
        new IssuerSerial(
            new GeneralNames(
                new GeneralName(new JcaX509CertificateHolder(certificate).getIssuer())),
            certificate.getSerialNumber());
    return new Attribute(
        PKCSObjectIdentifiers.id_aa_signingCertificateV2,
        new DERSet(
            new SigningCertificateV2(new ESSCertIDv2[] {new ESSCertIDv2(null, digest, issuer)})));
  }

  private AttributeTable stamped(Map<?, ?> parameters) {
    byte[] signature = (byte[]) parameters.get(CMSAttributeTableGenerator.SIGNATURE);
    try {
      return new AttributeTable(
          new Attribute(
              PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
              new DERSet(ASN1Primitive.fromByteArray(timeStamps.token(signature)))));
    } catch (IOException e) {
      throw new IllegalStateException("a time stamp cannot be decoded", e);
    }
  }

  /**
   * What a verification found.
   *
   * @param valid true when content, signature, certificate and time stamp hold
   * @param sentence what was found, in plain words
   * @param signer the certificate's subject; empty when it could not be read
   * @param stampedAt the time of the time stamp; {@code null} when it does not hold
   */
  public record SignatureCheck(boolean valid, String sentence, String signer, Instant stampedAt) {}

  /** Verifies a detached signature over {@code content}, also one padded as in a PDF. */
  public SignatureCheck verify(byte[] cms, byte[] content) {
    SignerInformation signer;
    List<X509Certificate> enclosed = new ArrayList<>();
    X509Certificate certificate = null;
    try {
      CMSSignedData signed =
          new CMSSignedData(new CMSProcessableByteArray(content), firstObject(cms));
      signer = signed.getSignerInfos().getSigners().iterator().next();
      for (X509CertificateHolder holder : signed.getCertificates().getMatches(null)) {
        X509Certificate one = new JcaX509CertificateConverter().getCertificate(holder);
        enclosed.add(one);
        if (signer.getSID().match(holder)) {
          certificate = one;
        }
      }
    } catch (CMSException | IOException | GeneralSecurityException | RuntimeException e) {
      return new SignatureCheck(false, "The signature cannot be decoded.", "", null);
    }
    if (certificate == null) {
      return new SignatureCheck(
          false, "The signature does not hold its signer's certificate.", "", null);
    }
    String name = certificate.getSubjectX500Principal().getName();
    try {
      if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate))) {
        return new SignatureCheck(false, "The signature is false.", name, null);
      }
    } catch (CMSException | OperatorCreationException | RuntimeOperatorException e) {
      return new SignatureCheck(
          false, "The signature is not over this content, or it was altered.", name, null);
    }
    if (!isBound(signer, certificate)) {
      return new SignatureCheck(
          false, "The signature is not bound to its signer's certificate.", name, null);
    }
    Verdict<Instant> stamp = stampOf(signer);
    if (stamp instanceof Verdict.Refused<Instant> refused) {
      return new SignatureCheck(false, refused.reason(), name, null);
    }
    Instant at = stamp.orThrow();
    try {
      // At the time the stamp fixes: an older signature outlives its key.
      TrustedChain.check(certificate, enclosed, keys.authorities(), keys.revocations(), at);
    } catch (GeneralSecurityException e) {
      return new SignatureCheck(
          false, "The signer's certificate is not trusted: " + e.getMessage() + ".", name, at);
    }
    return new SignatureCheck(true, "The signature holds.", name, at);
  }

  /** A PDF pads its signature with zeros, which CMSSignedData would not take. */
  private static ContentInfo firstObject(byte[] cms) throws IOException {
    try (ASN1InputStream in = new ASN1InputStream(cms)) {
      return ContentInfo.getInstance(in.readObject());
    }
  }

  private Verdict<Instant> stampOf(SignerInformation signer) {
    AttributeTable unsigned = signer.getUnsignedAttributes();
    Attribute stamp =
        unsigned == null ? null : unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    if (stamp == null) {
      return Verdict.refused("The signature has no time stamp.");
    }
    try {
      byte[] token =
          stamp.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DER);
      return timeStamps.verify(token, signer.getSignature());
    } catch (IOException e) {
      return Verdict.refused("The time stamp cannot be decoded.");
    }
  }

  private static boolean isBound(SignerInformation signer, X509Certificate certificate) {
    AttributeTable table = signer.getSignedAttributes();
    Attribute attribute =
        table == null ? null : table.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (attribute == null) {
      return false;
    }
    ASN1Encodable value = attribute.getAttrValues().getObjectAt(0);
    try {
      return Arrays.equals(
          SigningCertificateV2.getInstance(value).getCerts()[0].getCertHash(),
          Digests.sha256(certificate.getEncoded()));
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }
}
