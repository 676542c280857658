package io.veritwin.validation.report.copy;

import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The judgement of EU DSS, the reference implementation of the European standards, offline and with
 * a policy stricter than its own: whatever could put other words before a reader's eyes fails.
 */
final class StrictDss {

  /** Constraints that the library's own policy only warns of, or leaves out. */
  private static final List<String> MUST_HOLD =
      List.of(
          "ByteRange",
          "ByteRangeCollision",
          "PdfSignatureDictionary",
          "PdfPageDifference",
          "PdfAnnotationOverlap",
          "PdfVisualDifference",
          "DocMDP",
          "FieldMDP",
          "SigFieldLock",
          "UndefinedChanges",
          "SignatureIntact",
          "RevocationDataAvailable");

  private StrictDss() {}

  /** "TOTAL_PASSED PAdES-BASELINE-LT", and the errors where there are any. */
  static String verdict(byte[] pdf, List<X509Certificate> anchors) throws IOException {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    anchors.forEach(anchor -> trusted.addCertificate(new CertificateToken(anchor)));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.addTrustedCertSources(trusted);
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new InMemoryDocument(pdf));
    validator.setCertificateVerifier(verifier);
    Reports reports = validator.validateDocument(policy());
    SimpleReport simple = reports.getSimpleReport();
    List<String> said = new ArrayList<>();
    for (String id : simple.getSignatureIdList()) {
      said.add(simple.getIndication(id) + " " + simple.getSignatureFormat(id));
      simple.getAdESValidationErrors(id).forEach(e -> said.add(e.getValue()));
    }
    return said.isEmpty() ? "no signature" : String.join("; ", said);
  }

  private static InputStream policy() throws IOException {
    try (InputStream own = StrictDss.class.getResourceAsStream("/policy/constraint.xml")) {
      String policy = new String(own.readAllBytes(), StandardCharsets.UTF_8);
      for (String constraint : MUST_HOLD) {
        Matcher found =
            Pattern.compile("<" + constraint + "( [^>]*)?Level=\"\\w+\"").matcher(policy);
        if (!found.find()) {
          throw new IllegalStateException("the policy knows no " + constraint);
        }
        policy = found.replaceAll("<" + constraint + " Level=\"FAIL\"");
      }
      // Left out of the library's own policy altogether.
      policy =
          policy.replace(
              "<ByteRangeCollision Level=\"FAIL\" />",
              "<ByteRangeCollision Level=\"FAIL\" /><ByteRangeAllDocument Level=\"FAIL\" />");
      return new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8));
    }
  }
}
