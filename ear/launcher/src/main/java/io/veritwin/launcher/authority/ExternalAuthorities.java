package io.veritwin.launcher.authority;

import io.veritwin.launcher.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The authorities that vouch for parts which are not the site's own (URS-604): an external
 * database, identity provider or plant.
 *
 * @param certificates of the authorities
 * @param revocations their revocation lists; the plant link needs a current one
 */
public record ExternalAuthorities(List<X509Certificate> certificates, List<X509CRL> revocations) {

  public ExternalAuthorities {
    certificates = List.copyOf(certificates);
    revocations = List.copyOf(revocations);
  }

  /**
   * Reads every {@code *.pem} and {@code *.crl} of a folder.
   *
   * @throws CannotStart when there is no authority in it, or a file cannot be read
   */
  public static ExternalAuthorities read(Path folder) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    List<X509CRL> revocations = new ArrayList<>();
    try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          CertificateFactory x509 = CertificateFactory.getInstance("X.509");
          if (file.toString().endsWith(".pem")) {
            x509.generateCertificates(in).forEach(c -> certificates.add((X509Certificate) c));
          } else if (file.toString().endsWith(".crl")) {
            x509.generateCRLs(in).forEach(list -> revocations.add((X509CRL) list));
          }
        } catch (GeneralSecurityException e) {
          throw new CannotStart(
              "Not started. %s cannot be read as an X.509 file: %s."
                  .formatted(file, e.getMessage()));
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new CannotStart(
          "Not started. The folder %s, named with -Dveritwin.trust, holds no authority (*.pem)."
              .formatted(folder));
    }
    return new ExternalAuthorities(certificates, revocations);
  }
}
