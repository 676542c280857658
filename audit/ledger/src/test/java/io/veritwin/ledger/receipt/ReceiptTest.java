package io.veritwin.ledger.receipt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.MemoryStore;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Verifies("URS-105")
class ReceiptTest {

  private final LogKey key = LogKey.create("plant.example/log", new SecureRandom());
  private final LogVerifierKey verifierKey = key.verifierKey();
  private MerkleLog log;

  @BeforeEach
  void aLogOf300Entries() throws IOException {
    log = MerkleLog.open(new MemoryStore(), key);
    log.append(IntStream.range(0, 300).mapToObj(i -> leaf(i)).toList());
  }

  @Test
  void aReceiptProvesItsEntryWithThePublicKeyAlone() throws IOException {
    for (int i = 0; i < 300; i++) {
      Receipt receipt = Receipt.parse(log.receipt(i).text()).orThrow();
      assertEquals(i, receipt.index());
      assertEquals(log.head(), receipt.verify(leaf(i), verifierKey).orThrow());
    }
    assertThrows(IllegalArgumentException.class, () -> log.receipt(300));
  }

  @Test
  void theTextIsThatOfC2spTlogProof() throws IOException {
    String[] lines = log.receipt(299).text().split("\n");
    assertEquals("c2sp.org/tlog-proof@v1", lines[0]);
    assertEquals("index 299", lines[1]);
    assertEquals(44, lines[2].length());
    int blank = List.of(lines).indexOf("");
    assertEquals("plant.example/log", lines[blank + 1]);
    assertEquals("300", lines[blank + 2]);
  }

  @Test
  void everyFlippedBitOfAReceiptOrItsEntryIsRefused() throws IOException {
    byte[] text = log.receipt(123).text().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length * 8; i++) {
      byte[] flipped = text.clone();
      flipped[i / 8] ^= (byte) (1 << i % 8);
      String altered = new String(flipped, StandardCharsets.UTF_8);
      assertFalse(
          Receipt.parse(altered).then(r -> r.verify(leaf(123), verifierKey)).isAccepted(),
          "bit " + i);
    }
    Receipt receipt = log.receipt(123);
    for (int i = 0; i < leaf(123).length * 8; i++) {
      byte[] flipped = leaf(123);
      flipped[i / 8] ^= (byte) (1 << i % 8);
      assertFalse(receipt.verify(flipped, verifierKey).isAccepted(), "bit " + i);
    }
  }

  @Test
  void aReceiptIsRefusedForAnotherEntryPlaceKeyOrCheckpoint() throws IOException {
    Receipt receipt = log.receipt(7);
    assertRefused(receipt, leaf(8), verifierKey, "Entry 7 is not what the log holds");
    assertRefused(
        new Receipt(8, receipt.path(), receipt.checkpoint()),
        leaf(7),
        verifierKey,
        "Entry 8 is not");
    assertRefused(
        new Receipt(300, receipt.path(), receipt.checkpoint()),
        leaf(7),
        verifierKey,
        "covers only 300 entries");
    LogVerifierKey other = LogKey.create("plant.example/log", new SecureRandom()).verifierKey();
    assertRefused(receipt, leaf(7), other, "not signed by the key");
    log.append(List.of(leaf(300)));
    assertRefused(
        new Receipt(7, receipt.path(), log.head().text()), leaf(7), verifierKey, "Entry 7 is not");
    assertTrue(receipt.verify(leaf(7), verifierKey).isAccepted(), "old receipts stay good");
  }

  @Test
  void anExtraLineIsReadOverAndMalformedReceiptsAreRefused() throws IOException {
    String text = log.receipt(7).text();
    String extra = text.replace("\nindex", "\nextra AAAA\nindex");
    assertTrue(Receipt.parse(extra).then(r -> r.verify(leaf(7), verifierKey)).isAccepted());
    assertFalse(Receipt.parse("").isAccepted());
    assertFalse(Receipt.parse(text.replace("@v1", "@v2")).isAccepted());
    assertFalse(Receipt.parse(text.replace("index 7", "index 07")).isAccepted());
    assertFalse(Receipt.parse(text.replace("index 7\n", "")).isAccepted());
    assertFalse(Receipt.parse("c2sp.org/tlog-proof@v1\n\n").isAccepted());
  }

  private static void assertRefused(Receipt receipt, byte[] leaf, LogVerifierKey key, String why) {
    String refusal = receipt.verify(leaf, key).refusal().orElse("accepted");
    assertTrue(refusal.contains(why), refusal);
  }

  private static byte[] leaf(long index) {
    return ("{\"entry\":" + index + "}").getBytes(StandardCharsets.UTF_8);
  }
}
