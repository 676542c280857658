package io.veritwin.ledger.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.OtherTools.Result;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.validation.evidence.Verifies;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Go project's own verifier of such logs judges ours. Its libraries come with every Go
 * distribution, so nothing is downloaded.
 */
@Verifies("URS-113")
class OtherVerifierTest {

  @TempDir Path folder;

  @Test
  void theGoProjectsLibrariesAcceptTheGoodLogAndRefuseTheBadOnes() throws Exception {
    Path verifier = buildGoVerifier();
    LogKey key = LogKey.create("plant.example/log", new SecureRandom());
    Path log = folder.resolve("log");
    Path older = folder.resolve("older");
    try (LogDirectory directory = LogDirectory.open(log)) {
      directory.writeVerifierKey(key.verifierKey().toString());
      MerkleLog writer = MerkleLog.open(directory, key);
      writer.append(entries(0, 300));
      Files.write(older, writer.head().note());
      writer.append(entries(300, 1000));
      writer.append(entries(1000, 1100));
    }
    assertEquals(new Result(0, "OK 1100\n"), judge(verifier, log, older));

    Path bundle = log.resolve("tile/entries/003");
    byte[] good = Files.readAllBytes(bundle);
    byte[] altered = good.clone();
    altered[good.length - 1] ^= 1;
    Files.write(bundle, altered);
    assertRefused(judge(verifier, log, older), "entry 1023");
    Files.write(bundle, good);

    Path tile = log.resolve("tile/0/002");
    byte[] hashes = Files.readAllBytes(tile);
    hashes[77] ^= 1;
    Files.write(tile, hashes);
    assertRefused(judge(verifier, log, older), "entry");
    hashes[77] ^= 1;
    Files.write(tile, hashes);

    Path other = folder.resolve("other");
    try (LogDirectory directory = LogDirectory.open(other)) {
      directory.writeVerifierKey(key.verifierKey().toString());
      MerkleLog.open(directory, key).append(entries(1, 500));
    }
    assertRefused(judge(verifier, other, older), "consistency");

    String note = Files.readString(log.resolve("checkpoint"));
    Files.writeString(log.resolve("checkpoint"), note.replace("\n1100\n", "\n1099\n"));
    assertRefused(judge(verifier, log, older), "checkpoint");
  }

  private Path buildGoVerifier() throws Exception {
    assumeTrue(OtherTools.present("go", "version"), "go is not installed");
    Path vendored =
        Path.of(
            OtherTools.run(folder, "go", "env", "GOROOT").strip(), "src/cmd/vendor/golang.org/x");
    assumeTrue(
        Files.isDirectory(vendored.resolve("mod/sumdb/tlog")),
        "this Go comes without the sources of golang.org/x/mod");
    Path sources = Files.createDirectories(folder.resolve("go/src/golang.org"));
    Files.createSymbolicLink(sources.resolve("x"), vendored);
    try (InputStream program = getClass().getResourceAsStream("verify.go")) {
      Files.copy(program, folder.resolve("verify.go"));
    }
    Result built =
        OtherTools.tryRun(
            folder,
            Map.of(
                "GO111MODULE", "off",
                "GOPATH", folder.resolve("go").toString(),
                "GOFLAGS", ""),
            "go",
            "build",
            "-o",
            "verify",
            "verify.go");
    assertEquals(0, built.status(), built.output());
    return folder.resolve("verify");
  }

  private Result judge(Path verifier, Path log, Path older) throws Exception {
    return OtherTools.tryRun(
        folder, Map.of(), verifier.toString(), log.toString(), older.toString());
  }

  private static void assertRefused(Result result, String what) {
    assertEquals(1, result.status(), result.output());
    assertTrue(
        result.output().startsWith("REFUSED") && result.output().contains(what), result.output());
  }

  private static List<byte[]> entries(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> ("{\"entry\":" + i + "}").getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
