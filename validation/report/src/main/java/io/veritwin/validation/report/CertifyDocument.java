package io.veritwin.validation.report;

import io.veritwin.records.keys.PlatformSigner;
import io.veritwin.records.keys.PlatformSigner.LongTermEvidence;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions;

/**
 * Certify a document with the platform's key against later changes (PAdES B-LT, DocMDP level 2).
 *
 * <p>The signature covers the document as it is printed and everything attached. What verifies it
 * in decades, the chains and revocation lists of key and time stamp, follows in the document
 * security store (DSS, ISO 32000-2, 12.8.4.3), the one thing that stands after the signature. Level
 * 1, which forbids every change, would say more, but readers do not agree that the store is none:
 * ISO exempts it, a much used viewer is reported not to (decision 0302). Level 2 allows signing
 * besides; whoever checks a copy with this platform is told of that, too. There is no VRI
 * dictionary, which EN 319 142-1 does not ask for.
 */
@ApplicationScoped
public class CertifyDocument {

  /** Room for certificate chain and time stamp in the signature. */
  private static final int SIGNATURE_SIZE = 20_000;

  @Inject PlatformSigner signer;

  /**
   * The certified PDF.
   *
   * @param reason what the certification says, for people
   * @param at when, UTC
   * @throws IllegalStateException when a revocation list is missing or no time stamp can be had
   */
  public byte[] certify(byte[] document, String reason, Instant at) {
    LongTermEvidence evidence = signer.longTermEvidence();
    try {
      return stored(signed(document, reason, at), evidence);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the document cannot be certified", e);
    }
  }

  private byte[] signed(byte[] document, String reason, Instant at) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(new RandomAccessReadBuffer(document));
        SignatureOptions options = new SignatureOptions()) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
      signature.setName("Veritwin");
      signature.setReason(reason);
      signature.setSignDate(ArchiveFormat.calendar(at));
      Certification.apply(pdf, signature);
      options.setPreferredSignatureSize(SIGNATURE_SIZE);
      pdf.addSignature(signature, signer::signPdf, options);
      return updated(pdf);
    }
  }

  private static byte[] stored(byte[] document, LongTermEvidence evidence)
      throws IOException, GeneralSecurityException {
    try (PDDocument pdf = Loader.loadPDF(new RandomAccessReadBuffer(document))) {
      store(pdf, evidence);
      return updated(pdf);
    }
  }

  private static byte[] updated(PDDocument pdf) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pdf.saveIncremental(out);
    return out.toByteArray();
  }

  private static void store(PDDocument pdf, LongTermEvidence evidence)
      throws IOException, GeneralSecurityException {
    COSArray certificates = new COSArray();
    for (X509Certificate certificate : evidence.certificates()) {
      certificates.add(stream(pdf, certificate.getEncoded()));
    }
    COSArray lists = new COSArray();
    for (X509CRL list : evidence.revocations()) {
      lists.add(stream(pdf, list.getEncoded()));
    }
    COSDictionary store = new COSDictionary();
    store.setItem(COSName.TYPE, COSName.getPDFName("DSS"));
    store.setItem("Certs", certificates);
    store.setItem("CRLs", lists);
    COSDictionary catalog = pdf.getDocumentCatalog().getCOSObject();
    catalog.setItem("DSS", store);
    catalog.setItem("Extensions", extensions());
    catalog.setNeedToBeUpdated(true);
    store.setNeedToBeUpdated(true);
  }

  private static COSDictionary stream(PDDocument pdf, byte[] bytes) throws IOException {
    COSDictionary stream =
        new PDStream(pdf, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE).getCOSObject();
    stream.setNeedToBeUpdated(true);
    return stream;
  }

  /** PDF 1.7 does not know the store; it is announced as an extension (EN 319 142-1). */
  private static COSDictionary extensions() {
    COSDictionary extension = new COSDictionary();
    extension.setItem(COSName.TYPE, COSName.getPDFName("DeveloperExtensions"));
    extension.setName("BaseVersion", "1.7");
    extension.setInt("ExtensionLevel", 5);
    extension.setDirect(true);
    COSDictionary extensions = new COSDictionary();
    extensions.setItem("ESIC", extension);
    extensions.setDirect(true);
    return extensions;
  }
}
