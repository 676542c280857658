package io.veritwin.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.records.trail.Receipts.StoredReceipt;
import io.veritwin.validation.evidence.Verifies;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantWriteTest {

  private static final Instant NOW = Instant.parse("2026-11-20T09:43:00Z");
  private static final Instant LATER = Instant.parse("2026-11-20T10:00:00Z");
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private SignedLeaves log;

  @BeforeEach
  void open(@TempDir Path folder) {
    log = new SignedLeaves(folder);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private PlantWrite parse(StoredReceipt receipt) {
    return PlantWrite.parse(receipt, log.verifierKey(), clock);
  }

  private String refusal(StoredReceipt receipt) {
    return assertThrows(IllegalArgumentException.class, () -> parse(receipt)).getMessage();
  }

  private static Map<String, String> release() {
    return SignedLeaves.release(46.5, LATER, "use-1");
  }

  @Test
  @Verifies("URS-244")
  void aWriteIsExactlyWhatTheSignedLeafSays() {
    PlantWrite write = parse(log.sign(7, release()));
    assertEquals("BR-204", write.unit());
    assertEquals("FIC-204.SP", write.tag());
    assertEquals("BR204.FIC-204.SP", write.node());
    assertEquals(46.5, write.value());
    assertEquals("mL/h", write.unitOfMeasure());
    assertEquals(LATER, write.expires());
    assertEquals("use-1", write.useId());
    assertEquals(7, write.auditEntryId());
  }

  @Test
  @Verifies("URS-244")
  void nothingElseMakesAWrite() {
    assertTrue(
        Arrays.stream(PlantWrite.class.getDeclaredConstructors())
            .allMatch(c -> Modifier.isPrivate(c.getModifiers())));
    assertTrue(Modifier.isFinal(PlantWrite.class.getModifiers()));
  }

  @Test
  @Verifies("URS-244")
  void aLeafThatWasAlteredAfterSigningIsRefused() {
    StoredReceipt signed = log.sign(7, release());
    byte[] altered =
        new String(signed.leaf(), StandardCharsets.UTF_8)
            .replace("46.5", "96.5")
            .getBytes(StandardCharsets.UTF_8);
    assertTrue(
        refusal(new StoredReceipt(7, signed.index(), altered, signed.proof())).contains("altered"));
  }

  @Test
  @Verifies("URS-244")
  void aReceiptOfAnotherLogIsRefused() {
    StoredReceipt signed = log.sign(7, release());
    LogKey stranger = LogKey.create("plant.test/log", new SecureRandom());
    assertThrows(
        IllegalArgumentException.class,
        () -> PlantWrite.parse(signed, stranger.verifierKey(), clock));
  }

  @Test
  @Verifies("URS-244")
  void aReceiptOfAnotherEntryIsRefused() {
    log.sign(6, SignedLeaves.release(50, LATER, "use-0"));
    StoredReceipt signed = log.sign(7, release());
    assertTrue(
        refusal(new StoredReceipt(8, signed.index(), signed.leaf(), signed.proof()))
            .contains("audit entry 7, not 8"));
  }

  @Test
  @Verifies("URS-244")
  void anotherEventOrARefusedSignatureIsNoRelease() {
    assertTrue(
        refusal(log.append(7, "RECOMMENDATION_PROPOSED", false, release()))
            .contains("RECOMMENDATION_PROPOSED"));
    assertTrue(
        refusal(log.append(8, "RECOMMENDATION_SIGNED", true, release())).contains("refused"));
  }

  @ParameterizedTest
  @Verifies("URS-244")
  @ValueSource(
      strings = {
        "write.unit",
        "write.tag",
        "write.node",
        "write.value",
        "write.unitOfMeasure",
        "write.expires",
        "write.useId"
      })
  void aLeafThatLacksAValueIsRefusedByItsName(String missing) {
    Map<String, String> details = release();
    details.remove(missing);
    assertTrue(refusal(log.sign(7, details)).contains(missing));
  }

  @ParameterizedTest
  @Verifies("URS-244")
  @ValueSource(strings = {"NaN", "Infinity", "forty", "46,5"})
  void aValueThatIsNoFiniteNumberIsRefused(String value) {
    Map<String, String> details = release();
    details.put("write.value", value);
    assertTrue(refusal(log.sign(7, details)).contains(value));
  }

  @Test
  @Verifies("URS-244")
  void anExpiredReleaseIsRefusedFromTheVeryMomentOn() {
    assertTrue(refusal(log.sign(7, SignedLeaves.release(46.5, NOW, "use-1"))).contains("expired"));
    parse(log.sign(8, SignedLeaves.release(46.5, NOW.plusMillis(1), "use-2")));
  }
}
