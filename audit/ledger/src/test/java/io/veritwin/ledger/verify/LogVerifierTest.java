package io.veritwin.ledger.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.log.LogFolder;
import io.veritwin.ledger.log.MerkleLog;
import io.veritwin.ledger.tree.EntryBundle;
import io.veritwin.ledger.tree.RightEdge;
import io.veritwin.ledger.tree.TileAddress;
import io.veritwin.ledger.verify.Finding.Kind;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogVerifierTest {

  private static final LogKey KEY = LogKey.create("plant.example/log", new SecureRandom());
  private static final int SIZE = 300;
  private static final String BUNDLE_0 = "tile/entries/000";
  private static final String BUNDLE_1 = "tile/entries/001.p/44";

  @TempDir Path folder;
  private byte[] older;

  /** 300 entries in two steps, so that partial tiles of the earlier checkpoint remain. */
  @BeforeEach
  void aLogOf300Entries() throws IOException {
    older = write(folder, "entry ", 290);
    write(folder, "entry ", SIZE);
  }

  @Test
  @Verifies("URS-108")
  void aGoodLogHolds() {
    LogVerification verification = verify(Optional.of(older));
    assertTrue(verification.sound(), () -> verification.findings().toString());
    assertEquals(SIZE, verification.entries());
    assertEquals(List.of(), verification.notes());
  }

  // A link that leads nowhere is listed and cannot be read: so is a file that a writer just
  // removed.
  @Test
  @Verifies("URS-108")
  void aPartialFileThatItsWriterRemovesMeanwhileSaysNothingFalse() throws IOException {
    for (String removed : List.of(BUNDLE_0 + ".p/29", "tile/0/000.p/29")) {
      Path listed = folder.resolve(removed);
      Files.createDirectories(listed.getParent());
      Files.createSymbolicLink(listed, folder.resolve("removed"));
    }
    LogVerification verification = verify(Optional.of(older));
    assertTrue(verification.sound(), () -> verification.findings().toString());
  }

  @Test
  @Verifies("URS-108")
  void logsOfEverySizeAroundTileBoundsHold() throws IOException {
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 513, 65_536, 65_537}) {
      Path place = folder.resolve("size-" + size);
      byte[] before = write(place, "e", size / 2);
      write(place, "e", size);
      LogVerification verification =
          LogVerifier.verify(new LogFolder(place), KEY.verifierKey(), Optional.of(before));
      assertTrue(verification.sound(), () -> size + ": " + verification.findings());
      assertEquals(size, verification.entries());
    }
  }

  @Test
  @Verifies("URS-110")
  void everyFlippedByteOfEveryFileIsNamed() throws IOException {
    Path place = folder.resolve("small");
    write(place, "entry ", 30);
    write(place, "entry ", 40);
    assertEquals(5, files(place).size());
    flipAndName(place, 1);
  }

  @Test
  @Verifies("URS-110")
  void flippedBytesOfALogOfTwoLevelsAreNamed() throws IOException {
    assertEquals(8, files(folder).size());
    flipAndName(folder, 17);
  }

  /** Flips every {@code step}-th byte of every file, one at a time. */
  private static void flipAndName(Path place, int step) throws IOException {
    LogFolder log = new LogFolder(place);
    for (Path file : files(place)) {
      String name = place.relativize(file).toString();
      TileAddress present = TileAddress.parse(name).orElse(null);
      boolean ofEarlierCheckpoint = name.endsWith(".p/30") || name.endsWith(".p/34");
      byte[] good = Files.readAllBytes(file);
      for (int i = 0; i < good.length; i += step) {
        byte[] flipped = good.clone();
        flipped[i] ^= (byte) (1 << i % 8);
        Files.write(file, flipped);
        boolean ofEntry = present != null && present.isEntries() && !ofEarlierCheckpoint;
        assertNames(
            LogVerifier.verify(log, KEY.verifierKey(), Optional.empty()),
            name,
            ofEntry ? entryAt(name, good, i) : -1,
            i);
      }
      Files.write(file, good);
    }
    assertTrue(LogVerifier.verify(log, KEY.verifierKey(), Optional.empty()).sound());
  }

  @Test
  @Verifies("URS-110")
  void flippedBytesOfALogOfThreeLevelsAreNamed() throws IOException {
    Path place = folder.resolve("large");
    write(place, "entry ", 65_900);
    Random random = new Random(3);
    List<Path> files = new ArrayList<>(files(place));
    Collections.shuffle(files, random);
    files.subList(30, files.size()).removeIf(f -> !f.toString().matches(".*tile/[12]/.*"));
    for (Path file : files) {
      String name = place.relativize(file).toString();
      byte[] good = Files.readAllBytes(file);
      int i = random.nextInt(good.length);
      byte[] flipped = good.clone();
      flipped[i] ^= 0x10;
      Files.write(file, flipped);
      LogVerification found =
          LogVerifier.verify(new LogFolder(place), KEY.verifierKey(), Optional.empty());
      assertNames(found, name, name.contains("entries") ? entryAt(name, good, i) : -1, i);
      Files.write(file, good);
    }
  }

  private static void assertNames(LogVerification found, String file, long entry, int at) {
    assertTrue(
        found.findings().stream()
            .anyMatch(
                f ->
                    f.file().equals(file)
                        && f.sentence().contains(file)
                        && (entry < 0
                            || f.kind() == Kind.ENTRY_ALTERED
                                && f.entry().equals(OptionalLong.of(entry))
                                && f.sentence().contains("Entry " + entry))),
        () -> "byte " + at + " of " + file + ", entry " + entry + ": " + found.findings());
    // One flipped byte is one finding, or two where the rest of a bundle became unreadable.
    assertTrue(found.findings().size() <= 2, () -> found.findings().toString());
  }

  @Test
  @Verifies("URS-110")
  void aMissingLastEntryIsNamed() throws IOException {
    edit(BUNDLE_1, entries -> entries.remove(43));
    assertOnly(verify(Optional.empty()), Kind.ENTRY_MISSING, 299, "Entry 299 is missing");
    // also when the files are renamed to fit
    Files.move(folder.resolve(BUNDLE_1), folder.resolve("tile/entries/001.p/43"));
    assertOnly(verify(Optional.empty()), Kind.ENTRY_MISSING, 299, "tile/entries/001.p/43");
  }

  @Test
  @Verifies("URS-110")
  void aRemovedEntryIsNamedAndNotAllThatMovedUpBehindIt() throws IOException {
    edit(BUNDLE_0, entries -> entries.remove(17));
    assertOnly(verify(Optional.empty()), Kind.ENTRY_MISSING, 17, "Entry 17 is missing");
  }

  @Test
  @Verifies("URS-110")
  void anInsertedEntryIsNamed() throws IOException {
    edit(BUNDLE_1, entries -> entries.add("forged".getBytes(StandardCharsets.UTF_8)));
    assertOnly(verify(Optional.empty()), Kind.ENTRY_FOREIGN, 300, "At place 300");
    edit(BUNDLE_1, entries -> entries.remove(44));
    Path file = folder.resolve(BUNDLE_1);
    byte[] longer = java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 1);
    Files.write(file, longer);
    assertOnly(verify(Optional.empty()), Kind.ENTRY_FOREIGN, 300, "bytes that are no entry");
  }

  @Test
  @Verifies("URS-110")
  void reorderedEntriesAreNamed() throws IOException {
    edit(BUNDLE_0, entries -> Collections.swap(entries, 3, 200));
    List<Finding> findings = verify(Optional.empty()).findings();
    assertEquals(
        List.of(Kind.ENTRY_REORDERED, Kind.ENTRY_REORDERED),
        findings.stream().map(Finding::kind).toList());
    assertTrue(
        findings.get(0).sentence().contains("Entry 200 was reordered: it stands at place 3 in"),
        findings.get(0).sentence());
    assertTrue(
        findings.get(1).sentence().contains("Entry 3 was reordered: it stands at place 200"));
  }

  @Test
  @Verifies("URS-110")
  void anEntryBetweenTwoExchangedOnesIsNotBlamed() throws IOException {
    edit(BUNDLE_0, entries -> Collections.swap(entries, 3, 5));
    assertEquals(
        List.of(OptionalLong.of(5), OptionalLong.of(3)),
        verify(Optional.empty()).findings().stream().map(Finding::entry).toList());
    edit(BUNDLE_0, entries -> Collections.swap(entries, 3, 5));
    edit(BUNDLE_0, entries -> Collections.swap(entries, 8, 9));
    assertOnly(verify(Optional.empty()), Kind.ENTRY_REORDERED, 8, "it stands at place 9");
  }

  @Test
  @Verifies("URS-110")
  void entriesExchangedBetweenBundlesAreNamed() throws IOException {
    byte[] five = ("entry " + 5).getBytes(StandardCharsets.UTF_8);
    byte[] later = ("entry " + 270).getBytes(StandardCharsets.UTF_8);
    edit(BUNDLE_0, entries -> entries.set(5, later));
    edit(BUNDLE_1, entries -> entries.set(270 - 256, five));
    List<String> sentences =
        verify(Optional.empty()).findings().stream().map(Finding::sentence).toList();
    assertEquals(2, sentences.size(), sentences.toString());
    assertTrue(sentences.get(0).contains("Entry 270 was reordered: it stands at place 5"));
    assertTrue(sentences.get(1).contains("Entry 5 was reordered: it stands at place 270"));
  }

  @Test
  @Verifies("URS-110")
  void missingAndUnreadableFilesAreNamedWithTheEntriesTheyHeld() throws IOException {
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString();
      byte[] good = Files.readAllBytes(file);
      Files.delete(file);
      boolean ofEarlierCheckpoint = name.endsWith(".p/34");
      if (!ofEarlierCheckpoint) {
        LogVerification found = verify(Optional.empty());
        assertTrue(
            found.findings().stream()
                .anyMatch(f -> f.sentence().contains(name) || f.kind() == Kind.ENTRY_MISSING),
            () -> name + ": " + found.findings());
      }
      Files.createDirectory(file); // stands for a file the disk cannot read
      LogVerification unreadable = verify(Optional.empty());
      assertTrue(
          unreadable.findings().stream()
              .anyMatch(f -> f.kind() == Kind.FILE_UNREADABLE && f.file().equals(name)),
          () -> name + ": " + unreadable.findings());
      Files.delete(file);
      Files.write(file, good);
    }
    Files.delete(folder.resolve(BUNDLE_0));
    assertOnly(
        verify(Optional.empty()),
        Kind.ENTRY_MISSING,
        0,
        "Entries 0 to 255 are missing: the file tile/entries/000 is not there");
  }

  @Test
  @Verifies("URS-110")
  void anEntryAlteredTogetherWithItsTileIsFound() throws IOException {
    edit(BUNDLE_0, entries -> entries.set(9, "forged".getBytes(StandardCharsets.UTF_8)));
    List<byte[]> forged =
        EntryBundle.decode(Files.readAllBytes(folder.resolve(BUNDLE_0))).orElseThrow();
    RightEdge.empty()
        .grow(forged)
        .tiles()
        .forEach(
            (address, bytes) -> {
              if (address.equals(TileAddress.hashes(0, 0, 256))) {
                overwrite(address.path(), bytes);
              }
            });
    assertOnly(verify(Optional.empty()), Kind.REWRITTEN, 0, "Among the entries 0 to 255");
  }

  @Test
  @Verifies("URS-110")
  void aLogRewrittenBelowAnOldCheckpointIsFound() throws IOException {
    Path other = folder.resolve("other");
    write(other, "forged ", SIZE);
    Files.copy(
        folder.resolve("checkpoint"),
        other.resolve("checkpoint"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    LogVerification found =
        LogVerifier.verify(new LogFolder(other), KEY.verifierKey(), Optional.empty());
    assertEquals(Kind.REWRITTEN, found.findings().get(0).kind());
  }

  @Test
  @Verifies("URS-111")
  void aLogRolledBackToAnEarlierStateIsFoundByTheOlderCheckpoint() throws IOException {
    Path backup = folder.resolve("backup");
    write(backup, "entry ", 280);
    LogVerification alone =
        LogVerifier.verify(new LogFolder(backup), KEY.verifierKey(), Optional.empty());
    assertTrue(alone.sound(), "by itself it is a perfect log");
    LogVerification compared =
        LogVerifier.verify(new LogFolder(backup), KEY.verifierKey(), Optional.of(older));
    assertOnly(compared, Kind.ROLLED_BACK, 280, "entries 280 to 289 are missing");
  }

  @Test
  @Verifies("URS-111")
  void aForkedLogIsFoundByTheOlderCheckpoint() throws IOException {
    Path fork = folder.resolve("fork");
    try (LogDirectory directory = LogDirectory.open(fork)) {
      MerkleLog log = MerkleLog.open(directory, KEY);
      log.append(entries("entry ", 0, 289));
      log.append(entries("another ", 289, 400));
    }
    LogVerification alone =
        LogVerifier.verify(new LogFolder(fork), KEY.verifierKey(), Optional.empty());
    assertTrue(alone.sound(), "by itself it is a perfect log");
    LogVerification compared =
        LogVerifier.verify(new LogFolder(fork), KEY.verifierKey(), Optional.of(older));
    assertEquals(List.of(Kind.FORKED), compared.findings().stream().map(Finding::kind).toList());
    // the same size, another content
    Path same = folder.resolve("same");
    byte[] head = write(same, "another ", 290);
    assertEquals(
        List.of(Kind.FORKED),
        LogVerifier.verify(new LogFolder(same), KEY.verifierKey(), Optional.of(older))
            .findings()
            .stream()
            .map(Finding::kind)
            .toList());
    assertTrue(head.length > 0);
  }

  @Test
  @Verifies("URS-111")
  void aPutBackCheckpointLeavesANoteAndAFalseOlderOneIsRefused() throws IOException {
    Files.write(folder.resolve("checkpoint"), older);
    LogVerification found = verify(Optional.empty());
    assertTrue(found.sound());
    assertTrue(found.notes().get(0).contains("entries from 290 on"), found.notes().toString());
    byte[] falseOlder = older.clone();
    falseOlder[20] ^= 1;
    assertEquals(
        Kind.OLDER_CHECKPOINT_FALSE, verify(Optional.of(falseOlder)).findings().get(0).kind());
  }

  @Test
  @Verifies("URS-110")
  void aLogSignedWithAnotherKeyIsRefusedAndStillComparedWithTheOlderCheckpoint()
      throws IOException {
    LogKey forger = LogKey.create("plant.example/log", new SecureRandom());
    Path forged = folder.resolve("forged");
    try (LogDirectory directory = LogDirectory.open(forged)) {
      List<byte[]> entries = entries("entry ", 0, SIZE);
      entries.set(33, "forged".getBytes(StandardCharsets.UTF_8));
      MerkleLog.open(directory, forger).append(entries);
    }
    LogVerification found =
        LogVerifier.verify(new LogFolder(forged), KEY.verifierKey(), Optional.of(older));
    assertEquals(Kind.CHECKPOINT_FALSE, found.findings().get(0).kind());
    assertTrue(found.findings().size() > 1, "the forged entries differ from the older checkpoint");
  }

  @Test
  @Verifies("URS-110")
  void severalAlterationsAreAllNamedAndTheListIsBounded() throws IOException {
    edit(
        BUNDLE_0,
        entries -> {
          entries.set(4, new byte[] {1});
          entries.set(77, new byte[] {2});
        });
    Path tile = folder.resolve("tile/1/000.p/1");
    byte[] bytes = Files.readAllBytes(tile);
    List<Finding> findings = verify(Optional.empty()).findings();
    assertEquals(List.of(4L, 77L), findings.stream().map(f -> f.entry().orElse(-1)).toList());
    bytes[0] ^= 1;
    Files.write(tile, bytes);
    List<Finding> more = verify(Optional.empty()).findings();
    assertTrue(more.stream().anyMatch(f -> f.entry().equals(OptionalLong.of(4))), more.toString());
    assertTrue(more.stream().anyMatch(f -> f.entry().equals(OptionalLong.of(77))), more.toString());
    assertTrue(more.stream().anyMatch(f -> f.file().equals("tile/1/000.p/1")), more.toString());

    Path ruined = folder.resolve("ruined");
    write(ruined, "e", 70_000);
    for (Path file : files(ruined)) {
      if (file.toString().contains("entries")) {
        Files.write(file, new byte[100_000]);
      }
    }
    LogVerification found =
        LogVerifier.verify(new LogFolder(ruined), KEY.verifierKey(), Optional.empty());
    assertTrue(found.findings().size() <= LogVerification.MOST_FINDINGS);
    assertTrue(found.more());
  }

  private LogVerification verify(Optional<byte[]> olderCheckpoint) {
    return LogVerifier.verify(new LogFolder(folder), KEY.verifierKey(), olderCheckpoint);
  }

  private static void assertOnly(LogVerification found, Kind kind, long entry, String words) {
    assertEquals(1, found.findings().size(), () -> found.findings().toString());
    Finding finding = found.findings().get(0);
    assertEquals(kind, finding.kind(), finding.sentence());
    assertEquals(OptionalLong.of(entry), finding.entry(), finding.sentence());
    assertTrue(finding.sentence().contains(words), finding.sentence());
  }

  /** Appends until the log has {@code size} entries; gives the checkpoint. */
  private static byte[] write(Path place, String words, long size) throws IOException {
    try (LogDirectory directory = LogDirectory.open(place)) {
      MerkleLog log = MerkleLog.open(directory, KEY);
      return log.append(entries(words, log.size(), size)).note();
    }
  }

  private static List<byte[]> entries(String words, long from, long to) {
    return new ArrayList<>(
        LongStream.range(from, to)
            .mapToObj(i -> (words + i).getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> walk = Files.walk(place)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void edit(String bundle, Consumer<List<byte[]>> change) throws IOException {
    List<byte[]> entries =
        EntryBundle.decode(Files.readAllBytes(folder.resolve(bundle))).orElseThrow();
    change.accept(entries);
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      coded.write(entry.length >> 8);
      coded.write(entry.length);
      coded.writeBytes(entry);
    }
    overwrite(bundle, coded.toByteArray());
  }

  private void overwrite(String file, byte[] bytes) {
    try {
      Files.write(folder.resolve(file), bytes);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long entryAt(String bundle, byte[] bytes, int at) {
    TileAddress address = TileAddress.parse(bundle).orElseThrow();
    int end = 0;
    for (int i = 0; ; i++) {
      end += 2 + EntryBundle.length(bytes, end);
      if (at < end) {
        return address.index() * 256 + i;
      }
    }
  }
}
