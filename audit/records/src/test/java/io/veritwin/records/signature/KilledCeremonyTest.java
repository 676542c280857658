package io.veritwin.records.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.log.Sequencers;
import io.veritwin.records.platform.DatabaseWire;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.signature.SignRecord.SigningOutcome;
import io.veritwin.validation.evidence.Verifies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Attack: kill -9 between every two steps of the ceremony, of a real process. */
class KilledCeremonyTest {

  private static final class Running implements AutoCloseable {
    final long sheet;
    final DatabaseWire wire;
    final Process process;
    final BufferedReader said;

    Running(TestPlatform first, long sheet) throws IOException {
      this.sheet = sheet;
      this.wire = new DatabaseWire(first.database());
      this.process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  KilledCeremony.class.getName(),
                  wire.url(first.database()),
                  first.pki().folder().toString(),
                  first.mirror().toString(),
                  "BS-" + sheet)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      this.said = process.inputReader();
    }

    void go() throws IOException {
      assertEquals("ready", said.readLine());
      OutputStream in = process.getOutputStream();
      in.write("go\n".getBytes(StandardCharsets.UTF_8));
      in.flush();
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      wire.close();
      said.close();
    }
  }

  @Test
  @Verifies({"URS-150", "URS-169"})
  void aCeremonyKilledBetweenAnyTwoStepsIsWholeOrCanBeBegunAgain() throws Exception {
    TestPlatform first =
        TestPlatform.builder().with(AcceptBatchSheet.class).withoutWorker().start();
    Trails.draft(first, 0, TestPlatform.QA);
    first.close();
    try (Running calm = new Running(first, 0)) {
      calm.wire.endAt(s -> false, false, () -> {});
      calm.go();
      List<String> lines = calm.said.lines().toList();
      System.out.println(lines);
      calm.wire.heard().forEach(l -> System.out.println("HEARD " + l.substring(0, Math.min(150, l.length()))));
    }
  }
}
