package io.veritwin.records.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.veritwin.validation.evidence.Verifies;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  @Verifies("URS-134")
  void aSiteIsADemonstrationUntilItIsConfiguredAsGxp() {
    Settings demonstration = new Settings(name -> null);
    assertEquals(SiteKind.DEMONSTRATION, demonstration.siteKind());
    assertEquals("demonstration, no external witness", demonstration.siteKind().notice());
    assertEquals(Optional.empty(), demonstration.timeStampAuthority());
    assertEquals("localhost:8443/log", demonstration.logOrigin());
    Settings gxp = new Settings(Map.of("veritwin.site.kind", "gxp")::get);
    assertEquals(SiteKind.GXP, gxp.siteKind());
    assertEquals("", gxp.siteKind().notice());
  }

  @Test
  @Verifies("URS-134")
  void aMissingOrWrongValueNamesItsProperty() {
    Settings none = new Settings(name -> null);
    assertEquals(
        "the system property veritwin.pki is not set",
        assertThrows(IllegalStateException.class, none::pki).getMessage());
    Settings wrong = new Settings(Map.of("veritwin.site.kind", "production")::get);
    assertEquals(
        "veritwin.site.kind is \"demonstration\" or \"gxp\", not \"production\"",
        assertThrows(IllegalStateException.class, wrong::siteKind).getMessage());
    Settings gxp = new Settings(Map.of("veritwin.site.kind", "gxp")::get);
    assertThrows(IllegalStateException.class, gxp::timeStampAuthority);
    Settings address = new Settings(Map.of("veritwin.address", " https://twin.example:8443 ")::get);
    assertEquals(URI.create("https://twin.example:8443"), address.address());
  }
}
