package io.veritwin.validation.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.canonical.JsonValue.JsonArray;
import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.canonical.StrictJsonParser;
import io.veritwin.lifecycle.change.ChangeRequest;
import io.veritwin.lifecycle.change.ChangeRequestState;
import io.veritwin.lifecycle.change.ChangeRequests;
import io.veritwin.lifecycle.change.CheckResult;
import io.veritwin.lifecycle.change.Metric;
import io.veritwin.lifecycle.change.ReadReport;
import io.veritwin.lifecycle.change.RecordChecks;
import io.veritwin.lifecycle.change.RejectModelVersion;
import io.veritwin.lifecycle.change.SealedReport;
import io.veritwin.lifecycle.change.ValidationReport;
import io.veritwin.lifecycle.platform.LifecyclePlatform;
import io.veritwin.lifecycle.platform.Study;
import io.veritwin.records.trail.Digests;
import io.veritwin.twin.integration.Deadline;
import io.veritwin.validation.evidence.Verifies;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Execution of checks on a virtual culture: order, repetition, failure, and what the report says.
 */
class ExecuteChecksTest {

  private static LifecyclePlatform people;
  private static Study study;
  private static ExecuteChecks execute;

  @BeforeAll
  static void start() {
    people = LifecyclePlatform.start();
    study = new Study(people);
    execute = people.get(ExecuteChecks.class);
  }

  @AfterAll
  static void stop() {
    people.close();
  }

  private static ChangeRequest change(String number) throws Exception {
    return people.inTransaction(() -> people.get(ChangeRequests.class).find(number).orElseThrow());
  }

  private static List<CheckResult> results(String number) throws Exception {
    return people.inTransaction(() -> people.get(ChangeRequests.class).results(number));
  }

  private static PDDocument open(byte[] pdf) throws Exception {
    return Loader.loadPDF(pdf);
  }

