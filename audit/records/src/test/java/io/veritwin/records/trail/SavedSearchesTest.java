package io.veritwin.records.trail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.trail.SavedSearches.SavedSearch;
import io.veritwin.validation.evidence.Verifies;
import java.util.List;
import org.junit.jupiter.api.Test;

class SavedSearchesTest {

  @Test
  @Verifies("URS-197")
  void aPersonsSearchesAreKeptByNameReplacedAndForgotten() {
    try (TestPlatform platform = TestPlatform.builder().start()) {
      SavedSearches searches = platform.get(SavedSearches.class);
      searches.save(TestPlatform.QA, " Refused ", "?refused=true");
      searches.save(TestPlatform.QA, "Mine", "?person=Albrecht");
      searches.save(TestPlatform.QA, "Mine", "?person=albrecht&refused=true");
      searches.save(TestPlatform.OPERATOR, "Mine", "?record=P-1");
      assertEquals(
          List.of(
              new SavedSearch("Mine", "?person=albrecht&refused=true"),
              new SavedSearch("Refused", "?refused=true")),
          searches.of(TestPlatform.QA));
      searches.remove(TestPlatform.QA, "Mine");
      assertEquals(
          List.of(new SavedSearch("Refused", "?refused=true")), searches.of(TestPlatform.QA));
      assertEquals(
          List.of(new SavedSearch("Mine", "?record=P-1")), searches.of(TestPlatform.OPERATOR));
      assertThrows(
          IllegalArgumentException.class,
          () -> searches.save(TestPlatform.QA, " ", "?refused=true"));
      assertThrows(
          IllegalArgumentException.class, () -> searches.save(TestPlatform.QA, "Nothing", ""));
    }
  }
}
