package io.veritwin.records.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.WitnessVerifierKey;
import io.veritwin.ledger.receipt.Receipt;
import io.veritwin.ledger.witness.Witness;
import io.veritwin.ledger.witness.WitnessServer;
import io.veritwin.records.keys.PlatformKeys;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.Receipts;
import io.veritwin.records.trail.TrailUnavailableException;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a site with an independent copy of its checkpoints. */
class WitnessedLogTest {

  @TempDir Path folder;
  private TestPlatform platform;
  private WitnessServer server;
  private WitnessVerifierKey key;

  @BeforeEach
  void start() throws IOException {
    platform = TestPlatform.builder().withoutWorker().start();
    startWitness(0);
  }

  @AfterEach
  void stop() {
    server.close();
    platform.close();
    System.clearProperty("veritwin.witness.url");
    System.clearProperty("veritwin.witness.vkey");
  }

  private void startWitness(int port) throws IOException {
    Witness witness =
        Witness.open(
            folder.resolve("another-host"),
            "witness.example/one",
            platform.get(PlatformKeys.class).logKey().verifierKey(),
            Clock.systemUTC(),
            new SecureRandom());
    key = witness.verifierKey();
    server =
        WitnessServer.start(witness, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    System.setProperty("veritwin.witness.url", "http://127.0.0.1:" + server.port());
    System.setProperty("veritwin.witness.vkey", key.toString());
  }

  @Test
  @Verifies("URS-136")
  void aReceiptBearsTheLineOfTheWitness() throws Exception {
    long entry = Trails.note(platform, 1);
    assertTrue(platform.get(Sequencer.class).workOnce());
    Receipts.StoredReceipt receipt = platform.get(Receipts.class).find(entry).orElseThrow();
    var checkpoint =
        Receipt.parse(receipt.proof())
            .orThrow()
            .verify(receipt.leaf(), platform.get(PlatformKeys.class).logKey().verifierKey())
            .orThrow();
    assertTrue(key.cosignedAt(checkpoint).isAccepted());
    assertTrue(platform.get(VerifyLog.class).proveWholeLog().holds());
  }

  // Without a receipt nothing is written to the plant: PlantWrite cannot be made without one.
  @Test
  @Verifies("URS-136")
  void withoutTheWitnesssAcknowledgementThereIsNoReceiptAndNoAct() throws Exception {
    long sealed = Trails.note(platform, 1);
    assertTrue(platform.get(Sequencer.class).workOnce());
    int port = server.port();
    server.close();
    long entry = Trails.note(platform, 2);
    assertFalse(platform.get(Sequencer.class).workOnce());
    assertTrue(platform.get(Receipts.class).find(entry).isEmpty());
    assertTrue(platform.get(Receipts.class).find(sealed).isPresent());
    assertEquals("LOG-09", platform.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
    assertThrows(
        TrailUnavailableException.class, () -> Trails.draft(platform, 77, TestPlatform.OPERATOR));
    startWitness(port);
    assertTrue(platform.get(Sequencer.class).workOnce());
    assertTrue(platform.get(Receipts.class).find(entry).isPresent());
    assertTrue(platform.get(LogHealth.class).reasonAgainstActs().isEmpty());
    Trails.draft(platform, 78, TestPlatform.OPERATOR);
  }

  // Database and copy are both put back to yesterday's state: only the other host knows.
  @Test
  @Verifies({"URS-136", "URS-128"})
  void aRollBackOfTheDatabaseTogetherWithItsCopyIsFoundByTheWitness() throws Exception {
    Trails.note(platform, 1);
    assertTrue(platform.get(Sequencer.class).workOnce());
    platform.close();
    TestDatabase yesterday = platform.database().copy();
    Path mirror = folder.resolve("yesterdays-copy");
    platform.copyMirror(mirror);
    try (TestPlatform today = TestPlatform.builder().restarting(platform).withoutWorker().start()) {
      Trails.note(today, 2);
      assertTrue(today.get(Sequencer.class).workOnce());
    }
    try (TestPlatform restored =
        TestPlatform.builder()
            .on(yesterday)
            .withKeysOf(platform)
            .withMirror(mirror)
            .withoutWorker()
            .start()) {
      Trails.note(restored, 3);
      restored.get(Sequencer.class).workOnce();
      restored.get(Sequencer.class).workOnce();
      assertEquals(
          "LOG-11", restored.get(LogHealth.class).reasonAgainstActs().orElseThrow().rule());
      assertTrue(restored.get(LogHealth.class).isHalted());
    }
  }

  @Test
  @Verifies("URS-136")
  void aGxpSiteMustHaveAWitness() {
    Settings gxp = new Settings(Map.of("veritwin.site.kind", "gxp")::get);
    assertEquals(
        "the system property veritwin.witness.url is not set",
        assertThrows(IllegalStateException.class, gxp::witness).getMessage());
  }
}
