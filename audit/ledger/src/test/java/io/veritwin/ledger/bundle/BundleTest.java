package io.veritwin.ledger.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.veritwin.ledger.MemoryStore;
import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.TimeStampAuthority;
import io.veritwin.ledger.bundle.Bundle.TimeStamp;
import io.veritwin.ledger.bundle.BundleVerifier.BundleVerification;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.LogVerifierKey;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.ledger.verify.Finding;
import io.veritwin.ledger.verify.Finding.Kind;
import io.veritwin.validation.evidence.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-109")
class BundleTest {

  private static final LogKey KEY = LogKey.create("plant.example/log", new SecureRandom());
  private static final List<Long> CHOSEN = List.of(0L, 255L, 256L, 299L);

  @TempDir Path folder;
  private final MemoryStore store = new MemoryStore();
  private MerkleLog log;
  private TimeStampAuthority authority;
  private Path bundle;

  @BeforeEach
  void aBundleOfFourEntries() throws Exception {
    log = MerkleLog.open(store, KEY);
    log.append(IntStream.range(0, 300).mapToObj(i -> entry(i)).toList());
    authority = TimeStampAuthority.ellipticCurve();
    byte[] stamp =
        authority.answer(TimeStampedCheckpoint.imprint(log.head().note()), TimeStampAuthority.NOW);
    bundle = folder.resolve("bundle");
    bundleOf(CHOSEN, Optional.of(new TimeStamp(stamp, authority.rootPem()))).write(bundle);
  }

  @Test
  void aBundleHoldsAsFolderAndAsZip() throws IOException {
    BundleVerification asFolder = verify(bundle);
    assertTrue(asFolder.sound(), () -> asFolder.findings().toString());
    assertEquals(4, asFolder.entries());
    assertEquals(Optional.of(TimeStampAuthority.NOW), asFolder.time());

    Path zip = folder.resolve("bundle.zip");
    bundleOf(CHOSEN, Optional.empty()).write(zip);
    BundleVerification asZip = verify(zip);
    assertTrue(asZip.sound(), () -> asZip.findings().toString());
    assertEquals(4, asZip.entries());
    assertTrue(asZip.notes().get(0).contains("no time stamp"));
    assertTrue(BundleVerifier.isBundle(zip) && BundleVerifier.isBundle(bundle));
    assertFalse(BundleVerifier.isBundle(folder));

    Path again = folder.resolve("again.zip");
    bundleOf(CHOSEN, Optional.empty()).write(again);
    assertArrayEquals(Files.readAllBytes(zip), Files.readAllBytes(again), "same log, same bytes");
  }

  @Test
  void everyAlteredMissingOrAddedFileIsNamed() throws IOException {
    SortedMap<String, byte[]> files = BundleFiles.read(bundle);
    assertEquals(4 * 2 + 7, files.size());
    for (String name : files.keySet()) {
      Path file = bundle.resolve(name);
      byte[] good = files.get(name);
      for (int at : new int[] {0, good.length / 2, good.length - 1}) {
        byte[] flipped = good.clone();
        flipped[at] ^= 4;
        Files.write(file, flipped);
        assertNamed(name);
      }
      Files.delete(file);
      assertNamed(name);
      Files.write(file, good);
    }
    Files.writeString(bundle.resolve("entries/1.entry"), "smuggled in");
    assertNamed("entries/1.entry");
  }

  private void assertNamed(String name) throws IOException {
    BundleVerification found = verify(bundle);
    assertTrue(
        found.findings().stream().anyMatch(f -> f.sentence().contains(name)),
        () -> name + ": " + found.findings());
  }

  @Test
  void anEntryIsNotProvenByItsDigestInTheContentsAlone() throws IOException {
    SortedMap<String, byte[]> files = BundleFiles.read(bundle);
    files.put(BundleLayout.entry(255), "forged".getBytes(StandardCharsets.UTF_8));
    files.remove(BundleLayout.CONTENTS);
    files.put(BundleLayout.CONTENTS, BundleContents.of(CHOSEN, files).bytes());
    BundleFiles.write(bundle, files);
    BundleVerification found = verify(bundle);
    assertEquals(1, found.findings().size(), () -> found.findings().toString());
    Finding finding = found.findings().get(0);
    assertEquals(Kind.RECEIPT_FALSE, finding.kind());
    assertEquals(OptionalLong.of(255), finding.entry());
    assertTrue(finding.sentence().startsWith("Entry 255 (entries/255.entry"));
    assertEquals(3, found.entries());
  }

