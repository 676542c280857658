package io.veritwin.ui.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.veritwin.records.trail.TrailQuery;
import io.veritwin.validation.evidence.Verifies;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrailFilterTest {

  private static final TrailFilter NOTHING =
      new TrailFilter("", "", "", false, false, "", "", "", "entry", false, 0);

  @Test
  @Verifies("URS-506")
  void whatIsLookedForStandsInTheAddressAndKeepsTheRest() {
    TrailFilter filter =
        new TrailFilter(
            "P-0412", "Reuter", "", false, false, "2026-11-20", "", "feed rate", "entry", false, 3);
    assertEquals(
        "?record=P-0412&person=Reuter&from=2026-11-20&text=feed+rate&entry=17&page=3".length(),
        filter.with("entry", 17).length());
    assertEquals(
        "?record=P-0412&person=Reuter&from=2026-11-20&text=feed+rate&sort=time",
        filter.with("sort", "time"));
  }

  @Test
  @Verifies("URS-506")
  void theLastDayIsInclusive() {
    TrailQuery query =
        new TrailFilter("", "", "", true, false, "2026-11-20", "2026-11-21", "", "time", true, 0)
            .query();
    assertEquals(Instant.parse("2026-11-20T00:00:00Z"), query.from());
    assertEquals(Instant.parse("2026-11-22T00:00:00Z"), query.to());
    assertEquals(TrailQuery.Sort.TIME, query.sort());
    assertEquals(TrailQuery.Only.REFUSED, query.only());
  }

  @Test
  @Verifies("URS-506")
  void anAddressTypedByHandNeverFails() {
    TrailQuery query =
        new TrailFilter("", "", "", false, false, "yesterday", "", "", "colour", false, 0).query();
    assertNull(query.from());
    assertEquals(TrailQuery.Sort.ENTRY, query.sort());
    assertNull(NOTHING.query().person());
  }
}
