package io.veritwin.launcher.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.launcher.CannotStart;
import io.veritwin.launcher.DataFolder;
import io.veritwin.launcher.SiteMemory;
import io.veritwin.launcher.authority.SiteCertificates;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.verify.LogVerifier;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessorLogTest {

  private static final String REASON = "The database's disk broke at noon.";

  @TempDir Path home;
  private Path data;
  private LogKey key;

  @BeforeEach
  void aStoppedSite() throws IOException {
    data = home.resolve("site");
    DataFolder.open(data, false).close();
    Files.createDirectories(data.resolve("pki"));
    key = aLog("plant.example/log", 3);
  }

  private LogKey aLog(String origin, int entries) throws IOException {
    SiteCertificates.newLogKey(data.resolve("pki"), new SecureRandom());
    LogKey made = LogKey.load(origin, data.resolve("pki/log-key.pem"));
    append(made, data.resolve("log-mirror"), entries);
    return made;
  }

  private static byte[] append(LogKey key, Path folder, int entries) throws IOException {
    try (LogDirectory log = LogDirectory.open(folder)) {
      log.writeVerifierKey(key.verifierKey().toString());
      MerkleLog appended = MerkleLog.open(log, key);
      for (int i = 0; i < entries; i++) {
        appended.append(List.of(new byte[] {(byte) i}));
      }
      return log.checkpoint().orElseThrow();
    }
  }

  private String begin(Path newestKnown) throws IOException {
    return SuccessorLog.begin(data, REASON, Optional.ofNullable(newestKnown), new SecureRandom());
  }

  @Test
  @Verifies("URS-189")
  void theEndedLogStaysVerifiableAndTheNextOneHasANameAndAKeyOfItsOwn() throws IOException {
    byte[] endedKey = Files.readAllBytes(data.resolve("pki/log-key.pem"));
    byte[] newest = append(key, home.resolve("the-witness"), 5);
    Path kept = Files.write(home.resolve("checkpoint"), newest);
    assertTrue(begin(kept).contains("the site begins the log plant.example/log/2"));
    LogFolder ended = new LogFolder(data.resolve("former-logs/1"));
    assertTrue(LogVerifier.verify(ended, key.verifierKey(), Optional.empty()).sound());
    assertArrayEquals(newest, ended.read("newest-known-checkpoint").orElseThrow());
    assertEquals(REASON + "\n", Files.readString(ended.path().resolve("reason.txt")));
    assertFalse(Files.exists(data.resolve("log-mirror")));
    assertEquals(
        Optional.of("plant.example/log/2"),
        new SiteMemory(data.resolve("site.properties")).recall("log.origin"));
    assertFalse(
        java.util.Arrays.equals(endedKey, Files.readAllBytes(data.resolve("pki/log-key.pem"))));
    aLog("plant.example/log/2", 1);
    assertTrue(begin(null).contains("the site begins the log plant.example/log/3"));
  }

  @Test
  @Verifies("URS-189")
  void anOlderCheckpointThanTheCopysIsNotTheNewestKnown() throws IOException {
    byte[] older = append(key, home.resolve("the-witness"), 2);
    begin(Files.write(home.resolve("checkpoint"), older));
    LogFolder ended = new LogFolder(data.resolve("former-logs/1"));
    assertArrayEquals(
        ended.checkpoint().orElseThrow(), ended.read("newest-known-checkpoint").orElseThrow());
  }

  @Test
  @Verifies("URS-189")
  void aRunningSiteAShortReasonAndAnotherLogsCheckpointChangeNothing() throws IOException {
    byte[] foreign =
        append(LogKey.create("plant.example/log", new SecureRandom()), home.resolve("another"), 9);
    Path kept = Files.write(home.resolve("checkpoint"), foreign);
    assertTrue(
        assertThrows(CannotStart.class, () -> begin(kept))
            .getMessage()
            .contains("is no checkpoint of the log plant.example/log"));
    assertTrue(
        assertThrows(
                CannotStart.class,
                () -> SuccessorLog.begin(data, "oops", Optional.empty(), new SecureRandom()))
            .getMessage()
            .contains("The reason \"oops\" is too short"));
    try (DataFolder running = DataFolder.open(data, false)) {
      assertTrue(
          assertThrows(CannotStart.class, () -> begin(null))
              .getMessage()
              .contains("is running; stop it first"),
          running.root().toString());
    }
    assertFalse(Files.exists(data.resolve("former-logs")));
    assertEquals(
        key.verifierKey(),
        LogKey.load("plant.example/log", data.resolve("pki/log-key.pem")).verifierKey());
  }
}
