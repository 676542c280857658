package io.veritwin.ledger.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.ledger.OtherTools;
import io.veritwin.ledger.TimeStampAuthority;
import io.veritwin.ledger.canonical.CanonicalRecord;
import io.veritwin.ledger.checkpoint.LogKey;
import io.veritwin.ledger.checkpoint.SignedCheckpoint;
import io.veritwin.ledger.log.LogDirectory;
import io.veritwin.ledger.timestamp.TimeStampedCheckpoint;
import io.veritwin.validation.evidence.Verifies;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Verifies("URS-112")
class LedgerCommandTest {

  @TempDir Path folder;
  private Path log;
  private String said;

  @BeforeEach
  void aSampleLogOf600Entries() {
    log = folder.resolve("log");
    assertEquals(0, run("log", log, 600), () -> said);
  }

  @Test
  void aSampleLogIsWrittenContinuedAndVerified() throws Exception {
    assertEquals(0, run("verify", log), () -> said);
    assertTrue(said.contains("The log holds: 600 entries were hashed again"), said);
    assertTrue(said.contains("Note: Checked with the key that lies beside the log."), said);
    Path older = Files.copy(log.resolve("checkpoint"), folder.resolve("older"));
    assertEquals(0, run("log", log, 5000), () -> said);
    assertTrue(said.contains("it now has 5600 entries"), said);
    assertEquals(0, run("verify", log, "--older", older, "--vkey", log.resolve("vkey")));
    assertTrue(said.contains("goes on from the older checkpoint"), said);
    assertTrue(CanonicalRecord.read(SampleLog.entry(7)).isAccepted());
  }

