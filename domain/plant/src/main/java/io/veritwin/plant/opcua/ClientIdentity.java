package io.veritwin.plant.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultClientCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.ValidationCheck;

/**
 * The platform's certificate at the plant, and how it checks the plant's: issued by the site's
 * authority, or by one of those in trusted.pem where the plant is not the site's own; valid now,
 * for this host and application, for this use, and not revoked by a list that is itself current
 * (URS-246).
 */
record ClientIdentity(
    KeyPair key,
    List<X509Certificate> chain,
    List<X509Certificate> authorities,
    List<X509CRL> revoked) {

  private static final String ALIAS = "opcua-client";

  static ClientIdentity read(Path folder, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(folder.resolve(ALIAS + ".p12"))) {
        store.load(in, password);
      }
      if (!(store.getKey(ALIAS, password) instanceof PrivateKey key)) {
        throw new IllegalStateException(ALIAS + ".p12 holds no key named " + ALIAS);
      }
      List<X509Certificate> chain =
          Arrays.stream(store.getCertificateChain(ALIAS)).map(X509Certificate.class::cast).toList();
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      String vouching = Files.exists(folder.resolve("trusted.pem")) ? "trusted" : "ca";
      try (InputStream ca = Files.newInputStream(folder.resolve(vouching + ".pem"));
          InputStream list = Files.newInputStream(folder.resolve(vouching + ".crl"))) {
        return new ClientIdentity(
            new KeyPair(chain.get(0).getPublicKey(), key),
            chain,
            x509.generateCertificates(ca).stream().map(X509Certificate.class::cast).toList(),
            x509.generateCRLs(list).stream().map(X509CRL.class::cast).toList());
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalStateException(
          "the certificates for the plant link in " + folder + " cannot be read", unreadable);
    }
  }

  String applicationUri() {
    return CertificateUtil.getSanUri(chain.get(0))
        .orElseThrow(() -> new IllegalStateException("the certificate " + ALIAS + " names no URI"));
  }

  /** Checks a server's certificate with every check there is. */
  CertificateValidator serverValidator() {
    MemoryTrustListManager trusted = new MemoryTrustListManager();
    authorities.forEach(trusted::addTrustedCertificate);
    trusted.setTrustedCrls(revoked);
    CertificateValidator all =
        new DefaultClientCertificateValidator(
            trusted, ValidationCheck.ALL_OPTIONAL_CHECKS, new MemoryCertificateQuarantine());
    return (chain, applicationUri, hosts) -> {
      requireCurrentList(chain.get(0).getIssuerX500Principal());
      all.validateCertificateChain(chain, applicationUri, hosts);
    };
  }

  /**
   * Milo needs a package that the JDK keeps closed in order to insist on a revocation list, and
   * does without it otherwise. So we insist ourselves: there is a list, the authority signed it,
   * and it is not out of date.
   */
  private void requireCurrentList(X500Principal issuer) throws UaException {
    for (X509Certificate authority : authorities) {
      if (authority.getSubjectX500Principal().equals(issuer) && hasCurrentList(authority)) {
        return;
      }
    }
    throw new UaException(
        StatusCodes.Bad_CertificateRevocationUnknown,
        "there is no current revocation list of " + issuer);
  }

  private boolean hasCurrentList(X509Certificate authority) {
    for (X509CRL list : revoked) {
      try {
        list.verify(authority.getPublicKey());
        if (list.getNextUpdate() != null && list.getNextUpdate().after(new java.util.Date())) {
          return true;
        }
      } catch (GeneralSecurityException anothers) {
        continue;
      }
    }
    return false;
  }
}