  private static String text(byte[] pdf) throws Exception {
    try (PDDocument document = open(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  @Test
  @Verifies({"URS-340", "URS-341", "URS-344", "URS-347"})
  void aVirtualCultureIsCheckedAndItsReportSaysThatItIsSynthetic() throws Exception {
    ChangeRequest change = study.submitted(study.version("VIRT"));
    ValidationReport report = execute.execute(change.number());

    ChangeRequest now = change(change.number());
    assertEquals(ChangeRequestState.AWAITING_DECISION, now.state());
    assertEquals("", execute.progress(change.number()));
    try (PDDocument pdf = open(report.pdf())) {
      byte[] json =
          pdf.getDocumentCatalog()
              .getNames()
              .getEmbeddedFiles()
              .getNames()
              .get(report.number() + ".json")
              .getEmbeddedFile()
              .toByteArray();
      assertEquals(report.recordDigest(), Digests.hex(json));
      JsonObject record = (JsonObject) StrictJsonParser.parse(json).orThrow();
      long limits = record.integer("limitsLogIndex").orElseThrow();
      long first = record.integer("resultsLogIndex").orElseThrow();
      assertTrue(limits < first, limits + " < " + first);
      assertEquals(
          results(change.number()).size(),
          ((JsonArray) record.members().get("results")).elements().size());
    }
    String text = text(report.pdf());
    assertTrue(text.contains("rests on synthetic data"), text);
    assertTrue(text.contains("synthetic, from a virtual plant"), text);
    assertTrue(text.contains("demonstration, no external witness"), text);
    assertTrue(text.contains("Shares of the variance of"), text);
    String shares = text.substring(text.indexOf("Shares of the variance of"));
    assertTrue(Pattern.compile("\\d\\.\\d\\d ± \\d\\.\\d\\d").matcher(shares).find(), shares);
    for (CheckResult r : results(change.number())) {
      if (r.metric().group() == Metric.Group.VERIFICATION) {
        assertTrue(r.passed(), r.number() + " " + r.valueInWords());
      }
    }
  }

  // A22-06: what the log does not prove has not been set.
  @Test
  @Verifies("URS-340")
  void noCheckBeginsWithoutTheReceiptOfTheLimits() throws Exception {
    ChangeRequest change = study.raised(study.version("DRAFT"));
    assertThrows(RuntimeException.class, () -> execute.execute(change.number()));
    assertEquals(List.of(), results(change.number()));
    assertThrows(IllegalArgumentException.class, () -> execute.execute("CR-9999"));
  }

  @Test
  @Verifies("URS-346")
  void aSecondExecutionGivesTheFirstReport() throws Exception {
    ChangeRequest change = study.submitted(study.version("TWICE"));
    ValidationReport first = execute.execute(change.number());
    long entries = people.database().count("audit_entry");
    ValidationReport second = execute.execute(change.number());
    assertEquals(first.number(), second.number());
    assertArrayEquals(first.pdf(), second.pdf());
    assertEquals(entries, people.database().count("audit_entry"));
  }

  @Test
  @Verifies("URS-346")
  void anExecutionThatStoppedAfterItsResultsGoesOnFromThem() throws Exception {
    ChangeRequest change = study.submitted(study.version("HALF"));
    String n = change.number();
    ChangeUnderTest test = people.get(LoadChange.class).load(n);
    Evidence evidence = Evidence.compute(test, Deadline.none(), words -> {});
    people.get(RecordChecks.class).record(n, evidence.answers(test, Clock.systemUTC()));
    List<String> before = results(n).stream().map(CheckResult::digest).toList();

    execute.execute(n);

    assertEquals(before, results(n).stream().map(CheckResult::digest).toList());
    assertEquals(ChangeRequestState.AWAITING_DECISION, change(n).state());
  }

  // A22-01: the same request gives the same values, however often.
  @Test
  @Verifies("URS-346")
  void theSameRequestGivesTheSameValues() throws Exception {
    ChangeRequest change = study.submitted(study.version("SAME"));
    ChangeUnderTest test = people.get(LoadChange.class).load(change.number());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Evidence evidence = Evidence.compute(test, Deadline.none(), words -> {});
      values.add(
          evidence.answers(test, Clock.systemUTC()).stream()
              .map(a -> List.of(a.criterion(), a.value(), a.points()))
              .toList());
    }
    assertEquals(values.get(0), values.get(1));
  }

  @Test
  @Verifies("URS-345")
  void whatIsNotDoneInTimeHasNoValueAndFails() throws Exception {
    ChangeRequest change = study.submitted(study.version("LATE"));
    ChangeUnderTest test = people.get(LoadChange.class).load(change.number());
    Deadline passed = Deadline.after(Duration.ofSeconds(-1), Clock.systemUTC());
    Evidence evidence = Evidence.compute(test, passed, words -> {});
    List<CheckResult> results =
        people
            .get(RecordChecks.class)
            .record(change.number(), evidence.answers(test, Clock.systemUTC()));
    List<CheckResult> predictions =
        results.stream().filter(r -> r.metric().group() == Metric.Group.PREDICTION).toList();
    assertEquals(6, predictions.size());
    for (CheckResult r : predictions) {
      assertNull(r.value());
      assertTrue(!r.passed() && r.explanation().contains("could not be predicted"), r::explanation);
    }
    ValidationReport report = execute.execute(change.number());
    assertTrue(text(report.pdf()).contains("Not fit for the intended use."));
    assertTrue(text(report.pdf()).contains("not computed"));
  }

  // URS-348: the other decision is sealed as well.
  @Test
  @Verifies("URS-348")
  void aRejectedReportIsSealedWithItsReason() throws Exception {
    ChangeRequest change = study.submitted(study.version("NO"));
    ValidationReport report = execute.execute(change.number());
    people.get(ReadReport.class).serve(change.number(), LifecyclePlatform.QA);
    people.sign(
        RejectModelVersion.class,
        change.number(),
        LifecyclePlatform.QA,
        Map.of("reportDigest", report.digest(), "reason", "One batch is too few."));
    SealedReport sealed =
        people.get(ReadReport.class).serveSealed(change.number(), LifecyclePlatform.QA2);
    String text = text(sealed.pdf());
    assertTrue(text.contains("Model version NO 1.0 is rejected."), text);
    assertTrue(text.contains("“One batch is too few.”"), text);
  }
}