  @Test
  void whatIsWrongIsToldInSentencesWithStatus1() throws Exception {
    Path bundle = log.resolve("tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[1000] ^= 1;
    Files.write(bundle, bytes);
    assertEquals(1, run("verify", log));
    assertTrue(said.matches("(?s)Entry 25\\d in tile/entries/001 was altered\\..*"), said);
    assertTrue(said.contains("Refused: the log in " + log + " does not hold (1 finding)."), said);
  }

  @Test
  void aRolledBackLogIsRefusedWithStatus1() throws Exception {
    Path backup = folder.resolve("backup");
    assertEquals(0, run("log", backup, 10));
    Path early = Files.copy(backup.resolve("checkpoint"), folder.resolve("early"));
    assertEquals(0, run("log", backup, 10));
    Path older = Files.copy(backup.resolve("checkpoint"), folder.resolve("older"));
    Files.copy(
        early, backup.resolve("checkpoint"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    // Opening the log continues it from the checkpoint put back: another history begins.
    assertEquals(1, run("verify", backup, "--older", older));
    assertTrue(said.contains("entries 10 to 19 are missing"), said);
  }

  @Test
  void unreadableFilesAreNamedWithStatus1() throws Exception {
    assertEquals(1, run("verify", folder.resolve("nowhere")));
    assertTrue(said.contains("nowhere is not there"), said);
    assertEquals(1, run("verify", log, "--older", folder.resolve("no-checkpoint")));
    assertTrue(said.contains("no-checkpoint is not there"), said);
    Files.delete(log.resolve("tile/0/001"));
    Files.createDirectory(log.resolve("tile/0/001"));
    assertEquals(1, run("verify", log));
    assertTrue(said.contains("tile/0/001 cannot be read"), said);
    Files.delete(log.resolve("vkey"));
    assertEquals(1, run("verify", log));
    assertTrue(said.contains("vkey is not there"), said);
    Path noZip = Files.writeString(folder.resolve("no.zip"), "no zip");
    assertEquals(1, run("verify", noZip));
    assertTrue(said.contains("no.zip cannot be read as a bundle"), said);
  }

  @Test
  void aCommandThatIsNotUnderstoodShowsTheUsageWithStatus2() {
    assertEquals(2, run());
    assertEquals(2, run("frobnicate"));
    assertEquals(2, run("verify"));
    assertEquals(2, run("verify", log, "--older"));
    assertEquals(2, run("verify", log, "--newer", "x"));
    assertEquals(2, run("verify", log, "too", "much"));
    assertEquals(2, run("log", log, "many"));
    assertEquals(2, run("log", log, "-5"));
    assertEquals(2, run("bundle", log, folder.resolve("b.zip")));
    assertEquals(2, run("bundle", log, folder.resolve("b.zip"), "x"));
    assertEquals(2, run("verify", log, "--vkey", "a", "--vkey", "b"));
    assertTrue(said.contains("Usage:"), said);
  }

  @Test
  void aBundleIsWrittenAndVerified() throws Exception {
    Path zip = folder.resolve("b.zip");
    assertEquals(0, run("bundle", log, zip, 0, 599, 300), () -> said);
    assertEquals(0, run("verify", zip, "--vkey", log.resolve("vkey")), () -> said);
    assertTrue(said.contains("3 entries are proven to be in the log"), said);
    assertEquals(1, run("bundle", log, zip, 1), "never over an existing file");
    assertEquals(1, run("bundle", log, folder.resolve("c.zip"), 600));
    assertTrue(said.contains("The log has no entry 600; it has 600 entries."), said);
    assertEquals(2, run("verify", zip, "--older", log.resolve("checkpoint")));
    Path other = folder.resolve("other");
    run("log", other, 1);
    assertEquals(1, run("verify", zip, "--vkey", other.resolve("vkey")));
    byte[] bytes = Files.readAllBytes(zip);
    bytes[bytes.length / 2] ^= 1;
    Files.write(zip, bytes);
    assertEquals(1, run("verify", zip, "--vkey", log.resolve("vkey")));
  }

  @Test
  void theNewestTimeStampIsCheckedAndGoesIntoBundles() throws Exception {
    TimeStampAuthority authority = TimeStampAuthority.ellipticCurve();
    stampTheHead(authority);
    assertEquals(0, run("log", log, 700), () -> said);
    Path trusted = Files.write(folder.resolve("tsa.pem"), authority.rootPem());
    assertEquals(0, run("verify", log, "--tsa", trusted), () -> said);
    assertTrue(said.contains("the first 600 entries existed at " + TimeStampAuthority.NOW), said);
    assertEquals(0, run("verify", log));
    assertTrue(said.contains("There is a time stamp; it was not verified"), said);

    Path zip = folder.resolve("stamped.zip");
    assertEquals(0, run("bundle", log, zip, 5, "--tsa", trusted), () -> said);
    assertEquals(0, run("verify", zip), () -> said);
    assertTrue(said.contains("existed at " + TimeStampAuthority.NOW), said);
    assertEquals(1, run("bundle", log, folder.resolve("late.zip"), 600, "--tsa", trusted));
    assertTrue(said.contains("no entry 600 under its time-stamped checkpoint"), said);

    Path stranger = Files.write(folder.resolve("other.pem"), TimeStampAuthority.rsa().rootPem());
    assertEquals(1, run("verify", log, "--tsa", stranger));
    assertTrue(said.contains("time-stamped/600/checkpoint.tsr: The time stamp's authority"), said);
    assertEquals(1, run("verify", log, "--tsa", log.resolve("vkey")));
  }

  @Test
  void aTimeStampedCheckpointFindsARolledBackAndAForkedLog() throws Exception {
    stampTheHead(TimeStampAuthority.ellipticCurve());
    Path short1 = folder.resolve("short");
    Files.createDirectories(short1);
    Files.copy(log.resolve("sample-key.pem"), short1.resolve("sample-key.pem"));
    assertEquals(0, run("log", short1, 500), () -> said);
    assertEquals(0, run("verify", short1));
    OtherTools.run(
        folder,
        "cp",
        "-r",
        log.resolve("time-stamped").toString(),
        short1.resolve("time-stamped").toString());
    assertEquals(1, run("verify", short1));
    assertTrue(said.contains("entries 500 to 599 are missing"), said);
    assertEquals(0, run("log", short1, 500), () -> said);
    assertEquals(0, run("verify", short1), () -> said);
    byte[] falseNote = Files.readAllBytes(log.resolve("checkpoint"));
    falseNote[50] ^= 1;
    Files.write(short1.resolve("time-stamped/600/checkpoint"), falseNote);
    assertEquals(1, run("verify", short1));
    assertTrue(said.contains("time-stamped: The checkpoint"), said);
  }

  private void stampTheHead(TimeStampAuthority authority) throws Exception {
    LogKey key = LogKey.load(SampleLog.NAME, log.resolve("sample-key.pem"));
    byte[] note = Files.readAllBytes(log.resolve("checkpoint"));
    SignedCheckpoint head = key.verifierKey().open(note).orThrow();
    try (LogDirectory directory = LogDirectory.open(log)) {
      directory.keepTimeStamp(
          head, authority.answer(TimeStampedCheckpoint.imprint(note), TimeStampAuthority.NOW));
    }
  }

  private int run(Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = List.of(words).stream().map(Object::toString).toList();
    int status =
        new LedgerCommand(new PrintStream(out, true, StandardCharsets.UTF_8)).run(arguments);
    said = out.toString(StandardCharsets.UTF_8);
    return status;
  }
}
