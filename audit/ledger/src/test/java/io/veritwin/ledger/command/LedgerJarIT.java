package io.veritwin.ledger.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.OtherTools.Result;
import io.veritwin.ledger.TimeStampAuthority;
import io.veritwin.ledger.bundle.Bundle;
import io.veritwin.ledger.bundle.Bundle.TimeStamp;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.validation.evidence.Verifies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed program as an inspector runs it: one jar, reduced to what it needs. */
@Verifies("URS-112")
class LedgerJarIT {

  @TempDir Path folder;

  @Test
  void thePackedProgramWritesVerifiesAndExportsWithTheRightStatus() throws Exception {
    assertEquals(0, run("log", "log", "300").status());
    Files.copy(folder.resolve("log/checkpoint"), folder.resolve("older"));
    assertEquals(0, run("log", "log", "300").status());
    Result verified = run("verify", "log", "--older", "older");
    assertEquals(0, verified.status(), verified.output());
    assertEquals(0, run("bundle", "log", "b.zip", "0", "599").status());
    assertEquals(0, run("verify", "b.zip", "--vkey", "log/vkey").status());

    LogKey key = LogKey.load(SampleLog.NAME, folder.resolve("log/sample-key.pem"));
    LogFolder log = new LogFolder(folder.resolve("log"));
    byte[] note = log.checkpoint().orElseThrow();
    SignedCheckpoint head = key.verifierKey().open(note).orThrow();
    for (TimeStampAuthority authority :
        List.of(TimeStampAuthority.rsa(), TimeStampAuthority.ellipticCurve())) {
      byte[] stamp = authority.answer(TimeStampedCheckpoint.imprint(note), TimeStampAuthority.NOW);
      String name = "stamped-" + authority.root().getPublicKey().getAlgorithm() + ".zip";
      Optional<TimeStamp> timeStamp = Optional.of(new TimeStamp(stamp, authority.rootPem()));
      Bundle.of(log, head, key.verifierKey(), List.of(7L), timeStamp).write(folder.resolve(name));
      Result stamped = run("verify", name);
      assertEquals(0, stamped.status(), stamped.output());
      assertTrue(stamped.output().contains("existed at " + TimeStampAuthority.NOW));
    }

    Path bundle = folder.resolve("log/tile/entries/000");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[10] ^= 1;
    Files.write(bundle, bytes);
    Result altered = run("verify", "log");
    assertEquals(1, altered.status());
    assertTrue(altered.output().startsWith("Entry 0 in tile/entries/000 was altered."));
    assertEquals(2, run().status());
  }

  private Result run(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("ledger.jar")));
    command.addAll(List.of(words));
    return OtherTools.tryRun(folder, Map.of(), command.toArray(String[]::new));
  }
}
