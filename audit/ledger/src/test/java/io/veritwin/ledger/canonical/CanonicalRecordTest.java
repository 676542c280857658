package io.veritwin.ledger.canonical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.canonical.JsonValue.JsonObject;
import io.veritwin.ledger.tree.TreeHasher;
import io.veritwin.validation.evidence.Verifies;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

@Verifies("URS-101")
class CanonicalRecordTest {

  private static final JsonObject MEMBERS =
      JsonObject.builder()
          .put("who", "Marta Reuter")
          .put("at", Instant.parse("2026-03-02T08:15:30.25Z"))
          .put("value", 12.5)
          .put("index", 7)
          .put("reason", (String) null)
          .build();

  /** Frozen for ever: if this test must change, every record ever signed stops verifying. */
  @Test
  void theBytesOfVersion1NeverChange() {
    byte[] bytes = CanonicalRecord.of("audit-entry", MEMBERS).bytes();
    assertEquals(
        "{\"at\":\"2026-03-02T08:15:30.250Z\",\"index\":7,\"reason\":null,\"type\":\"audit-entry\","
            + "\"v\":1,\"value\":12.5,\"who\":\"Marta Reuter\"}",
        new String(bytes, StandardCharsets.UTF_8));
    assertEquals(
        "de5ec14579e27542c47049e2247cf47f0f3dc6ff6836000e9cd32973ff779e80",
        HexFormat.of().formatHex(TreeHasher.newSha256().digest(bytes)));
  }

  @Test
  void aRecordReadsBackAsItself() {
    CanonicalRecord record = CanonicalRecord.of("audit-entry", MEMBERS);
    CanonicalRecord read = CanonicalRecord.read(record.bytes()).orThrow();
    assertEquals(record, read);
    assertArrayEquals(record.bytes(), read.bytes());
    assertEquals("Marta Reuter", read.members().text("who").orElseThrow());
    assertEquals(7L, read.members().integer("index").orElseThrow());
  }

  @Test
  void aRecordOfAnUnknownVersionIsRefusedAndNotGuessed() {
    assertRefused(
        "{\"type\":\"audit-entry\",\"v\":2}", "no version this program knows (\"v\" is 2)");
    assertRefused("{\"type\":\"audit-entry\"}", "(\"v\" is missing)");
    assertRefused("{\"type\":\"audit-entry\",\"v\":\"1\"}", "(\"v\" is \"1\")");
    assertThrows(
        IllegalArgumentException.class, () -> new CanonicalRecord(2, "audit-entry", MEMBERS));
  }

  @Test
  void bytesThatAreNotCanonicalAreRefused() {
    assertRefused("{\"v\":1,\"type\":\"audit-entry\"}", "not in canonical form");
    assertRefused("{\"type\":\"audit-entry\",\"v\":1 }", "not in canonical form");
    assertRefused("{\"type\":\"audit-entry\",\"v\":1.0}", "not in canonical form");
    assertRefused("{\"type\":\"audit-entry\",\"v\":1}\n", "not in canonical form");
    assertRefused("[1]", "not a JSON object");
    assertRefused("{\"type\":\"Audit Entry\",\"v\":1}", "lower case");
    assertRefused("{\"v\":1}", "lower case");
  }

  @Test
  void theEnvelopeKeepsItsOwnNames() {
    JsonObject members = JsonObject.builder().put("v", 3).build();
    assertThrows(IllegalArgumentException.class, () -> CanonicalRecord.of("audit-entry", members));
    assertThrows(
        IllegalArgumentException.class, () -> JsonObject.builder().put("a", 1).put("a", 2));
  }

  private static void assertRefused(String json, String why) {
    String refusal =
        CanonicalRecord.read(json.getBytes(StandardCharsets.UTF_8)).refusal().orElse("accepted");
    assertTrue(refusal.contains(why), refusal);
  }
}
