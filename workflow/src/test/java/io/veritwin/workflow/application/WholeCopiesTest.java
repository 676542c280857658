package io.veritwin.workflow.application;

import static io.veritwin.workflow.application.TestApplication.QA;
import static io.veritwin.workflow.application.TestApplication.UNIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.recommendation.copy.WholeUnit;
import io.veritwin.recommendation.recommend.Recommendation;
import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.records.trail.Digests;
import io.veritwin.validation.evidence.Verifies;
import io.veritwin.validation.report.copy.CertifiedCopy;
import io.veritwin.validation.report.copy.CheckCopy;
import io.veritwin.validation.report.copy.IssueCertifiedCopy;
import io.veritwin.validation.report.copy.IssueCertifiedCopy.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

/** Copies of whole records, out of the application as it runs. */
class WholeCopiesTest {

  private final TestApplication application = TestApplication.running();

  private CertifiedCopy issued(String type, String id) throws IOException {
    long begun = System.nanoTime();
    Outcome outcome =
        application.get(IssueCertifiedCopy.class).issue(QA, type, id, "Batch record review");
    CertifiedCopy copy = assertInstanceOf(Outcome.Issued.class, outcome, outcome::toString).copy();
    System.out.printf(
        "MEASURED copy of %s: %d bytes, %d ms%n",
        type, copy.pdf().length, (System.nanoTime() - begun) / 1_000_000);
    Files.write(
        Files.createDirectories(Path.of("target", "copies")).resolve(copy.fileName()), copy.pdf());
    assertEquals(List.of(), application.get(CheckCopy.class).check(copy.pdf()).findings());
    return copy;
  }

  private static String text(CertifiedCopy copy) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      return new PDFTextStripper().getText(pdf);
    }
  }

  private static Map<String, byte[]> attachments(CertifiedCopy copy) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    try (PDDocument pdf = Loader.loadPDF(copy.pdf())) {
      for (var file :
          pdf.getDocumentCatalog().getNames().getEmbeddedFiles().getNames().entrySet()) {
        all.put(file.getKey(), file.getValue().getEmbeddedFile().toByteArray());
      }
    }
    return all;
  }

  private static void assertSays(String text, String... expected) {
    for (String each : expected) {
      assertTrue(text.contains(each), each + " is not in\n" + text);
    }
  }

  private Recommendation released() {
    String number = application.propose(-2);
    application.accept(number);
    return application.release(number);
  }

  // The trail names inputs and forecast by their digests; the copy holds them.
  @Test
  @Verifies("URS-178")
  void aRecommendationGoesWithItsInputsForecastAndGateAnswers() throws IOException {
    Recommendation r = released();
    CertifiedCopy copy = issued("recommendation", r.number());
    Map<String, byte[]> files = attachments(copy);
    assertEquals(r.inputDigest(), Digests.hex(files.get(r.number() + "-inputs.json")));
    assertEquals(r.forecastDigest(), Digests.hex(files.get(r.number() + "-forecast.json")));
    assertEquals(
        r.gateAnswers(), new String(files.get(r.number() + "-gates.json"), StandardCharsets.UTF_8));
    assertSays(
        text(copy),
        "Certified copy: recommendation " + r.number(),
        "Everything in this copy stands as recorded.",
        "Accepted for release",
        "Marta Reuter");
  }

  @Test
  @Verifies("URS-178")
  void aBatchGoesWithItsRecommendationsReadingsAndGaps() throws IOException {
    Recommendation first = released();
    Recommendation second = released();
    CertifiedCopy copy = issued("batch", first.batch());
    assertEquals(first.batch(), second.batch());
    assertSays(
        text(copy),
        "Certified copy: batch " + first.batch(),
        "Recommendation " + first.number(),
        "Recommendation " + second.number(),
        "Readings of " + UNIT + ", batch " + first.batch(),
        "FIC-204.SP",
        "Gaps in the readings of " + UNIT);
    assertTrue(attachments(copy).containsKey(second.number() + "-forecast.json"));
  }

  @Test
  @Verifies("URS-178")
  void aModelVersionGoesWithItsChangeReportDataAndAssignments() throws IOException {
    String version = released().modelVersion();
    CertifiedCopy copy = issued("model version", version);
    String text = text(copy);
    assertSays(
        text,
        "Certified copy: model version " + version,
        "Change request CR-",
        "Checks of CR-",
        "Assignment AS-",
        "Data set DS-",
        "Imported batch ",
        "Approved");
    assertTrue(
        attachments(copy).keySet().stream().anyMatch(name -> name.matches("RP-\\d+-signed\\.pdf")),
        attachments(copy).keySet().toString());
  }

  // A unit is what an inspection is often about: its copy and its scope are the same records.
  @Test
  @Verifies({"URS-178", "URS-194"})
  void aUnitGoesWithItsRecommendationsDesignSpacesAndAssignments() throws IOException {
    Recommendation r = released();
    assertSays(
        text(issued("unit", UNIT)),
        "Certified copy: unit " + UNIT,
        "Recommendation " + r.number(),
        "Assignment AS-");
    List<Related> related = application.get(WholeUnit.class).related(UNIT);
    assertTrue(related.contains(new Related("recommendation", r.number())), related.toString());
    assertTrue(
        related.stream().anyMatch(record -> record.type().equals("design space")),
        related.toString());
    assertEquals(List.of(), application.get(WholeUnit.class).related("BR-NONE"));
  }

  @Test
  @Verifies({"URS-174", "URS-178"})
  void aBatchThatNobodyRanIsRefused() {
    Outcome outcome =
        application.get(IssueCertifiedCopy.class).issue(QA, "batch", "B-NONE", "Batch review");
    assertEquals("COP-01", assertInstanceOf(Outcome.Refused.class, outcome).reason().rule());
    assertEquals("COP-01", application.newestRefusal().rule());
  }
}
