package io.veritwin.ui.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.ui.inspection.Reading.Kind;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an inspector reads at an address. */
class ReadingTest {

  private static Reading of(String path, String... parameters) {
    Map<String, String> given =
        parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]);
    return Reading.of(path, given::get);
  }

  @Test
  @Verifies("URS-195")
  void everyPageIsAnEntryOfItsOwn() throws IOException {
    Path webapp = Path.of("src/main/webapp");
    Set<String> others = new TreeSet<>();
    try (Stream<Path> pages = Files.walk(webapp)) {
      for (Path page : pages.filter(p -> p.toString().endsWith(".xhtml")).toList()) {
        String path = "/" + webapp.relativize(page).toString().replace('\\', '/');
        if (!path.startsWith("/WEB-INF/") && of(path).kind() != Kind.VIEW) {
          others.add(path);
        }
      }
    }
    assertEquals(
        Set.of(
            "/audit/explorer.xhtml",
            "/error/expired.xhtml",
            "/error/failed.xhtml",
            "/error/forbidden.xhtml",
            "/error/not-found.xhtml",
            "/farewell.xhtml"),
        others);
    assertEquals(Kind.OWN_ENTRY, of("/audit/explorer.xhtml").kind());
  }

  @Test
  @Verifies("URS-195")
  void whatAPageAsksForAgainAndAgainBelongsToThePage() {
    Reading page = of("/unit/operate.xhtml", "unit", "BR-204");
    for (String path : List.of("/api/units/BR-204/live", "/api/units/BR-204/trend")) {
      assertEquals(Kind.PART, of(path).kind(), path);
      assertEquals(page.key(), of(path).key(), path);
    }
    assertFalse(page.key().equals(of("/api/units/BR-101/live").key()));
    assertEquals(
        of("/change/review.xhtml", "change", "CR-1").key(), of("/api/changes/CR-1/plots/x").key());
    Reading evidence = of("/api/trail/entries/12/evidence");
    assertEquals(Kind.VIEW, evidence.kind());
    assertEquals(Kind.PART, of("/api/trail/entries/12/proof").kind());
    assertEquals(evidence.key(), of("/api/trail/entries/12/proof").key());
    assertEquals(Kind.VIEW, of("/api/trail/proof").kind());
    assertEquals(Kind.VIEW, of("/api/copies/check").kind());
  }

  @Test
  @Verifies("URS-195")
  void whatWritesItsOwnEntryIsNotRecordedTwice() {
    for (String path :
        List.of(
            "/api/trail/export.csv",
            "/api/trail/export.json",
            "/api/trail/entries/12/bundle.zip",
            "/api/copies/certified.pdf",
            "/api/changes/CR-1/report.pdf",
            "/api/changes/CR-1/sealed.pdf")) {
      assertEquals(Kind.OWN_ENTRY, of(path).kind(), path);
    }
  }

  @Test
  @Verifies("URS-194")
  void aPageOfSeveralRecordsIsOutsideEveryScopeAndOneOfARecordIsAsTheRecordIs() {
    for (String path :
        List.of(
            "/start/start.xhtml",
            "/model/models.xhtml",
            "/data/batches.xhtml",
            "/people/people.xhtml",
            "/audit/reviews.xhtml",
            "/sign/record.xhtml",
            "/unit/operate.xhtml",
            "/added/later.xhtml",
            "/api/added/later",
            "/api/ceremonies")) {
      Reading reading = of(path);
      assertFalse(reading.withinAnyScope(), path);
      assertEquals(Optional.empty(), reading.record(), path);
    }
    assertEquals(
        Optional.of(new Related("unit", "BR-204")),
        of("/unit/operate.xhtml", "unit", "BR-204").record());
    assertEquals(
        Optional.of(new Related("change request", "CR-1")),
        of("/api/changes/CR-1/report.pdf").record());
    assertTrue(of("/audit/explorer.xhtml").withinAnyScope());
  }

  // Two readers of one address must not understand two things.
  @Test
  @Verifies("URS-194")
  void anAddressThatCanBeReadInTwoWaysIsOutside() {
    for (String path :
        List.of(
            "/api/changes/CR-1/../CR-2/report.pdf",
            "/api//trail/export.csv",
            "/api/trail/proof;x",
            "/error/../start/start.xhtml")) {
      assertEquals(Kind.VIEW, of(path).kind(), path);
      assertFalse(of(path).withinAnyScope(), path);
      assertEquals(Optional.empty(), of(path).record(), path);
    }
  }
}
