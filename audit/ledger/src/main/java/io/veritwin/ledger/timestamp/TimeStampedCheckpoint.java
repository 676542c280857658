package io.veritwin.ledger.timestamp;

import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.ledger.verdict.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenInfo;

/**
 * A checkpoint with the statement of a time-stamp authority that it existed at a time (RFC 3161,
 * URS-106). The stamp is over SHA-256 of the whole signed note, byte for byte, and lies beside it
 * as {@value #FILE}, in the form that {@code openssl ts -verify} reads.
 *
 * @param note the signed checkpoint
 * @param stamp the authority's DER answer, or the bare token out of it
 */
public record TimeStampedCheckpoint(byte[] note, byte[] stamp) {

  /** Name of the stamp's file beside the checkpoint. */
  public static final String FILE = "checkpoint.tsr";

  /** What the authority must be asked to stamp. */
  public static byte[] imprint(byte[] note) {
    return TreeHasher.newSha256().digest(note);
  }

  /**
   * Checks the stamp: it is over this checkpoint, signed by a certificate that is for time
   * stamping, was valid at the time stated and leads to one of the anchors.
   *
   * @param anchors root certificates of authorities that are trusted to tell the time
   * @param crls revocation lists; when given, every certificate of the chain must be covered by one
   * @return the time stated, or why it cannot be relied on
   */
  public Verdict<Instant> verify(Collection<X509Certificate> anchors, Collection<X509CRL> crls) {
    TimeStampToken token;
    try {
      token = readToken();
    } catch (IOException | TSPException | CMSException | RuntimeException e) {
      return Verdict.refused("The time stamp cannot be decoded.");
    }
    try {
      return check(token, anchors, crls);
    } catch (TSPException | OperatorCreationException e) {
      return Verdict.refused("The time stamp's signature is false: " + e.getMessage() + ".");
    } catch (GeneralSecurityException e) {
      return Verdict.refused("The time stamp's authority is not trusted: " + e.getMessage() + ".");
    } catch (RuntimeException e) {
      // Bouncy Castle decodes as it goes and throws many kinds on malformed data.
      return Verdict.refused("The time stamp cannot be decoded.");
    }
  }

  private Verdict<Instant> check(
      TimeStampToken token, Collection<X509Certificate> anchors, Collection<X509CRL> crls)
      throws TSPException, OperatorCreationException, GeneralSecurityException {
    TimeStampTokenInfo info = token.getTimeStampInfo();
    if (!info.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
        || !Arrays.equals(info.getMessageImprintDigest(), imprint(note))) {
      return Verdict.refused("The time stamp is not for this checkpoint.");
    }
    X509Certificate authority = authority(token);
    if (authority == null) {
      return Verdict.refused("The time stamp does not hold its authority's certificate.");
    }
    // The JDK's own providers are taken, not Bouncy Castle's by name: the application server brings
    // one of its own. Checks the signature, the certificate's validity at the time stated and its
    // only purpose, time stamping (RFC 3161 section 2.3).
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(authority));
    TrustedChain.check(authority, enclosed(token), anchors, crls, info.getGenTime().toInstant());
    return Verdict.accepted(info.getGenTime().toInstant());
  }

  private TimeStampToken readToken() throws IOException, TSPException, CMSException {
    try {
      TimeStampToken token = new TimeStampResponse(stamp).getTimeStampToken();
      if (token != null) {
        return token;
      }
    } catch (IOException | TSPException | RuntimeException e) {
      return new TimeStampToken(new CMSSignedData(stamp));
    }
    throw new TSPException("the authority refused to stamp");
  }

  private static List<X509Certificate> enclosed(TimeStampToken token)
      throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      certificates.add(converter.getCertificate(holder));
    }
    return certificates;
  }

  private static X509Certificate authority(TimeStampToken token) throws GeneralSecurityException {
    for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
      if (token.getSID().match(holder)) {
        return new JcaX509CertificateConverter().getCertificate(holder);
      }
    }
    return null;
  }
}
