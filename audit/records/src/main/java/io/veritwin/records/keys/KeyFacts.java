package io.veritwin.records.keys;

import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.Digests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which keys, certificates and revocations are in force, as facts that can be compared. */
@ApplicationScoped
public class KeyFacts {

  @Inject PlatformKeys keys;
  @Inject Settings settings;

  /** One line for each, public parts only. */
  public SortedMap<String, String> inForce() {
    SortedMap<String, String> facts = new TreeMap<>();
    certificates().forEach((name, certificate) -> facts.put(name, words(certificate)));
    facts.put("log key", keys.logKey().verifierKey().toString());
    List<String> revoked = new ArrayList<>();
    for (X509CRL list : keys.revocations()) {
      Collection<? extends X509CRLEntry> entries = list.getRevokedCertificates();
      if (entries != null) {
        entries.forEach(
            entry ->
                revoked.add(
                    entry.getSerialNumber().toString(16)
                        + " as of "
                        + entry.getRevocationDate().toInstant()));
      }
    }
    facts.put("revoked certificates", revoked.isEmpty() ? "none" : String.join(", ", revoked));
    return facts;
  }

  /** When each certificate ends. */
  public Map<String, Instant> ends() {
    Map<String, Instant> ends = new LinkedHashMap<>();
    certificates()
        .forEach((name, certificate) -> ends.put(name, certificate.getNotAfter().toInstant()));
    return ends;
  }

  private Map<String, X509Certificate> certificates() {
    Map<String, X509Certificate> all = new LinkedHashMap<>();
    all.put("platform signing", keys.signing().certificate());
    if (settings.timeStampAuthority().isEmpty()) {
      all.put("time-stamp authority", keys.timeStamping().certificate());
    }
    int number = 1;
    for (X509Certificate authority : keys.authorities()) {
      all.put("authority " + number++, authority);
    }
    return all;
  }

  private static String words(X509Certificate certificate) {
    try {
      return "%s, serial %s, until %s, SHA-256 %s"
          .formatted(
              certificate.getSubjectX500Principal().getName(),
              certificate.getSerialNumber().toString(16),
              certificate.getNotAfter().toInstant(),
              HexFormat.of().formatHex(Digests.sha256(certificate.getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate cannot be encoded", e);
    }
  }
}