  @Test
  void aReceiptOfAnotherEntryOrCheckpointIsRefused() throws IOException {
    SortedMap<String, byte[]> files = BundleFiles.read(bundle);
    files.put(BundleLayout.receipt(0), files.get(BundleLayout.receipt(299)));
    files.remove(BundleLayout.CONTENTS);
    files.put(BundleLayout.CONTENTS, BundleContents.of(CHOSEN, files).bytes());
    BundleFiles.write(bundle, files);
    assertTrue(verify(bundle).findings().get(0).sentence().contains("is for entry 299"));

    log.append(List.of(entry(300)));
    files.put(BundleLayout.receipt(0), log.receipt(0).text().getBytes(StandardCharsets.UTF_8));
    files.remove(BundleLayout.CONTENTS);
    files.put(BundleLayout.CONTENTS, BundleContents.of(CHOSEN, files).bytes());
    BundleFiles.write(bundle, files);
    assertTrue(verify(bundle).findings().get(0).sentence().contains("checkpoint is not the one"));
  }

  @Test
  void aBundleOfAForgedLogIsFoundByTheKeyGotAnotherWay() throws IOException {
    LogVerifierKey expected = LogKey.create("plant.example/log", new SecureRandom()).verifierKey();
    BundleVerification found =
        BundleVerifier.verify(bundle, Optional.of(expected), Optional.empty());
    assertTrue(found.findings().stream().anyMatch(f -> f.sentence().contains("not the key given")));
    assertEquals(0, found.entries());
    BundleVerification unsure = BundleVerifier.verify(bundle, Optional.empty(), Optional.empty());
    assertTrue(unsure.sound());
    assertTrue(unsure.notes().get(0).contains("Compare it with the key you got another way"));
  }

  @Test
  void aTimeStampOfAnAuthorityThatIsNotTrustedIsRefused() throws Exception {
    BundleVerification found =
        BundleVerifier.verify(
            bundle,
            Optional.of(KEY.verifierKey()),
            Optional.of(List.of(TimeStampAuthority.rsa().root())));
    assertEquals(
        List.of(Kind.TIME_STAMP_FALSE), found.findings().stream().map(Finding::kind).toList());
    assertEquals(Optional.empty(), found.time());
  }

  @Test
  void aLogThatDoesNotProveAnEntryGivesNoBundle() throws IOException {
    byte[] tile = store.tiles().get(io.veritwin.ledger.tree.TileAddress.hashes(0, 0, 256));
    tile[40] ^= 1;
    IOException refused =
        assertThrows(IOException.class, () -> bundleOf(List.of(7L), Optional.empty()));
    assertTrue(refused.getMessage().contains("Entry 7 is not what the log holds"));
    assertThrows(IllegalArgumentException.class, () -> bundleOf(List.of(300L), Optional.empty()));
  }

  /** The shell lines of HOW-TO-VERIFY.txt are run as they stand there, by programs not ours. */
  @Test
  void theInstructionsWorkWithOpensslAndPythonAsTheyStandThere() throws Exception {
    assumeTrue(OtherTools.present("openssl", "version"), "openssl is not installed");
    assumeTrue(OtherTools.present("python3", "--version"), "python3 is not installed");
    assumeTrue(OtherTools.present("bash", "--version"), "bash is not installed");
    String howTo = Files.readString(bundle.resolve(BundleLayout.HOW_TO));
    assertTrue(howTo.contains(KEY.verifierKey().toString()));
    assertTrue(howTo.contains("4 entries of the log \"plant.example/log\""), howTo);
    String shell =
        linesAfter(howTo, "     $ ")
            .replace("ts -verify", "ts -verify -attime " + TimeStampAuthority.NOW.getEpochSecond());
    String python = linesAfter(howTo, "     | ");
    assertTrue(shell.contains("pkeyutl") && shell.contains("openssl ts -verify"), shell);
    Files.writeString(bundle.resolve("check.py"), python);

    String said = OtherTools.run(bundle, "bash", "-e", "-c", shell);
    assertTrue(said.contains("Signature Verified Successfully"), said);
    assertTrue(said.contains("Verification: OK"), said);
    for (long index : CHOSEN) {
      String ok = OtherTools.run(bundle, "python3", "check.py", Long.toString(index));
      assertEquals("OK: entry " + index + " of 300\n", ok);
    }

    // and the same programs refuse altered files
    Files.writeString(bundle.resolve("entries/256.entry"), "forged");
    assertTrue(
        OtherTools.tryRun(bundle, Map.of(), "python3", "check.py", "256")
            .output()
            .contains("NOT in the log"));
    String note = Files.readString(bundle.resolve("checkpoint"));
    Files.writeString(bundle.resolve("checkpoint"), note.replace("\n300\n", "\n301\n"));
    assertTrue(OtherTools.tryRun(bundle, Map.of(), "bash", "-e", "-c", shell).status() != 0);
  }

  private static String linesAfter(String text, String mark) {
    return text.lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Bundle bundleOf(List<Long> indexes, Optional<TimeStamp> stamp) throws IOException {
    return Bundle.of(store, log.head(), KEY.verifierKey(), indexes, stamp);
  }

  private static BundleVerification verify(Path path) throws IOException {
    return BundleVerifier.verify(path, Optional.of(KEY.verifierKey()), Optional.empty());
  }

  private static byte[] entry(long index) {
    return ("{\"entry\":" + index + "}").getBytes(StandardCharsets.UTF_8);
  }
}
