package io.veritwin.ledger.timestamp;

import io.veritwin.ledger.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Root certificates of time-stamp authorities that an inspector trusts. */
public final class TimeStampAnchors {

  private TimeStampAnchors() {}

  /** Reads one or more certificates, PEM or DER. */
  public static Verdict<List<X509Certificate>> parse(byte[] certificates) {
    try {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(certificates))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      return read.isEmpty()
          ? Verdict.refused("There is no certificate of a time-stamp authority to trust.")
          : Verdict.accepted(read);
    } catch (CertificateException e) {
      return Verdict.refused("The certificates of the time-stamp authority cannot be decoded.");
    }
  }
}
