package io.veritwin.ui.notation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.veritwin.validation.evidence.Verifies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class NotationTest {

  private static final Instant SIGNED = Instant.parse("2026-11-20T09:42:31.208Z");

  private final Notation berlin = notation("Europe/Berlin");

  private static Notation notation(String zone) {
    return new Notation(ZoneId.of(zone), Clock.fixed(SIGNED.plusSeconds(34), ZoneOffset.UTC));
  }

  @Test
  @Verifies("URS-503")
  void aRecordPrintsUtcFirstAndThePersonsTimeBesideIt() {
    assertEquals("2026-11-20 09:42:31 UTC (10:42:31 CET)", berlin.utcAndLocal(SIGNED));
    assertEquals("2026-11-20 09:42:31 UTC", notation("UTC").utcAndLocal(SIGNED));
  }

  @Test
  @Verifies("URS-503")
  void peopleSeeTheirOwnZone() {
    assertEquals("Fri 20 Nov 2026, 10:42 CET", berlin.local(SIGNED));
    assertEquals("34\u00a0s ago", berlin.ago(SIGNED));
    assertEquals("17\u00a0min", Notation.inWords(Duration.ofSeconds(1062)));
  }

  @Test
  @Verifies("URS-503")
  void aMissingValueIsNoneAndNeverZero() {
    assertEquals("none", berlin.number(null));
    assertEquals("none", berlin.fixed(Double.NaN, 1));
    assertEquals("none", berlin.utc(null));
    assertEquals("0", berlin.number(0.0));
  }

  @Test
  @Verifies("URS-503")
  void numbersCarryTrueMinusThinGroupsAndPowersOfTen() {
    assertEquals("1\u2009284\u2009551", berlin.count(1_284_551));
    assertEquals("9999", berlin.count(9999));
    assertEquals("\u22120.29", berlin.fixed(-0.289, 2));
    assertEquals("2.10", berlin.fixed(2.1, 2));
    assertEquals("1.02\u00a0×\u00a010⁻⁵", berlin.number(1.0234e-5));
    assertEquals("+2.0\u00a0%", berlin.change(0.296, 0.302));
    assertEquals("+62\u00a0%", berlin.change(0.021, 0.034));
    assertEquals("equal", berlin.change(5.0, 5.0));
  }

  @Test
  @Verifies("URS-503")
  void unitsReadAsPeopleWriteThem() {
    assertEquals("×10⁶/mL", berlin.unit("10*9/L"));
    assertEquals("°C", berlin.unit("Cel"));
    assertEquals("", berlin.unit("1"));
    assertEquals("mmol/L", berlin.unit("mmol/L"));
  }

  @Test
  @Verifies("URS-503")
  void aDigestIsReadInGroups() {
    String digest = "7f3a91c20be45d18c6a722f09e3b4417a05ce8d177026b9f13c48ae6f15d60b3";
    assertEquals("7f3a 91c2", berlin.code(digest));
    assertEquals("7f3a 91c2 … 60b3", berlin.brief(digest));
    assertEquals(79, berlin.digest(digest).length());
  }
}
