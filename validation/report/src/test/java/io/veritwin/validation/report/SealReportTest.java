package io.veritwin.validation.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.keys.PlatformSigner;
import io.veritwin.records.keys.PlatformSigner.SignatureCheck;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.trail.Digests;
import io.veritwin.validation.evidence.Verifies;
import io.veritwin.validation.report.SealReport.SignaturePage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The seal, made by the platform's real key and judged by others. */
class SealReportTest {

  private static TestPlatform platform;
  private static byte[] report;
  private static byte[] sealed;

  @BeforeAll
  static void seal() throws Exception {
    platform = TestPlatform.builder().withoutWorker().start();
    report = new RenderReport().render(SampleReport.report());
    sealed = platform.get(SealReport.class).seal(report, page());
    RenderReportTest.keep("sealed.pdf", sealed);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static SignaturePage page() {
    ReportDocument sample = SampleReport.report();
    return new SignaturePage(
        "RP-77",
        "Model version CHO-FB 1.4 is approved.",
        "The persons below signed the record of change request CR-12, which names this report by"
            + " its digest.",
        Digests.hex(report),
        List.of(
            SampleReport.signatures().get(0),
            new SignatureBlock(
                "Dr. Ines Albrecht",
                "Approved",
                "QA",
                "10122",
                Instant.parse("2026-11-20T10:08:12Z"),
                "signed in again with password",
                "Lactate is not claimed; fit for feed advice.",
                "S-13",
                1402,
                SampleReport.DIGEST)),
        sample.notices(),
        sample.footer(),
        Instant.parse("2026-11-20T10:08:13Z"));
  }

  // A PDF/A stays one when it is sealed; veraPDF is the judge.
  @Test
  @Verifies("URS-352")
  void aSealedReportIsStillPdfA3() throws Exception {
    assertEquals(List.of(), ArchiveCheck.violations(sealed));
  }

  // 21 CFR 11.70: what was read is what is sealed, byte for byte.
  @Test
  @Verifies("URS-352")
  void theReportAsReadStandsUnchangedAtTheBeginning() {
    assertArrayEquals(report, Arrays.copyOf(sealed, report.length));
  }

  // 21 CFR 11.50(a): name, time and meaning, on paper too.
  @Test
  @Verifies("URS-353")
  void theSignaturePageShowsNameTimeAndMeaning() throws IOException {
    String text = RenderReportTest.text(sealed);
    assertTrue(text.contains("Dr. Ines Albrecht"), text);
    assertTrue(text.contains("2026-11-20 10:08:12 UTC"), text);
    assertTrue(text.contains("Approved"), text);
    assertTrue(text.contains("signature S-13, audit entry 1402"), text);
    assertTrue(text.contains("“Lactate is not claimed; fit for feed advice.”"), text);
    assertTrue(text.contains(Digests.hex(report)), text);
  }

  @Test
  @Verifies("URS-352")
  void theDocumentIsCertifiedAgainstLaterChanges() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(sealed)) {
      PDSignature signature = pdf.getLastSignatureDictionary();
      assertEquals("ETSI.CAdES.detached", signature.getSubFilter());
      var permissions = pdf.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PERMS);
      assertEquals(signature.getCOSObject(), permissions.getCOSDictionary(COSName.DOCMDP));
      assertFalse(
          signature
              .getCOSObject()
              .getCOSArray(COSName.getPDFName("Reference"))
              .getObject(0)
              .toString()
              .contains("DigestMethod"));
    }
  }

  @Test
  @Verifies("URS-352")
  void theSealVerifiesAndAnAlteredByteShows() throws IOException {
    PlatformSigner signer = platform.get(PlatformSigner.class);
    SignatureCheck good = check(signer, sealed);
    assertTrue(good.valid(), good.sentence());
    int[] signed;
    try (PDDocument document = Loader.loadPDF(sealed)) {
      signed = document.getLastSignatureDictionary().getByteRange();
    }
    int flipped = 0;
    for (int place = 0; place < sealed.length; place += sealed.length / 40) {
      // Between the two stands the signature itself, padded; its bytes have a test of their own.
      if (place < signed[1] || place >= signed[2]) {
        byte[] altered = sealed.clone();
        altered[place] ^= 1;
        assertFalse(check(signer, altered).valid(), "byte " + place + " of " + sealed.length);
        flipped++;
      }
    }
    assertTrue(flipped > 20, "of 40 places " + flipped);
  }

  // A viewer's own verifier (poppler) agrees; it shares no code with ours.
  @Test
  @Verifies("URS-352")
  void pdfsigFindsTheSealValid() throws Exception {
    Path file = RenderReportTest.keep("sealed-for-pdfsig.pdf", sealed);
    String found = pdfsig(file);
    assertTrue(found.contains("Signature is Valid."), found);
    assertTrue(found.contains("Total document signed"), found);
    byte[] altered = sealed.clone();
    altered[report.length / 2] ^= 1;
    Path bad = RenderReportTest.keep("altered-for-pdfsig.pdf", altered);
    assertFalse(pdfsig(bad).contains("Signature is Valid."), "an altered byte went unnoticed");
  }

  private static SignatureCheck check(PlatformSigner signer, byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(sealed)) {
      PDSignature signature = document.getLastSignatureDictionary();
      return signer.verify(signature.getContents(pdf), signature.getSignedContent(pdf));
    }
  }

  private static String pdfsig(Path file) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder("pdfsig", file.toString()).redirectErrorStream(true).start();
    } catch (IOException absent) {
      return Assumptions.abort("pdfsig (poppler-utils) is not installed");
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
