package io.veritwin.simulator.server;

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
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/**
 * The server's key and certificate, and whom it trusts: clients whose certificate the site's
 * authority issued and has not revoked.
 *
 * @param key the server's key pair
 * @param chain the server's certificate and its issuers
 * @param authority the site's authority
 * @param revoked the authority's revocation lists; empty when the folder holds none
 */
public record ServerIdentity(
    KeyPair key, List<X509Certificate> chain, X509Certificate authority, List<X509CRL> revoked) {

  private static final String ALIAS = "plant-server";

  /**
   * Reads {@code plant-server.p12}, {@code ca.pem} and, if it is there, {@code ca.crl}.
   *
   * @throws IllegalArgumentException when a file is missing or cannot be opened
   */
  public static ServerIdentity read(Path folder, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(folder.resolve(ALIAS + ".p12"))) {
        store.load(in, password);
      }
      if (!(store.getKey(ALIAS, password) instanceof PrivateKey key)) {
        throw new IllegalArgumentException(ALIAS + ".p12 holds no key named " + ALIAS);
      }
      List<X509Certificate> chain =
          Arrays.stream(store.getCertificateChain(ALIAS)).map(X509Certificate.class::cast).toList();
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      X509Certificate authority;
      try (InputStream in = Files.newInputStream(folder.resolve("ca.pem"))) {
        authority = (X509Certificate) x509.generateCertificate(in);
      }
      List<X509CRL> revoked = List.of();
      Path list = folder.resolve("ca.crl");
      if (Files.exists(list)) {
        try (InputStream in = Files.newInputStream(list)) {
          revoked = List.of((X509CRL) x509.generateCRL(in));
        }
      }
      KeyPair pair = new KeyPair(chain.get(0).getPublicKey(), key);
      return new ServerIdentity(pair, chain, authority, revoked);
    } catch (IOException | GeneralSecurityException unreadable) {
      throw new IllegalArgumentException(
          "the plant server's certificates in " + folder + " cannot be read", unreadable);
    }
  }

  /** The application URI that the certificate names. */
  String applicationUri() {
    return CertificateUtil.getSanUri(chain.get(0))
        .orElseThrow(
            () -> new IllegalArgumentException("the certificate of plant-server names no URI"));
  }
}
