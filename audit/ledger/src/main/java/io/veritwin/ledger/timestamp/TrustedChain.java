package io.veritwin.ledger.timestamp;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.stream.Collectors;

/**
 * Whether a certificate was trusted at a time in the past (RFC 5280, section 6), asked today.
 *
 * <p>The JDK's own path validation takes a revocation list only if the time in question lies
 * between the list's issue and its next update. Records are verified for decades with the newest
 * list, which is younger than the signature and knows more about it, so revocation is decided here:
 * by the time of revocation that the list states.
 */
public final class TrustedChain {

  private TrustedChain() {}

  /**
   * Checks the chain of a certificate.
   *
   * @param enclosed certificates that may stand between it and an anchor
   * @param crls the anchors' and authorities' lists; empty to leave revocation out
   * @param at the time in question, for example that of a time stamp
   * @throws GeneralSecurityException when no chain leads to an anchor, a certificate was not valid
   *     or already revoked then, or revocation cannot be decided
   */
  public static void check(
      X509Certificate certificate,
      Collection<X509Certificate> enclosed,
      Collection<X509Certificate> anchors,
      Collection<X509CRL> crls,
      Instant at)
      throws GeneralSecurityException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(certificate);
    PKIXBuilderParameters parameters =
        new PKIXBuilderParameters(
            anchors.stream().map(a -> new TrustAnchor(a, null)).collect(Collectors.toSet()),
            target);
    parameters.setDate(Date.from(at));
    parameters.setRevocationEnabled(false);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(enclosed)));
    PKIXCertPathBuilderResult built =
        (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    if (crls.isEmpty()) {
      return;
    }
    X509Certificate below = null;
    for (Certificate next : built.getCertPath().getCertificates()) {
      X509Certificate issuer = (X509Certificate) next;
      if (below != null) {
        requireNotRevoked(below, issuer, crls, at);
      }
      below = issuer;
    }
    if (below != null) {
      requireNotRevoked(below, built.getTrustAnchor().getTrustedCert(), crls, at);
    }
  }

  private static void requireNotRevoked(
      X509Certificate certificate, X509Certificate issuer, Collection<X509CRL> crls, Instant at)
      throws CertPathValidatorException {
    boolean decided = false;
    for (X509CRL list : crls) {
      if (!isBy(list, issuer)) {
        continue;
      }
      X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      if (entry != null && !entry.getRevocationDate().toInstant().isAfter(at)) {
        throw new CertPathValidatorException(
            "the certificate "
                + certificate.getSubjectX500Principal().getName()
                + " was revoked as of "
                + entry.getRevocationDate().toInstant());
      }
      decided |= list.getNextUpdate() == null || !list.getNextUpdate().toInstant().isBefore(at);
    }
    if (!decided) {
      throw new CertPathValidatorException(
          "no revocation list of "
              + issuer.getSubjectX500Principal().getName()
              + " reaches "
              + at
              + ", so it is not known whether a certificate was revoked");
    }
  }

  private static boolean isBy(X509CRL list, X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    if (!list.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
        || (usage != null && !usage[6])) { // cRLSign, RFC 5280 section 4.2.1.3
      return false;
    }
    try {
      list.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException another) {
      return false;
    }
  }
}
