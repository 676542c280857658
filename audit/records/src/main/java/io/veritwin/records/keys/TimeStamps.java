package io.veritwin.records.keys;

import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.verdict.Verdict;
import io.veritwin.records.keys.PlatformKeys.Identity;
import io.veritwin.records.site.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * RFC 3161 time stamps. A demonstration site stamps with an authority of its own (tsa.p12); a GxP
 * site asks the external one at {@code veritwin.tsa.url}. Never called with a transaction open.
 */
@ApplicationScoped
public class TimeStamps {

  /** The demonstration authority's policy; an arc for examples (RFC 3161 asks for one). */
  private static final ASN1ObjectIdentifier DEMONSTRATION_POLICY =
      new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1.1");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject PlatformKeys keys;
  @Inject Settings settings;
  @Inject Clock clock;

  private final SecureRandom random = new SecureRandom();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /** The authority gave no stamp; the message says which authority, and why. */
  public static final class NoStampException extends IllegalStateException {
    NoStampException(String message, Exception cause) {
      super(message, cause);
    }
  }

  /**
   * The authority's answer over {@code content}, DER, as {@code openssl ts -verify} reads it.
   *
   * @throws NoStampException when the authority cannot be reached or refuses
   */
  public byte[] stamp(byte[] content) {
    try {
      return ask(content).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a time stamp cannot be encoded", e);
    }
  }

  /** The bare token out of the same answer, as a CMS signature carries it. */
  byte[] token(byte[] content) {
    try {
      return ask(content).getTimeStampToken().getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a time stamp cannot be encoded", e);
    }
  }

  /** The certificates that the authority sends with a stamp. */
  List<X509Certificate> certificates() {
    try {
      List<X509Certificate> all = new ArrayList<>();
      for (X509CertificateHolder holder :
          new TimeStampToken(new CMSSignedData(token(new byte[] {0})))
              .getCertificates()
              .getMatches(null)) {
        all.add(new JcaX509CertificateConverter().getCertificate(holder));
      }
      return all;
    } catch (CMSException | TSPException | IOException | CertificateException e) {
      throw new IllegalStateException("the time-stamp authority's certificate cannot be read", e);
    }
  }

  /** The time that a stamp, or a bare token, fixes for {@code content}, or why it fixes none. */
  public Verdict<Instant> verify(byte[] stamp, byte[] content) {
    return new TimeStampedCheckpoint(content, stamp).verify(keys.authorities(), keys.revocations());
  }

  private TimeStampResponse ask(byte[] content) {
    TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
    asking.setCertReq(true);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      TimeStampRequest request =
          asking.generate(TSPAlgorithms.SHA256, digest, new BigInteger(64, random));
      byte[] answer =
          settings.timeStampAuthority().isPresent()
              ? external(settings.timeStampAuthority().get(), request.getEncoded())
              : answer(request.getEncoded());
      TimeStampResponse response = new TimeStampResponse(answer);
      response.validate(request);
      if (response.getTimeStampToken() == null) {
        throw noStamp("refuses: " + response.getStatusString(), null);
      }
      return response;
    } catch (TSPException e) {
      throw noStamp("answers another question than it was asked: " + e.getMessage(), e);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw noStamp("gives no answer that can be read: " + e.getMessage(), e);
    }
  }

  private NoStampException noStamp(String what, Exception cause) {
    String whose =
        settings
            .timeStampAuthority()
            .map(at -> "the time-stamp authority " + at)
            .orElse("the site's own time-stamp authority");
    return new NoStampException(whose + " " + what, cause);
  }

  private byte[] external(URI authority, byte[] request) {
    HttpRequest post =
        HttpRequest.newBuilder(authority)
            .timeout(PATIENCE)
            .header("Content-Type", "application/timestamp-query")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(post, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw noStamp("answers with status " + answer.statusCode(), null);
      }
      return answer.body();
    } catch (IOException e) {
      // A refused connection has no message.
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw noStamp("cannot be reached (" + why + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw noStamp("was not waited for", e);
    }
  }

  /** What the demonstration site's own authority answers to an RFC 3161 request. */
  byte[] answer(byte[] request) throws IOException {
    Identity authority = keys.timeStamping();
    try {
      TimeStampTokenGenerator generator =
          new TimeStampTokenGenerator(
              new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                  .build(authority.signer(), authority.certificate()),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              DEMONSTRATION_POLICY);
      generator.addCertificates(new JcaCertStore(authority.chain()));
      generator.setAccuracySeconds(1);
      generator.setResolution(TimeStampTokenGenerator.R_MILLISECONDS);
      return new TimeStampResponseGenerator(generator, TSPAlgorithms.ALLOWED)
          .generate(
              new TimeStampRequest(request),
              new BigInteger(128, random),
              Date.from(clock.instant()))
          .getEncoded();
    } catch (OperatorCreationException | CertificateEncodingException | TSPException e) {
      throw new IllegalStateException("the time-stamp authority's key cannot sign", e);
    }
  }
}
