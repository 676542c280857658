package io.veritwin.validation.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** A report on paper: what stands where, and that it will open in fifty years. */
class RenderReportTest {

  private final RenderReport render = new RenderReport();

  static Path keep(String name, byte[] pdf) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "reports"));
    return Files.write(folder.resolve(name), pdf);
  }

  static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  // ISO 19005-3: judged by veraPDF, which shares no code with what wrote it.
  @Test
  @Verifies("URS-350")
  void aReportIsPdfA3() throws Exception {
    byte[] pdf = render.render(SampleReport.report());
    keep("sample.pdf", pdf);
    assertEquals(List.of(), ArchiveCheck.violations(pdf));
  }

  @Test
  @Verifies("URS-350")
  void theRecordForMachinesIsAttached() throws Exception {
    try (PDDocument pdf = Loader.loadPDF(render.render(SampleReport.report()))) {
      PDComplexFileSpecification attached =
          pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames().get("RP-77.json");
      assertEquals(
          "{\"report\":\"RP-77\"}",
          new String(attached.getEmbeddedFile().toByteArray(), StandardCharsets.UTF_8));
      assertEquals("Data", attached.getCOSObject().getNameAsString("AFRelationship"));
    }
  }

  // The digest of the report is signed: two renderings of one record may not differ.
  @Test
  @Verifies("URS-350")
  void equalContentGivesEqualBytes() throws Exception {
    byte[] first = render.render(SampleReport.report());
    Thread.sleep(1100); // a clock of whole seconds would show
    assertArrayEquals(first, render.render(SampleReport.report()));
  }

  @Test
  @Verifies("URS-351")
  void theVerdictStandsFirstThenWhatFailed() throws Exception {
    String text = text(render.render(SampleReport.report()));
    int verdict = text.indexOf("Fit for use with one limit.");
    int failed = text.indexOf("Failed criteria");
    int figure = text.indexOf("Figure 1.");
    int passed = text.indexOf("Passed criteria, closest to the limit first");
    int signatures = text.indexOf("Signatures");
    assertTrue(verdict > 0, text);
    assertTrue(verdict < failed && failed < figure && figure < passed && passed < signatures, text);
  }

  @Test
  @Verifies("URS-351")
  void everyPageCarriesDigestCheckpointAndNotice() throws Exception {
    byte[] pdf = render.render(SampleReport.report(60));
    keep("long.pdf", pdf);
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int pages = document.getNumberOfPages();
      assertTrue(pages >= 3, "60 criteria need several pages, got " + pages);
      PDFTextStripper stripper = new PDFTextStripper();
      for (int page = 1; page <= pages; page++) {
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        String text = stripper.getText(document);
        assertTrue(text.contains("RP-77  ·  page " + page + " of " + pages), text);
        assertTrue(text.contains("record 91d7 3ce0 … 5b2a"), text);
        assertTrue(text.contains("log checkpoint 1 284 902"), text);
        assertTrue(text.contains("demonstration, no external witness"), text);
      }
    }
  }

  @Test
  @Verifies("URS-350")
  void screenAndReportShareOneTypeface() throws Exception {
    try (PDDocument pdf = Loader.loadPDF(render.render(SampleReport.report()))) {
      for (PDPage page : pdf.getPages()) {
        page.getResources()
            .getFontNames()
            .forEach(
                name -> {
                  try {
                    var font = page.getResources().getFont(name);
                    assertTrue(font.getName().contains("IBMPlex"), font.getName());
                    assertTrue(font.isEmbedded(), font.getName());
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
      }
    }
  }

  // Batch names and remarks come from people; a character no face has must not stop a report.
  @Test
  @Verifies("URS-350")
  void aCharacterTheFaceLacksDoesNotStopAReport() throws Exception {
    ReportDocument sample = SampleReport.report();
    ReportDocument odd =
        new ReportDocument(
            sample.number(),
            "Batch 批次 7 \uD83E\uDDEA",
            sample.subtitle(),
            sample.author(),
            sample.verdict(),
            sample.facts(),
            sample.sections(),
            sample.notices(),
            sample.footer(),
            sample.data(),
            sample.writtenAt());
    byte[] pdf = render.render(odd);
    assertFalse(text(pdf).isEmpty());
    assertEquals(List.of(), ArchiveCheck.violations(pdf));
  }
}
