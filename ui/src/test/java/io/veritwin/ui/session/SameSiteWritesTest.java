package io.veritwin.ui.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.validation.evidence.Verifies;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SameSiteWritesTest {

  @Test
  @Verifies("URS-511")
  void aWriteWithoutOurHeaderIsRefused() {
    assertTrue(SameSiteWrites.refuses("POST", null, "same-origin"));
    assertTrue(SameSiteWrites.refuses("DELETE", null, null));
  }

  @Test
  @Verifies("URS-511")
  void aWriteThatBeganElsewhereIsRefused() {
    assertTrue(SameSiteWrites.refuses("POST", "1", "cross-site"));
    assertTrue(SameSiteWrites.refuses("POST", "1", "same-site"));
  }

  @Test
  @Verifies("URS-511")
  void readingAndOurOwnWritesPass() {
    assertFalse(SameSiteWrites.refuses("GET", null, "cross-site"));
    assertFalse(SameSiteWrites.refuses("POST", "1", "same-origin"));
  }

  @Test
  @Verifies("URS-511")
  void theRefusalSaysThatNothingWasChanged() {
    assertEquals(
        Map.of(
            "sentence",
            "Nothing was changed. The request did not come from a page of this application"
                + " (UI-01).",
            "rule",
            "UI-01"),
        SameSiteWrites.REFUSAL);
  }

  @Test
  @Verifies("URS-510")
  void theContentPolicyAllowsNoScriptButOurOwnFiles() {
    assertTrue(SecurityHeaders.POLICY.contains("script-src 'self';"));
    assertTrue(SecurityHeaders.POLICY.contains("frame-ancestors 'self'"));
    assertFalse(SecurityHeaders.POLICY.contains("unsafe-eval"));
  }
}
